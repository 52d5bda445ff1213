"""What managers and clinicians may hand in about the words of a text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bedside.ui.fields import Form

from .checking import LABELS, LONGEST, wrong_with
from .texts import Text

ROWS = {"sms": 3}


class WordsForm(Form):
    """One box for each part that the text has."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, house: Text, words: dict[str, str], version: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={**words, "version": version}, **kwargs)
        self.house = house
        for part in house.parts:
            attrs = {"dir": "auto", "lang": house.language}
            box: forms.Widget = forms.Textarea(attrs | {"rows": ROWS.get(part, 8)})
            if part == "subject":
                box = forms.TextInput(attrs)
            self.fields[part] = forms.CharField(
                label=LABELS[part], required=False, max_length=2 * LONGEST[part], widget=box
            )

    @property
    def parts(self) -> dict[str, str]:
        """As they were typed; as they stand, where nothing was."""
        told = self.cleaned_data if self.is_bound else self.initial
        return {part: (told.get(part) or "").replace("\r\n", "\n") for part in self.house.parts}

    def look(self) -> bool:
        """Say beside each part what keeps it from being used."""
        found = wrong_with(self.house.name, self.house.language, self.parts)
        for one in found:
            self.add_error(one.part, one.say)
        return not found


class SendBackForm(Form):
    because = forms.CharField(label=_("What has to be changed?"), max_length=200)
