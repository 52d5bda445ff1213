"""The development cases: sentences of our own, one a line, with the rule that each is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "development"


@dataclass(frozen=True)
class Case:
    """One sentence, what is known beside it, and the rule it must reach, or none."""

    language: str
    rule: str
    known: tuple[tuple[str, Any], ...]
    text: str

    @property
    def id(self) -> str:
        return f"{self.language}-{self.rule}-{self.text[:40]}"


def _known(written: str) -> tuple[tuple[str, Any], ...]:
    known: dict[str, Any] = {}
    for word in written.split():
        if word in "fm":
            known["sex"] = {"f": "female", "m": "male"}[word]
        elif week := re.fullmatch(r"p(\d+)", word):
            known["pregnant"], known["modifiers"] = True, {"weeks_pregnant": int(week[1])}
        else:
            known["age"] = float(word) if "." in word else int(word)
    return tuple(known.items())


def cases(name: str) -> list[Case]:
    """All cases of one file."""
    lines = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    rows = [[part.strip() for part in line.split("|", 2)] for line in lines if line and not line.startswith("#")]
    return [Case(name[:2], rule, _known(known), text) for rule, known, text in rows]
