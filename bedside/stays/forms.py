"""What a patient and the ward may hand in about a stay."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.ui.fields import Form

from .kinds import Coming

LONGEST = 4_000


class AskForm(Form):
    words = forms.CharField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write your message."),
            "max_length": _("That is too long for one message. Please say it in fewer words, or call us."),
        },
    )


class ComingForm(Form):
    coming = forms.ChoiceField(
        label=_("Who may visit?"), choices=[one for one in Coming.choices if one[0]], widget=forms.RadioSelect
    )
    who_comes = forms.CharField(
        label=_("Who may come?"),
        help_text=_("Only if some people may come. First names will do."),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("coming") == Coming.SOME and not told.get("who_comes"):
            self.add_error("who_comes", _("Say who may come."))
        return told
