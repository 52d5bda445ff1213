"""What staff hand in where a message stands with the wrong person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.people.identity import Identifier
from bedside.ui.fields import Form


class WhoseMessageForm(Form):
    because = forms.CharField(
        label=_("Why do you think so?"), max_length=200, error_messages={"required": _("Say why.")}
    )
    fits = forms.MultipleChoiceField(choices=Identifier.choices, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)  # without it, somebody else was quicker

    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"because": said["because"], "fits": said["fits"], "seen": said["version"]}
