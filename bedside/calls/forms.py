"""What whoever answers the phone types."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.access.models import TREATING, User
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.people.identity import Identifier
from bedside.ui.fields import Form

from .models import Reason, Way

FARTHEST = timedelta(days=366)  # ahead, that we promise anything


class Day(forms.DateInput):
    """A day as the browser lets one choose it."""

    input_type = "date"


class BeginForm(Form):
    number = forms.CharField(label=_("Number that calls"), max_length=30, required=False)
    way = forms.ChoiceField(choices=Way.choices, required=False)

    def clean_way(self) -> str:
        return self.cleaned_data["way"] or Way.PHONE


class PersonForm(Form):
    patient = forms.UUIDField()
    fits = forms.MultipleChoiceField(choices=Identifier.choices, required=False)


class TalkForm(Form):
    reason = forms.ChoiceField(label=_("What was it about?"), choices=Reason.choices, widget=forms.RadioSelect)
    said = forms.CharField(
        label=_("What was said"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    promised = forms.CharField(
        label=_("What is left to do?"),
        help_text=_("It becomes a case with a clock. Leave it empty if nothing is."),
        max_length=150,
        required=False,
    )
    due_on = forms.DateField(label=_("By when"), widget=Day(format="%Y-%m-%d"), required=False)
    caller = forms.CharField(label=_("Who spoke, if not the patient?"), max_length=120, required=False)
    settled = forms.BooleanField(label=_("Their matter is settled"), required=False)
    confidential = forms.BooleanField(label=_("Keep it confidential"), required=False)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        if user.acting_as not in TREATING:
            del self.fields["confidential"]

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        today = day_of(now(), the_clinic().zone)
        if day and day < today:
            raise forms.ValidationError(_("Choose a day from today on."))
        if day and day > today + FARTHEST:
            raise forms.ValidationError(_("That is too far ahead. Check the year."))
        return day
