"""What stands in a message to many, filled in for somebody; and what is wrong with its words before anybody reads it.

The clinic's name, the greeting and a number to call stand around the words already (wording/texts/mailing.*.toml).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.inbox.writing import Said, known_of
from bedside.language.sms import measure
from bedside.people.models import Patient
from bedside.wording.checking import LABELS, LANGUAGES, in_words, speaks_clinically
from bedside.wording.fields import marks, written
from bedside.wording.samples import facts_of
from bedside.wording.shortening import shorter
from bedside.wording.texts import Text, text

TEXT = "mailing"
FIELDS = {
    "name": gettext_lazy("how the patient likes to be called"),
    "clinic": gettext_lazy("the clinic's name"),
    "phone": gettext_lazy("the clinic's phone number"),
    "link": gettext_lazy("where one signs in and writes to us"),
}
LONGEST = 600  # letters
OUTSIDE = ("subject", "email", "sms")


@dataclass(frozen=True)
class Amiss:
    """One thing that has to be put right, and in which language."""

    language: str
    say: str


@dataclass(frozen=True)
class Shown:
    """One part as the made-up person will read it."""

    label: Any
    words: str
    messages: int = 0  # how many text messages it goes out as


def amiss(words: Mapping[str, str]) -> list[Amiss]:
    """Everything that keeps these words from being sent, each thing once."""
    found: dict[Amiss, None] = {}
    if not words.get("en", "").strip():
        found[Amiss("en", _("Write it in English. Whoever reads a language you leave empty gets this."))] = None
    for language in LANGUAGES:
        if theirs := words.get(language, "").strip():
            found |= dict.fromkeys(Amiss(language, say) for say in _wrong(theirs, language))
    return list(found)


def is_clinical(words: Mapping[str, str]) -> bool:
    """Whether a clinician reads it first: it speaks of one's body, of preparing, or of when to get help."""
    return any(speaks_clinically(theirs, language) for language, theirs in words.items() if theirs)


def is_readable(theirs: str) -> bool:
    """Whether every field in it is one of ours."""
    return bool(theirs.strip()) and not list(_strange(theirs))


def looks(theirs: str, language: str) -> list[Shown]:
    """How it looks outside the house to a made-up person of that language. Its fields have to be readable."""
    shown = []
    for part, words in _outside(theirs, language):
        said = shorter(words) if part == "sms" else words
        shown.append(Shown(LABELS[part], said, measure(said).parts if part == "sms" else 0))
    return shown


def said_to(patient: Patient, words: Mapping[str, str]) -> Said:
    """The words as this patient's readers are told them, in each language; English where it is not written."""
    facts = known_of(patient) | {"link": link()}

    def said(language: str) -> dict[str, Any]:
        return {"words": filled(words.get(language) or words["en"], facts)}

    return said


def filled(theirs: str, facts: dict[str, Any]) -> str:
    return Text(name=TEXT, language="", portal=written(theirs.strip())).fill("portal", facts)


def link() -> str:
    return f"{settings.PUBLIC_URL}{reverse('inbox:new')}"


def languages(words: Mapping[str, str]) -> list[str]:
    return [language for language in LANGUAGES if words.get(language, "").strip()]


def _wrong(theirs: str, language: str) -> Iterator[str]:
    strange = list(_strange(theirs))
    for one in strange:
        yield _("%(field)s cannot be read. Choose a field from the list.") % {"field": one}
    if len(theirs) > LONGEST:
        yield _("This is too long. Use at most %(most)s letters.") % {"most": LONGEST}
    if not strange:
        for part, words in _outside(theirs, language):
            yield from in_words(words, part, language)
        yield from in_words(filled(theirs, _sample(language)), "portal", language)


def _strange(theirs: str) -> Iterator[str]:
    read = marks(theirs)
    yield from read.unread
    yield from (f"{{{name}}}" for name in read.fields if name not in FIELDS)
    yield from (f"{{if {one}}}" for one in read.conditions)


def _outside(theirs: str, language: str) -> Iterator[tuple[str, str]]:
    facts, around = _sample(language), text(TEXT, language)
    for part in OUTSIDE:
        yield part, around.fill(part, facts | {"words": filled(theirs, facts)})


def _sample(language: str) -> dict[str, Any]:
    return facts_of(TEXT, language)[0] | {"link": link()}
