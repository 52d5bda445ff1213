"""A draft somebody writes, and which suggestion is taken."""

from __future__ import annotations

from django import forms

from bedside.ui.fields import Form


class DraftForm(Form):
    words = forms.CharField(required=False, max_length=4_000, strip=False)
    take = forms.IntegerField(required=False, min_value=0, max_value=200, widget=forms.HiddenInput)
