"""What is said of one thing in one other language, field by field beside the words it was first written in."""

from __future__ import annotations

from typing import Any

from django import forms

from bedside.people.spoken import Spoken
from bedside.ui.fields import Form

from ..changes import LABELS
from ..models import Service
from .things import phrases

TONGUES = ("es", "fr", "pl", "ar")  # those the house speaks besides the one things are first written in


class WordsForm(Form):
    """The words of each field in this language; what is left empty is shown as first written."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, thing: Spoken, fields: tuple[str, ...], language: str, **kwargs: Any) -> None:
        self.thing, self.language = thing, language
        told = thing.translations.get(language, {})
        initial = {name: told.get(name, "") for name in fields} | {"version": thing.version}
        if isinstance(thing, Service):
            initial["asked_with"] = ", ".join(thing.words.get(language, []))
        super().__init__(*args, initial=initial, **kwargs)
        for name in fields:
            first = getattr(thing, name)
            most = getattr(thing._meta.get_field(name), "max_length", None)
            wide = most and most > 200
            self.fields[name] = forms.CharField(
                label=LABELS[name],
                help_text=first,
                required=False,
                max_length=most,
                widget=forms.Textarea(attrs={"rows": 2}) if wide else forms.TextInput(),
            )
        if isinstance(thing, Service):
            self.fields["asked_with"] = forms.CharField(
                label=LABELS["words"],
                help_text=", ".join(thing.words.get("en", [])),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def details(self) -> dict[str, Any]:
        """The words put in their place among those of the other languages."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in {"version", "asked_with"}}
        others = {code: said for code, said in self.thing.translations.items() if code != self.language}
        kept = self.thing.translations.get(self.language, {}) | told
        said = {name: value for name, value in kept.items() if value}
        details: dict[str, Any] = {"translations": others | ({self.language: said} if said else {})}
        if isinstance(self.thing, Service):
            words = phrases(self.cleaned_data["asked_with"])
            rest = {code: those for code, those in self.thing.words.items() if code != self.language}
            details["words"] = rest | ({self.language: words} if words else {})
        return details

    def written(self) -> list[tuple[Any, str]]:
        """The words as they stand in the form, with the label of each; how people ask is theirs to say."""
        return [
            (field.label, str(self[name].value() or ""))
            for name, field in self.fields.items()
            if name not in {"version", "asked_with"}
        ]
