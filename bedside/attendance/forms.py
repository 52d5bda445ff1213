"""What staff may hand in about a hand that was given."""

from __future__ import annotations

from django import forms

from .models import Kind


class GiveForm(forms.Form):
    kind = forms.ChoiceField(choices=Kind.choices)
