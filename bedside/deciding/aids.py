"""Decision aids: they say of each way to go what may come of it, in numbers of one and the same kind.

Files are the aids one starts with; others are written on a screen (`library.py`). Either is shown only if nothing is
wrong with it: one denominator for all, each outcome counted for each option, good and bad ones, doing nothing among the
options, sources with their year, and every sentence plain, in every language it is in.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bedside.language.lint import problems
from bedside.language.text import Text
from bedside.ui.icon_arrays import COLUMNS
from bedside.ui.parts import language_name

FOLDER = Path(__file__).with_name("aids")
BENEFIT, HARM = "benefit", "harm"
UNSURE = "unsure"  # how she may lean, whatever the options are
WORDS = {  # what is said above all, and how its author is asked for it
    "title": gettext_lazy("What is to be chosen?"),
    "about": gettext_lazy("What it is about"),
    "time": gettext_lazy("For which time the numbers are"),
    "sure": gettext_lazy("How sure the numbers are"),
}

Said = dict[str, str]


def spoken(said: Said, language: str = "") -> str:
    """A sentence as the reader reads it; in English where there is no other."""
    return said.get((language or get_language() or "en").split("-")[0]) or said["en"]


@dataclass(frozen=True)
class Option:
    key: str
    names: Said
    abouts: Said
    is_nothing: bool

    def __str__(self) -> str:
        return spoken(self.names)

    @property
    def about(self) -> str:
        return spoken(self.abouts)


@dataclass(frozen=True)
class Count:
    """Of so many this many, for one option; where it is known no better, between which numbers."""

    option: Option
    outcome: Outcome
    number: int
    out_of: int
    between: tuple[int, int] | None

    @property
    def others(self) -> int:
        return self.out_of - self.number


@dataclass(frozen=True)
class Outcome:
    key: str
    kind: str  # whether it is what one hopes for or what one fears of a treatment
    names: Said
    opposites: Said
    numbers: dict[str, int]
    ranges: dict[str, tuple[int, int]]

    def __str__(self) -> str:
        return spoken(self.names)

    @property
    def opposite(self) -> str:
        """The same in the other frame: what becomes of the rest."""
        return spoken(self.opposites)


@dataclass(frozen=True)
class Matter:
    """Something that may weigh much for one and little for another."""

    key: str
    names: Said

    def __str__(self) -> str:
        return spoken(self.names)


@dataclass(frozen=True)
class Aid:
    slug: str
    edition: int
    written: date
    out_of: int
    ages: tuple[int, int]
    is_example: bool  # made up, to practise with; never where real patients are
    titles: Said
    abouts: Said
    times: Said
    sures: Said
    options: tuple[Option, ...]
    outcomes: tuple[Outcome, ...]
    matters: tuple[Matter, ...]
    sources: tuple[dict[str, Any], ...]
    raw: dict[str, Any]

    def __str__(self) -> str:
        return spoken(self.titles)

    @property
    def about(self) -> str:
        return spoken(self.abouts)

    @property
    def time(self) -> str:
        return spoken(self.times)

    @property
    def sure(self) -> str:
        return spoken(self.sures)

    @property
    def digest(self) -> str:
        """Changes with every letter: what was approved is what is shown."""
        return hashlib.sha256(json.dumps(self.raw, sort_keys=True).encode()).hexdigest()

    @property
    def languages(self) -> list[str]:
        """In which of our languages all of it is said."""
        return [one for one in tongues() if all(said.get(one, "").strip() for _name, said in sentences(self.raw))]

    def option(self, key: str) -> Option | None:
        return next((one for one in self.options if one.key == key), None)

    def counts(self, outcome: Outcome) -> list[Count]:
        """One number for each option, all of the same many."""
        return [
            Count(one, outcome, outcome.numbers[one.key], self.out_of, outcome.ranges.get(one.key))
            for one in self.options
        ]

    def of_kind(self, kind: str) -> list[Outcome]:
        return [one for one in self.outcomes if one.kind == kind]

    def is_for(self, age: int | None) -> bool:
        """Whoever's age is not known is asked about it first."""
        return age is not None and self.ages[0] <= age <= self.ages[1]


