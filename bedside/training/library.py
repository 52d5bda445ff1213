"""The lessons and scenarios there are, read from their files: lessons/name.language.toml, scenarios/name.language.toml.

A scenario's English file holds the graph and the words; the others hold the words alone, under the same names.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .graph import Choice, End, Moment, Scenario

HERE = Path(__file__).parent
LESSONS, SCENARIOS = HERE / "lessons", HERE / "scenarios"
FIRST = "en"


@dataclass(frozen=True)
class Step:
    title: str
    text: str
    example: str


@dataclass(frozen=True)
class Answer:
    text: str
    feedback: str
    right: bool


@dataclass(frozen=True)
class Check:
    question: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Lesson:
    """A few minutes of reading and three questions."""

    name: str
    language: str
    title: str
    why: str
    minutes: int
    steps: tuple[Step, ...]
    checks: tuple[Check, ...]
    edition: str  # digest of all of it

    @property
    def pk(self) -> str:
        """What stands in its address."""
        return self.name


def lesson(name: str, language: str) -> Lesson | None:
    """A lesson in the reader's language, or in English where it is not written in hers; None where there is none."""
    return _lesson(name, language.split("-")[0]) if name in lesson_names() else None


def scenario(name: str, language: str) -> Scenario | None:
    return _scenario(name, language.split("-")[0]) if name in scenario_names() else None


def lessons(language: str) -> list[Lesson]:
    """Every lesson, in the order in which they are best taken."""
    return [_lesson(name, language.split("-")[0]) for name in lesson_names()]


def scenarios(language: str) -> list[Scenario]:
    """Every scenario, the calmer ones first."""
    return [_scenario(name, language.split("-")[0]) for name in scenario_names()]


@cache
def lesson_names() -> tuple[str, ...]:
    return _names(LESSONS)


@cache
def scenario_names() -> tuple[str, ...]:
    return _names(SCENARIOS)


def _names(folder: Path) -> tuple[str, ...]:
    files = {file.name.split(".")[0]: file for file in folder.glob(f"*.{FIRST}.toml")}
    return tuple(sorted(files, key=lambda name: (tomllib.loads(files[name].read_text("utf-8"))["place"], name)))


@cache
def _lesson(name: str, language: str) -> Lesson:
    file = LESSONS / f"{name}.{language}.toml"
    if not file.exists():
        file, language = LESSONS / f"{name}.{FIRST}.toml", FIRST
    told = tomllib.loads(file.read_text("utf-8"))
    return Lesson(
        name=name,
        language=language,
        title=told["title"],
        why=told["why"],
        minutes=told["minutes"],
        steps=tuple(Step(**step) for step in told["step"]),
        checks=tuple(
            Check(
                question=check["question"],
                answers=tuple(Answer(one["text"], one["feedback"], one.get("right", False)) for one in check["answer"]),
            )
            for check in told["check"]
        ),
        edition=_digest(told),
    )


@cache
def _scenario(name: str, language: str) -> Scenario:
    graph = tomllib.loads((SCENARIOS / f"{name}.{FIRST}.toml").read_text("utf-8"))
    file = SCENARIOS / f"{name}.{language}.toml"
    if language == FIRST or not file.exists():
        return told(graph, name=name, language=FIRST)
    return told(translated(graph, tomllib.loads(file.read_text("utf-8"))), name=name, language=language)


def translated(graph: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """The graph with its words put into another language; a word that is missing stays as it was."""
    return {
        key: translated(value, words[key]) if isinstance(value, Mapping) and key in words else words.get(key, value)
        for key, value in graph.items()
    }


def told(read: Mapping[str, Any], *, name: str, language: str) -> Scenario:
    """A scenario as its file tells it. Whether it can be played, graph.faults says."""
    return Scenario(
        name=name,
        language=language,
        title=read["title"],
        situation=read["situation"],
        person=read["person"],
        minutes=read["minutes"],
        start=read["start"],
        feeling=read["feeling"],
        feelings=tuple(read["feelings"]),
        moments={key: _moment(key, one) for key, one in read["moments"].items()},
        ends={key: End(key, one["says"], one.get("debrief", "")) for key, one in read["ends"].items()},
        edition=_digest(read),
        reviewer=read.get("reviewer", ""),
    )


def _moment(name: str, read: Mapping[str, Any]) -> Moment:
    choices = tuple(Choice(name=key, **one) for key, one in read.get("choices", {}).items())
    return Moment(name, read["says"], choices, read.get("sees", ""))


def _digest(read: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(read, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def edition_of(name: str, language: str) -> str:
    """The edition of a scenario that stands today; empty where it is gone."""
    found = scenario(name, language)
    return found.edition if found else ""
