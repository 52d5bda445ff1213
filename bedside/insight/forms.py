"""What staff may hand in about a task, and about the limits of a chart."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.access.models import STAFF, User
from bedside.people.models import staff_name
from bedside.ui.answers import offer
from bedside.ui.fields import DayField, Form

from . import sentences
from .actions import ENOUGH_TO_TELL
from .charts import Chart
from .models import Improvement


class GiveForm(Form):
    to = forms.ChoiceField(label=_("Give to"), error_messages={"required": _("Choose a person.")})

    def __init__(self, *args: Any, improvement: Improvement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = User.objects.filter(held_roles__role__in=STAFF, is_active=True).distinct()
        self.people = {str(user.pk): user for user in able if user.pk != improvement.owner_id}
        choices = sorted(((pk, staff_name(user)) for pk, user in self.people.items()), key=lambda choice: choice[1])
        offer(self, "to", [("", ""), *choices])

    @property
    def person(self) -> User:
        return self.people[self.cleaned_data["to"]]


class TryForm(Form):
    words = forms.CharField(
        label=_("What will you try?"),
        help_text=_("One small change, and where."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what you will try.")},
    )
    due_on = DayField(label=_("When will you look whether it helped?"))


class EndForm(Form):
    words = forms.CharField(
        label=_("What came of it?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what came of it.")},
    )


class DropForm(Form):
    because = forms.CharField(
        label=_("Why do nothing about it?"), max_length=1_000, error_messages={"required": _("Say why.")}
    )


class DrawAnewForm(Form):
    week = forms.ChoiceField(label=_("From the week of"), error_messages={"required": _("Choose a week.")})
    cause = forms.CharField(
        label=_("What changed then?"),
        help_text=_("Something you know of, such as a new rota. The old limits stay visible."),
        max_length=400,
        error_messages={"required": _("Say what changed.")},
    )

    def __init__(self, *args: Any, chart: Chart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn = {one.week for one in chart.new_limits}
        able = [mark.week for mark in chart.points[1 : len(chart.points) - ENOUGH_TO_TELL + 1]]
        choices = [(week.isoformat(), sentences.day(week)) for week in reversed(able) if week not in drawn]
        offer(self, "week", [("", ""), *choices])

    @property
    def is_possible(self) -> bool:
        return len(self.fields["week"].choices) > 1  # type: ignore[attr-defined]

    @property
    def from_week(self) -> date:
        return date.fromisoformat(self.cleaned_data["week"])
