"""What people may hand in about appointments."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CancelForm(forms.Form):
    because = forms.CharField(label=_("Why are you cancelling?"), max_length=200)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[("accept", _("Take this time")), ("decline", _("No, thank you"))])


class TimeForm(forms.Form):
    slot = forms.UUIDField(
        error_messages={"required": _("Choose a time."), "invalid": _("Choose one of the times shown.")}
    )


class WaitForm(forms.Form):
    before = forms.DateField(required=False)
