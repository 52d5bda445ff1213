"""The grouped screening: which items a person is shown, what is asked about a ticked one, and what that answers."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from .catalog import DATA, TRACKS, Catalog, Rule, catalog
from .levels import HEIGHT, highest
from .person import Person, age_range
from .reading import read

MOST_ITEMS = 12
MOST_SUGGESTED = 6


@dataclass(frozen=True)
class Item:
    """One box of the screening, standing for several rules."""

    id: str
    text: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Screening:
    """One page of boxes for an adult, a child, or a pregnancy, and the box that says none of them."""

    track: str
    items: tuple[Item, ...]
    none: str
    edition: str

    def item(self, name: str) -> Item:
        """The box of that id; KeyError for one this track does not have."""
        for item in self.items:
            if item.id == name:
                return item
        raise KeyError(name)


def person_of(
    age: float | None = None, sex: str | None = None, pregnant: bool | None = None, after_birth: bool | None = None
) -> Person:
    """The person as the fields know them."""
    ages = () if age is None else (age_range(age),)
    return Person(ages=ages, sex=sex or "", pregnant=pregnant, after_birth=after_birth)


def track_for(
    age: float | None = None, sex: str | None = None, pregnant: bool | None = None, after_birth: bool | None = None
) -> str:
    """Which track a person is asked on; pregnancy and the six weeks after birth come first, then age."""
    if pregnant or after_birth:
        return "pregnancy"
    return "child" if age is not None and age < 16 else "adult"


def screening(track: str, rules: Catalog | None = None) -> Screening:
    """The boxes of a track, in the order in which they are shown."""
    return _screening(track, rules or catalog())


@lru_cache(maxsize=32)
def _screening(track: str, rules: Catalog) -> Screening:
    if track not in TRACKS:
        raise KeyError(track)
    data = tomllib.loads((DATA / "screen.toml").read_text("utf-8"))
    items = tuple(
        Item(entry["id"], entry["text"], tuple(rule for rule in rules if rule.group(track) == entry["id"]))
        for entry in data["item"]
        if track in entry["tracks"]
    )
    if len(items) > MOST_ITEMS:
        raise ValueError(f"The {track} track has {len(items)} items; {MOST_ITEMS} is the most.")
    return Screening(track, items, data["none"], rules.edition)


def details(
    track: str, ticked: Collection[str], person: Person | None = None, rules: Catalog | None = None
) -> tuple[Rule, ...]:
    """The questions that tell the cases of ticked items apart, most urgent first; each rule's question is the text."""
    person = person or Person()
    page = screening(track, rules)
    found = [rule for item in page.items if item.id in ticked for rule in item.rules if rule.applies_to(person)]
    return tuple(sorted(found, key=lambda rule: (-HEIGHT[rule.level], rule.id)))


def suggested(
    text: str,
    age: float | None = None,
    sex: str | None = None,
    pregnant: bool | None = None,
    language: str | None = None,
) -> tuple[Rule, ...]:
    """Rules that the words come near to without reaching them, most urgent first: worth asking about."""
    reading = read(text, person_of(age, sex, pregnant), language)
    rules = catalog()
    near = sorted((rules[name] for name in reading.near), key=lambda rule: (-HEIGHT[rule.level], rule.id))
    return tuple(rule for rule in near if rule.applies_to(reading.person))[:MOST_SUGGESTED]


def answers_from(
    track: str,
    ticked: Collection[str],
    none_of_these: bool,
    told: Mapping[str, str] | None = None,
    person: Person | None = None,
    rules: Catalog | None = None,
) -> dict[str, str]:
    """What a page that was handed in says about each rule, ready for assess().

    A page with neither a tick nor "none of these" was skipped: everything is unsure. A ticked item whose details are
    not told apart, or all denied, leaves its most urgent rule unsure.
    """
    person = person or Person()
    told = told or {}
    answers: dict[str, str] = {}
    skipped = not ticked and not none_of_these
    for item in screening(track, rules).items:
        able = [rule for rule in item.rules if rule.applies_to(person)]
        for rule in able:
            if item.id in ticked:
                answers[rule.id] = told.get(rule.id, told.get(rule.number, "unsure" if not told else "no"))
            else:
                answers[rule.id] = "unsure" if skipped else "no"
        if able and item.id in ticked and all(answers[rule.id] == "no" for rule in able):
            top = highest(rule.level for rule in able)
            answers[next(rule.id for rule in able if rule.level == top)] = "unsure"
    return answers
