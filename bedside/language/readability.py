"""How many years of school a text asks for: a grade, by formulas that were made for one language each.

English: Flesch-Kincaid. Spanish: the ease of Fernández-Huerta, read as a school year by its author's own bands. French:
the ease of Kandel and Moles, read by Flesch's bands, which they kept. Polish: the index of Pisarek. Any other language:
none, for a formula used on a language it was not made for is a number without a meaning.
Names, places and medicines cannot be put more plainly: they count as words, but not for how long words are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import sqrt

from babel.dates import get_day_names, get_month_names

from . import syllables, syllables_fr_pl
from .text import Sentence, Text

COUNTS = {
    "en": syllables.english,
    "es": syllables.spanish,
    "fr": syllables_fr_pl.french,
    "pl": syllables_fr_pl.polish,
}
JOINED = frozenset({"fr"})  # where a hyphen stands between words: appelez-nous, rendez-vous

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

# Flesch's ease and the school year it stands for, in the middle of each of his bands.
FLESCH_YEARS = [
    (15.0, 17.0),
    (40.0, 14.0),
    (55.0, 11.0),
    (65.0, 8.5),
    (75.0, 7.0),
    (85.0, 6.0),
    (95.0, 5.0),
    (125.0, 1.0),
]


@dataclass(frozen=True)
class Counts:
    """What the formulas ask about a text."""

    words: int
    sentences: int
    syllables: float
    long_words: float  # of three syllables or more
    hard_words: float = 0.0  # of four or more

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

    @property
    def kandel_moles(self) -> float:
        """Flesch's ease as Kandel and Moles fitted it to French."""
        return 207 - 1.015 * self.words / self.sentences - 73.6 * self.syllables / self.words

    @property
    def pisarek(self) -> float:
        """Pisarek's index of Polish: years of school, from words per sentence and words of four syllables or more."""
        return 0.5 * sqrt((self.words / self.sentences) ** 2 + (100 * self.hard_words / self.words) ** 2)


def counts(text: Text, language: str) -> Counts | None:
    """What was counted in a text, or nothing where there is nothing to count or no way to count it."""
    if language not in COUNTS or not text.is_latin or not text.words:
        return None
    lengths = [_lengths(sentence, language) for sentence in text.sentences]
    judged = [length for sentence in lengths for length in sentence]
    if not judged:
        return None
    words = len(text.words) + sum(word.count("-") for word in text.words if language in JOINED)
    return Counts(
        words=words,
        sentences=len(text.sentences),
        syllables=sum(judged) / len(judged) * words,
        long_words=sum(length >= 3 for length in judged) / len(judged) * words,
        hard_words=sum(length >= 4 for length in judged) / len(judged) * words,
    )


def grade(text: Text, language: str) -> float | None:
    """The school year, to one decimal; none for languages without a formula of their own."""
    found = counts(text, language)
    if found is None:
        return None
    years = {
        "en": lambda: found.fkgl,
        "es": lambda: _year(found.huerta, SPANISH_YEARS),
        "fr": lambda: _year(found.kandel_moles, FLESCH_YEARS),
        "pl": lambda: found.pisarek,
    }
    return round(max(0.0, years[language]()), 1)


def _lengths(sentence: Sentence, language: str) -> list[int]:
    """The syllables of every word that could have been another; a number counts as one."""
    count = COUNTS[language]
    judged = [one for one in sentence.words if one not in sentence.names and one.lower() not in _calendar(language)]
    spoken = [word.split("-") if word != "#" else [] for word in judged]
    if language in JOINED:
        return [count(part) for parts in spoken for part in parts or ["#"]]
    return [sum(count(part) for part in parts) if parts else 1 for parts in spoken]


@lru_cache(maxsize=8)
def _calendar(language: str) -> frozenset[str]:
    """Days and months: there is no plainer word for poniedziałek. English and Spanish count theirs."""
    if language not in ("fr", "pl"):
        return frozenset()
    names = [*get_day_names("wide", locale=language).values(), *get_month_names("wide", locale=language).values()]
    return frozenset(str(name).lower() for name in names)


def _year(ease: float, points: list[tuple[float, float]]) -> float:
    if ease <= points[0][0]:
        return points[0][1]
    for (low, hard), (high, easy) in pairwise(points):
        if ease <= high:
            return hard + (easy - hard) * (ease - low) / (high - low)
    return points[-1][1]
