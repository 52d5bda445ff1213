"""The red-flag rules as frozen facts, read once from rules/*.toml and checked while they are read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import IO, Any

from .levels import HEIGHT, highest
from .person import Person

DATA = Path(__file__).parent / "rules"
TRACKS = ("adult", "child", "pregnancy")
_ID = re.compile(r"RF\d\d[a-z]?")
_KEYS = {
    "id", "version", "level", "title", "question", "groups", "age_from", "age_below", "sex", "pregnancy",
    "weeks_from", "weeks_below", "acute", "crisis_line", "reviewer", "date", "source",
}  # fmt: skip


class BadRules(ValueError):
    """The rules file says something that cannot be a rule."""


@dataclass(frozen=True)
class Rule:
    """One red-flag rule, or one lettered case of it."""

    id: str
    version: int
    level: str
    title: str
    question: str
    groups: tuple[tuple[str, str], ...]
    age_from: float
    age_below: float
    sex: str
    pregnancy: str
    weeks_from: float
    weeks_below: float
    acute: bool
    crisis_line: bool
    reviewer: str
    date: date
    source: str
    asked: tuple[
        tuple[str, str], ...
    ] = ()  # the question in other languages, where this house asks in words of its own

    @property
    def number(self) -> str:
        """The rule without its letter."""
        return self.id[:4]

    def group(self, track: str) -> str:
        """The screening item that stands for this rule on a track, or nothing."""
        return dict(self.groups).get(track, "")

    def applies_to(self, person: Person) -> bool:
        """Whether this rule may concern such a person; what is unknown counts as possible."""
        if not person.may_be_aged(self.age_from, self.age_below):
            return False
        if self.pregnancy == "pregnant":
            return person.pregnant is not False and person.may_be_weeks(self.weeks_from, self.weeks_below)
        if self.pregnancy == "after_birth":
            return person.after_birth is not False
        return not (self.sex and person.sex and person.sex != self.sex)


@dataclass(frozen=True)
class Catalog:
    """All rules of one edition, and the words a house has added to them: (rule, language, phrase)."""

    edition: str
    rules: tuple[Rule, ...]
    by_id: Mapping[str, Rule] = field(repr=False, compare=False)
    words: tuple[tuple[str, str, str], ...] = ()

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def __getitem__(self, rule_id: str) -> Rule:
        return self.by_id[rule_id]

    def cases(self, name: str) -> tuple[Rule, ...]:
        """The rule of that id, or every lettered case of it; KeyError for a name that no rule has."""
        found = tuple(rule for rule in self.rules if name in (rule.id, rule.number))
        if not found:
            raise KeyError(name)
        return found

    def worst(self, name: str, person: Person) -> Rule:
        """The most urgent case of a rule that can concern this person, or of all cases where none can."""
        cases = self.cases(name)
        able = [rule for rule in cases if rule.applies_to(person)] or list(cases)
        top = highest(rule.level for rule in able)
        return next(rule for rule in able if rule.level == top)


def _rule(entry: dict[str, Any]) -> Rule:
    name = entry.get("id", "?")
    if unknown := set(entry) - _KEYS:
        raise BadRules(f"{name}: unknown words {sorted(unknown)}.")
    if not _ID.fullmatch(str(name)):
        raise BadRules(f"{name}: an id is RF, two digits, and at most one letter.")
    if entry.get("level") not in HEIGHT:
        raise BadRules(f"{name}: {entry.get('level')} is not a level.")
    if not entry.get("title") or not str(entry.get("question", "")).endswith((".", "?")):
        raise BadRules(f"{name}: a title and a question are needed.")
    if not entry.get("groups") or set(entry["groups"]) - set(TRACKS):
        raise BadRules(f"{name}: it must belong to a screening item of a known track.")
    if entry.get("sex", "") not in ("", "female", "male"):
        raise BadRules(f"{name}: sex is female or male.")
    if entry.get("pregnancy", "") not in ("", "pregnant", "after_birth"):
        raise BadRules(f"{name}: pregnancy is pregnant or after_birth.")
    if not isinstance(entry.get("date"), date) or not isinstance(entry.get("version"), int):
        raise BadRules(f"{name}: a version and a date are needed.")
    return Rule(
        id=name,
        version=entry["version"],
        level=entry["level"],
        title=entry["title"],
        question=entry["question"],
        groups=tuple(sorted(entry["groups"].items())),
        age_from=float(entry.get("age_from", 0)),
        age_below=float(entry.get("age_below", 200)),
        sex=entry.get("sex", ""),
        pregnancy=entry.get("pregnancy", ""),
        weeks_from=float(entry.get("weeks_from", 0)),
        weeks_below=float(entry.get("weeks_below", 99)),
        acute=bool(entry.get("acute", True)),
        crisis_line=bool(entry.get("crisis_line", False)),
        reviewer=str(entry.get("reviewer", "")),
        date=entry["date"],
        source=str(entry.get("source", "")),
    )


def load(text: str) -> Catalog:
    """Read a rules file; a mistake in it is refused by name."""
    data = tomllib.loads(text)
    if not data.get("edition") or not data.get("rule"):
        raise BadRules("The rules need an edition and at least one rule.")
    rules = tuple(_rule(entry) for entry in data["rule"])
    ids = [rule.id for rule in rules]
    for rule in rules:
        if ids.count(rule.id) > 1:
            raise BadRules(f"{rule.id}: said twice.")
        if rule.id != rule.number and rule.number in ids:
            raise BadRules(f"{rule.number}: a rule with letters has no entry without one.")
    return Catalog(str(data["edition"]), rules, {rule.id: rule for rule in rules})


@cache
def catalog() -> Catalog:
    """The rules of the edition that stands in this house."""
    return load((DATA / "rules.toml").read_text("utf-8"))


def msgids() -> list[str]:
    """Every sentence of the rules and the screening that somebody may read, for translators."""
    screen = tomllib.loads((DATA / "screen.toml").read_text("utf-8"))
    ours = [said for rule in catalog() for said in (rule.title, rule.question)]
    return ours + [item["text"] for item in screen["item"]] + [screen["none"]]


def babel_extract(
    fileobj: IO[bytes], keywords: object, comment_tags: object, options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Let Babel find the questions and items of a rules file (method bedside.urgency.catalog:babel_extract)."""
    for number, line in enumerate(fileobj.read().decode("utf-8").splitlines(), 1):
        if found := re.match(r'(?:title|question|text|none) = "(.*)"$', line):
            yield number, "gettext", found[1], []
