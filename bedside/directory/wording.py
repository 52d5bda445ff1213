"""How plain the words are that somebody wrote for patients: shown beside the form in which they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from bedside.language.lint import HIGHEST_GRADE, problems
from bedside.language.plain import hard_words
from bedside.language.readability import COUNTS, grade
from bedside.language.text import Text

ENOUGH = 8  # words from which a grade says something


@dataclass(frozen=True)
class Advice:
    """What could be plainer in one field."""

    label: str | Promise
    grade: float | None
    hard: list[dict[str, str]]
    problems: list[str]

    @property
    def is_plain(self) -> bool:
        return not self.hard and not self.problems and (self.grade or 0) <= HIGHEST_GRADE

    @property
    def is_hard(self) -> bool:
        return self.grade is not None and self.grade > HIGHEST_GRADE


def advice(written: Iterable[tuple[str | Promise, str]], language: str) -> list[Advice]:
    """What to mend in each field that has words in it."""
    told = []
    for label, raw in written:
        if not raw.strip():
            continue
        text = Text.of(raw)
        told.append(
            Advice(
                label=label,
                grade=grade(text, language) if len(text.words) >= ENOUGH else None,
                hard=hard_words(text, language),
                problems=[one["say"] for one in problems(text, raw, "page", language)],
            )
        )
    return told


def is_graded(language: str) -> bool:
    """Whether there is a formula that was made for this language."""
    return language in COUNTS
