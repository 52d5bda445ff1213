"""What staff may hand in about an answer that is kept ready."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bedside.language import dates
from bedside.teams.models import Team
from bedside.ui.answers import may_be_empty, offer
from bedside.ui.fields import Form
from bedside.wording.checking import LANGUAGES, in_words
from bedside.wording.fields import marks

from .filling import FIELDS, filled
from .models import ReadyAnswer

SAMPLE = {"name": "Amara", "clinic": "Riverside", "phone": "01632 960001", "clinician": "Lin"}
NEXT_VISIT = {
    "en": "Monday 7 December at 9:20",
    "es": "lunes 7 de diciembre a las 9:20",
    "fr": "lundi 7 décembre à 9 h 20",
    "pl": "poniedziałek 7 grudnia, 9:20",
    "ar": "الاثنين 7 ديسمبر 9:20",
}


class ReadyAnswerForm(Form):
    """Whose it is, how it is found, and its words in each language."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    team = forms.ChoiceField(label=_("Whose answer"), required=False)
    short = forms.SlugField(label=_("Short name"), help_text=_("Typed as /short while you answer."), max_length=30)
    title = forms.CharField(label=_("What it is about"), max_length=120)

    def __init__(self, *args: Any, answer: ReadyAnswer | None, teams: list[str], reader: str, **kwargs: Any) -> None:
        told: dict[str, Any] = {"version": 0}
        if answer:
            told = {"version": answer.version, "team": answer.team, "short": answer.short, "title": answer.title}
            told |= {f"words_{language}": said for language, said in answer.words.items()}
        super().__init__(*args, initial=told, **kwargs)
        may_be_empty(self.fields["team"])
        offer(self, "team", [("", _("my own")), *((one.value, one.label) for one in Team if one.value in teams)])
        for language in LANGUAGES:
            box = forms.Textarea(attrs={"rows": 4, "dir": "auto", "lang": language})
            label = dates.known(language).get_language_name(reader) or language
            self.fields[f"words_{language}"] = forms.CharField(
                label=label.capitalize(), required=False, max_length=2_000, widget=box
            )
            may_be_empty(self.fields[f"words_{language}"])

    @property
    def boxes(self) -> list[Any]:
        return [self[f"words_{language}"] for language in LANGUAGES]

    def clean_short(self) -> str:
        return str(self.cleaned_data["short"]).lower()

    def clean(self) -> dict[str, Any]:
        """The same checks as for what the clinic writes by itself, as the patient will read it."""
        said = super().clean() or self.cleaned_data
        for language in LANGUAGES:
            for wrong in _wrong(said.get(f"words_{language}", ""), language):
                self.add_error(f"words_{language}", wrong)
        if not any(said.get(f"words_{language}") for language in LANGUAGES) and not self.errors:
            self.add_error(f"words_{LANGUAGES[0]}", gettext("Write it in one language at least."))
        return said

    @property
    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        words = {language: said[f"words_{language}"].strip() for language in LANGUAGES}
        return {"team": said["team"], "short": said["short"], "title": said["title"], "words": words}


def _wrong(words: str, language: str) -> list[str]:
    if not words:
        return []
    read = marks(words)
    strange = [*read.unread, *(f"{{{name}}}" for name in read.fields if name not in FIELDS)]
    strange += [f"{{if {one}}}" for one in read.conditions]
    if strange:
        say = gettext("%(field)s cannot be read. Choose a field from the list.")
        return [say % {"field": one} for one in strange]
    sample = SAMPLE | {"visit": NEXT_VISIT[language]}
    return list(dict.fromkeys(in_words(filled(words, sample), "portal", language)))
