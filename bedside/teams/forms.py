"""What managers may hand in about a team."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bedside.people.models import staff_name
from bedside.ui.answers import may_be_empty, offer
from bedside.ui.fields import Form

from .actions import staff
from .models import TeamPlan

MOST_DAYS = 60


class TeamForm(Form):
    """By when a team answers, how much one of it holds, who it is, and its own days off."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    hours = forms.IntegerField(label=_("Answers within so many open hours"), min_value=1, max_value=200, required=False)
    most_each = forms.IntegerField(
        label=_("Open cases for one person at most"), min_value=0, max_value=500, required=False
    )
    members = forms.MultipleChoiceField(
        label=_("Who is in it"),
        help_text=_("With nobody chosen, it is everybody in the role."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    lead = forms.ChoiceField(
        label=_("Who leads it"),
        help_text=_("Told when most of the time is gone and nobody has opened something."),
        required=False,
    )
    shut = forms.CharField(
        label=_("Days off"),
        help_text=_("One day on each line, like 2026-12-24. Public holidays are known."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, plan: TeamPlan, **kwargs: Any) -> None:
        told = {
            "version": plan.version,
            "hours": plan.answers_within // 60 if plan.answers_within else None,
            "most_each": plan.most_each or None,
            "members": plan.members,
            "lead": plan.lead,
            "shut": "\n".join(plan.shut),
        }
        super().__init__(*args, initial=told, **kwargs)
        people = [(str(one.pk), staff_name(one)) for one in staff()]
        offer(self, "members", people)
        offer(self, "lead", [("", _("nobody by name")), *people])
        for name in ("hours", "most_each", "members", "lead", "shut"):
            may_be_empty(self.fields[name])

    def clean_shut(self) -> list[str]:
        days = self.cleaned_data["shut"].split()
        try:
            return sorted({date.fromisoformat(day).isoformat() for day in days[:MOST_DAYS]})
        except ValueError:
            raise forms.ValidationError(gettext("Write each day like 2026-12-24.")) from None

    def told(self) -> dict[str, Any]:
        """As the team keeps it."""
        said = self.cleaned_data
        return {
            "answers_within": said["hours"] * 60 if said["hours"] else None,
            "most_each": said["most_each"] or 0,
            "members": said["members"],
            "lead": said["lead"],
            "shut": said["shut"],
        }
