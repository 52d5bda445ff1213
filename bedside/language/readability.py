"""How many years of school a text asks for: a grade, by formulas that were made for one language each.

English: Flesch-Kincaid. Spanish: the ease of Fernández-Huerta, read as a school year by its author's own bands. Any
other language: none, for a formula used on a language it was not made for is a number without a meaning.
Names, places and medicines cannot be put more plainly: they count as words, but not for how long words are.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from . import syllables
from .text import Sentence, Text

COUNTS = {"en": syllables.english, "es": syllables.spanish}

# Fernández-Huerta's ease and the school year it stands for, in the middle of each of his bands.
SPANISH_YEARS = [
    (15.0, 17.0),
    (40.0, 14.0),
    (55.0, 10.5),
    (65.0, 7.5),
    (75.0, 6.0),
    (85.0, 5.0),
    (95.0, 4.0),
    (125.0, 1.0),
]


@dataclass(frozen=True)
class Counts:
    """What the formulas ask about a text."""

    words: int
    sentences: int
    syllables: float
    long_words: float  # of three syllables or more

    @property
    def fkgl(self) -> float:
        """Flesch-Kincaid grade level."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def fre(self) -> float:
        """Flesch reading ease."""
        return 206.835 - 1.015 * self.words / self.sentences - 84.6 * self.syllables / self.words

    @property
    def smog(self) -> float:
        return 1.0430 * sqrt(self.long_words * 30 / self.sentences) + 3.1291

    @property
    def fog(self) -> float:
        """Gunning's fog index."""
        return 0.4 * (self.words / self.sentences + 100 * self.long_words / self.words)

    @property
    def huerta(self) -> float:
        """Fernández-Huerta's ease of Spanish, with words per sentence, as its misprint has been corrected since."""
        return 206.84 - 60 * self.syllables / self.words - 1.02 * self.words / self.sentences


def counts(text: Text, language: str) -> Counts | None:
    """What was counted in a text, or nothing where there is nothing to count or no way to count it."""
    if language not in COUNTS or not text.is_latin or not text.words:
        return None
    lengths = [_lengths(sentence, language) for sentence in text.sentences]
    judged = [length for sentence in lengths for length in sentence]
    words = len(text.words)
    if not judged:
        return None
    return Counts(
        words=words,
        sentences=len(text.sentences),
        syllables=sum(judged) / len(judged) * words,
        long_words=sum(length >= 3 for length in judged) / len(judged) * words,
    )


def grade(text: Text, language: str) -> float | None:
    """The school year, to one decimal; none for languages without a formula of their own."""
    found = counts(text, language)
    if found is None:
        return None
    return round(max(0.0, found.fkgl if language == "en" else _spanish_year(found.huerta)), 1)


def _lengths(sentence: Sentence, language: str) -> list[int]:
    """The syllables of every word that could have been another; a number counts as one."""
    count = COUNTS[language]
    return [
        sum(count(part) for part in word.split("-")) if word != "#" else 1
        for word in sentence.words
        if word not in sentence.names
    ]


def _spanish_year(ease: float) -> float:
    points = SPANISH_YEARS
    if ease <= points[0][0]:
        return points[0][1]
    for (low, hard), (high, easy) in pairwise(points):
        if ease <= high:
            return hard + (easy - hard) * (ease - low) / (high - low)
    return points[-1][1]
