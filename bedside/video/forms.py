"""What a person may hand in about a video visit."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Kind


class InviteForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Who is it?"),
        choices=[(Kind.INTERPRETER, Kind.INTERPRETER.label), (Kind.CARER, Kind.CARER.label)],
        initial=Kind.INTERPRETER,
    )
    name = forms.CharField(label=_("Name, if you know it"), max_length=100, required=False)
