"""What staff may hand in at the desk."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.people.models import Sex
from bedside.triage.models import Level
from bedside.ui.fields import DayField, Form


class RegisterForm(Form):
    """Somebody new at the desk or on the phone."""

    given_name = forms.CharField(label=_("First name"), max_length=100)
    family_name = forms.CharField(label=_("Last name"), max_length=100)
    birth_date = DayField(label=_("Date of birth"), first=date(1900, 1, 1))
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, initial=Sex.UNKNOWN)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)


class StandDownForm(Form):
    """A clinician's own word: what it was, and how soon the patient should be seen instead."""

    because = forms.CharField(label=_("What did you find when you spoke?"), max_length=400, widget=forms.Textarea)
    to = forms.ChoiceField(
        label=_("How soon should they be seen?"),
        choices=[(level, Level(level).label) for level in ("S24", "R72", "R14")],
        widget=forms.RadioSelect,
    )
