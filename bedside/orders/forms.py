"""What is asked of another team, and what they answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.ui.answers import may_be_empty, offer
from bedside.ui.fields import Form
from bedside.visits.models import Visit

from .models import State, teams_for


class Day(forms.DateInput):
    """A day as the browser lets one choose it."""

    input_type = "date"


class AskForm(Form):
    team = forms.ChoiceField(label=_("Which team?"), widget=forms.RadioSelect)
    what = forms.CharField(
        label=_("What is to be done?"), help_text=_("In plain words. The patient reads it."), max_length=150
    )
    why = forms.CharField(label=_("Why?"), help_text=_("The patient does not see it."), max_length=300, required=False)
    who_calls = forms.CharField(label=_("Who calls the patient?"), max_length=100)
    due_on = forms.DateField(label=_("By when"), widget=Day(format="%Y-%m-%d"))

    def __init__(self, *args: Any, visit: Visit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = day_of(now(), visit.zone)
        offer(self, "team", [(team.value, team.label) for team in teams_for(visit.label)])

    def clean(self) -> dict[str, Any]:
        day = self.cleaned_data.get("due_on")
        if day and not self.today <= day <= self.today + timedelta(days=3660):
            self.add_error("due_on", _("Choose a day from today on."))
        return self.cleaned_data


class AnswerForm(Form):
    then = forms.ChoiceField(
        choices=[(state.value, state.label) for state in State if state != State.ASKED], widget=forms.HiddenInput
    )
    because = forms.CharField(label=_("What came of it, or why not?"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        may_be_empty(self.fields["because"])  # to take it on needs no words; to settle it does