def read(raw: dict[str, Any]) -> Aid:
    """An aid as it stands in its file, or as it was kept with a choice."""
    return Aid(
        slug=raw["slug"],
        edition=raw["edition"],
        written=date.fromisoformat(str(raw["written"])),
        out_of=raw["out_of"],
        ages=(raw["ages"][0], raw["ages"][1]),
        is_example=raw.get("example", False),
        titles=raw["title"],
        abouts=raw["about"],
        times=raw["time"],
        sures=raw["sure"],
        options=tuple(
            Option(one["key"], one["name"], one["about"], one.get("nothing", False)) for one in raw["options"]
        ),
        outcomes=tuple(_outcome(one) for one in raw["outcomes"]),
        matters=tuple(Matter(one["key"], one["name"]) for one in raw["matters"]),
        sources=tuple(raw["sources"]),
        raw=raw,
    )


def _outcome(raw: dict[str, Any]) -> Outcome:
    ranges = {key: (pair[0], pair[1]) for key, pair in raw.get("between", {}).items()}
    return Outcome(raw["key"], raw["kind"], raw["name"], raw["opposite"], raw["counts"], ranges)


def faults(raw: dict[str, Any], languages: list[str] | None = None) -> Iterator[str]:
    """What keeps an aid from being shown to anybody, in sentences for whoever writes it; in all our languages, or in
    those that are named."""
    aid = read(raw)
    if aid.out_of not in COLUMNS:
        yield _("Count all of 100 or all of 1,000, not of %(number)s.") % {"number": aid.out_of}
    if len(aid.options) < 2 or not any(one.is_nothing for one in aid.options):
        yield _("Give two ways to go at least, one of them to do nothing now.")
    if not aid.of_kind(BENEFIT):
        yield _("Say of one good thing at least that may come of it.")
    if not aid.of_kind(HARM):
        yield _("Say of one harm at least that may come of it.")
    ways = {one.key: one.names.get("en") or one.key for one in aid.options}
    for outcome in aid.outcomes:
        told = outcome.names.get("en") or outcome.key
        if set(outcome.numbers) != set(ways):
            yield _("%(name)s: give a number for each way to go.") % {"name": told}
        for key, number in outcome.numbers.items():
            low, high = outcome.ranges.get(key, (number, number))
            if not 0 <= low <= number <= high <= aid.out_of:
                both = {"name": told, "way": ways.get(key, key), "number": number}
                both |= {"low": low, "high": high, "all": aid.out_of}
                yield _("%(name)s, %(way)s: %(number)s is not within %(low)s to %(high)s of %(all)s.") % both
    if not aid.is_example and not all(one.get("name") and one.get("year") for one in aid.sources):
        yield _("Name each source, with its year.")
    if not aid.sources or not aid.matters:
        yield _("Name a source, and something that may matter.")
    yield from _faults_of_words(raw, tongues() if languages is None else languages)


def tongues() -> list[str]:
    """The languages the house speaks, English first."""
    return sorted({code.split("-")[0] for code, _name in settings.LANGUAGES}, key=lambda one: (one != "en", one))


def begun(raw: dict[str, Any]) -> list[str]:
    """The languages in which something of it is said; English always."""
    return [one for one in tongues() if one == "en" or any(said.get(one) for _name, said in sentences(raw))]


def sentences(raw: dict[str, Any]) -> list[tuple[str, Said]]:
    """Everything that is said in words, by the name under which its author finds it, in the order of the page."""
    parts = [(str(asked), raw[name]) for name, asked in WORDS.items()]
    more = {"about": _("What it means for the patient"), "opposite": _("And to the others")}
    for one in (one for kind in ("options", "outcomes", "matters") for one in raw[kind]):
        called = one["name"].get("en") or one["key"]
        parts.append((called, one["name"]))
        parts += [(f"{called}, {asked}", one[name]) for name, asked in more.items() if name in one]
    return parts


def _faults_of_words(raw: dict[str, Any], languages: list[str]) -> Iterator[str]:
    """Every sentence is there in each of the languages, short and plain."""
    parts = sentences(raw)
    for language in languages:
        for name, said in parts:
            words = said.get(language, "").strip()
            if not words:
                nothing = _("“%(part)s”: nothing is written in this language yet: %(language)s.")
                yield nothing % {"part": name, "language": language_name(language)}
                continue
            for found in problems(Text.of(words), words, "page", language):
                yield f"“{name}” ({language_name(language)}): {found['say']}"


@cache
def _all() -> dict[str, Aid]:
    found: dict[str, Aid] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        raw = json.loads(json.dumps(tomllib.loads(file.read_text("utf-8")), default=str))
        if wrong := list(faults(raw)):
            raise ValueError(f"{file.name}: {' '.join(wrong)}")
        found[raw["slug"]] = read(raw)
    return found


def aids() -> list[Aid]:
    """The aids one starts with; what is made up to practise with, only in the demo."""
    return [one for one in _all().values() if settings.DEMO or not one.is_example]
