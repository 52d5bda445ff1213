"""A summary's plain words beside the notes they come from: what differs, in one sentence each, and what is hard."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy

from bedside.language import dates
from bedside.language.faithful import Finding, How, Kind, compare
from bedside.language.plain import hard_words
from bedside.language.readability import grade
from bedside.language.text import Text

from .measured import otherwise, said
from .summary import SECTIONS, Change, Summary

# How a medicine's fate is said in the language of the summary, so that "stop" is compared with "stop".
FATES = {
    "en": {Change.NEW: "Start {}", Change.CHANGED: "Take {}", Change.STOPPED: "Stop {}", Change.SAME: "Keep {}"},
    "es": {
        Change.NEW: "Empiece {}",
        Change.CHANGED: "Tome {}",
        Change.STOPPED: "Deje de tomar {}",
        Change.SAME: "Siga con {}",
    },
    "fr": {
        Change.NEW: "Commencez {}",
        Change.CHANGED: "Prenez {}",
        Change.STOPPED: "Arrêtez {}",
        Change.SAME: "Continuez {}",
    },
    "pl": {
        Change.NEW: "Zacznij {}",
        Change.CHANGED: "Bierz {}",
        Change.STOPPED: "Odstaw {}",
        Change.SAME: "Bierz dalej {}",
    },
    "ar": {
        Change.NEW: "ابدأ {}",
        Change.CHANGED: "تناول {}",
        Change.STOPPED: "أوقف {}",
        Change.SAME: "استمر على {}",
    },
}
SAYS = {
    How.MISSING: gettext_lazy("The notes say “%(notes)s”. The plain words do not."),
    How.ADDED: gettext_lazy("The plain words say “%(words)s”. The notes do not."),
    How.CHANGED: gettext_lazy("The notes say “%(notes)s”, the plain words say “%(words)s”."),
}
TURNED = gettext_lazy("The notes say no to something: “%(notes)s”. The plain words say: “%(words)s”.")
UNREAD = {
    How.ADDED: gettext_lazy("There are no notes to compare with. Read each number and each “not” yourself."),
    How.MISSING: gettext_lazy("There are no plain words to compare yet."),
    How.CHANGED: gettext_lazy("We cannot read this language: %(notes)s. Let somebody who speaks it compare."),
}


@dataclass(frozen=True)
class Difference:
    """One finding as a clinician reads it; `id` is what a form calls it by."""

    finding: Finding

    @property
    def id(self) -> str:
        return sha256(self.finding.key.encode()).hexdigest()[:16]

    @property
    def say(self) -> str:
        found = self.finding
        sentence = UNREAD[found.how] if found.kind == Kind.UNREAD else SAYS[found.how]
        if found.kind == Kind.NEGATION and found.how == How.CHANGED:
            sentence = TURNED
        notes = dates.known(found.original).get_language_name() if found.kind == Kind.UNREAD and found.original else ""
        return str(sentence) % {"notes": notes or found.original, "words": found.plain}

    def kept(self, because: str) -> dict[str, str]:
        """What the summary keeps of it."""
        found = self.finding
        facts = {"kind": str(found.kind), "how": str(found.how), "notes": found.original, "words": found.plain}
        return facts | {"because": because}


@dataclass(frozen=True)
class Hard:
    """A hard word, the part it stands in, and what could stand there."""

    part: str
    word: str
    say: str

    @property
    def value(self) -> str:
        return f"{self.part}|{self.word}|{self.say}"


def differences(summary: Summary) -> list[Difference]:
    """Every number, "not", side and name that is not the same in the notes and in the plain words."""
    patient = summary.patient
    found = compare(
        summary.original,
        plain_words(summary),
        language=summary.notes_language,
        plain_language=summary.language,
        reader=[patient.given_name, patient.family_name, patient.preferred_name],
        also=beside(summary),
    )
    return [Difference(one) for one in _measured_otherwise(summary, found)]


def _measured_otherwise(summary: Summary, found: list[Finding]) -> list[Finding]:
    """What was measured stands beside the words, and may not say another number than they or the notes do."""
    notes = otherwise(summary.measured, summary.original, summary.notes_language)
    words = otherwise(summary.measured, plain_words(summary), summary.language)
    changed = [Finding(Kind.NUMBER, How.CHANGED, said, row) for said, row in notes]
    told = {said for said, _row in notes}  # not once more as a number that is missing
    rest = [one for one in found if one.how != How.MISSING or one.original not in told]
    known = {row for _said, row in notes}
    added = [Finding(Kind.NUMBER, How.ADDED, plain=row) for _said, row in words if row not in known]
    return [*changed, *added, *rest]


def plain_words(summary: Summary) -> str:
    """All that the patient will read, a line for each medicine; the open tests are told beside it."""
    fates = FATES.get(summary.language.split("-")[0], FATES["en"])
    lines = [summary.why_came, summary.found]
    for one in summary.medicines:
        fate = fates[Change(one["change"])].format(one["name"])
        lines.append(f"{fate} {one['dose']}.\n{one['why']}.".replace(" .", "."))
    return "\n".join([*lines, summary.next_steps, summary.get_help])


def beside(summary: Summary) -> str:
    """The open tests and what was measured: they may be new, and need not stand in the notes."""
    tests = "\n".join(f"{one['test']}. {one['who']}. {_day(one['by'], summary.language)}" for one in summary.tests)
    return f"{tests}\n{said(summary.measured)}"


def _day(written: str, language: str) -> str:
    return dates.day(date.fromisoformat(written), language) if written else ""


def parts(summary: Summary) -> dict[str, str]:
    """Each part of the form that holds plain words, by the name of its field."""
    found = {name: getattr(summary, name) for name in SECTIONS}
    return found | {f"medicines-{at}-why": one["why"] for at, one in enumerate(summary.medicines)}


def hard_parts(summary: Summary) -> list[Hard]:
    """The hard words of each part, with what to say instead."""
    language = summary.language.split("-")[0]
    return [
        Hard(part, found["word"], found["say"])
        for part, words in parts(summary).items()
        for found in hard_words(Text.of(words), language)
    ]


def school_year(summary: Summary) -> float | None:
    """How hard the whole reads; None where it is too short, or in a language, of which nothing can be said."""
    text = Text.of("\n\n".join(part for part in parts(summary).values() if part.strip()))
    return grade(text, summary.language.split("-")[0]) if len(text.words) >= 30 else None


def say_plainly(summary: Summary, chosen: str) -> Mapping[str, Any]:
    """The sections with one hard word said plainly; what was chosen must be one of those on offer."""
    hard = next((one for one in hard_parts(summary) if one.value == chosen), None)
    if hard is None:
        return {}
    words = with_word(parts(summary)[hard.part], hard.word, hard.say)
    if hard.part in SECTIONS:
        return {hard.part: words}
    at = int(hard.part.split("-")[1])
    medicines = [one | {"why": words} if number == at else one for number, one in enumerate(summary.medicines)]
    return {"medicines": medicines}


def with_word(text: str, word: str, say: str) -> str:
    """The text with one word in the place of another wherever it stands, with a capital where that had one."""
    written = r"\s+".join(map(re.escape, word.split()))
    pattern = re.compile(rf"(?<!\w){written}(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda found: say[:1].upper() + say[1:] if found.group()[:1].isupper() else say, text)
