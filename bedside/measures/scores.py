"""Scores of what people answered: shares with their margin, means, and weights that are honest about themselves.

Pure sums over counts. Top box, linear mean, share of positive answers and net promoters are four different scales: no
page puts two of them on one axis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

SURE = 1.959963984540054  # standard deviations either side of 95 of 100
TRIMMED_TO = (0.3, 3.0)  # nobody's answer weighs less or more than this
ENOUGH_FOR_A_SCORE = 30  # answers; with fewer a page says "too few"
ENOUGH_FOR_A_POINT = 10  # answers behind one point of a trend

POSITIVE = frozenset({"very_good", "good"})


@dataclass(frozen=True)
class Share:
    """So many of so many, and between what the share would lie if everybody had been asked."""

    count: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.count / self.of

    @property
    def is_enough(self) -> bool:
        return self.of >= ENOUGH_FOR_A_SCORE


@dataclass(frozen=True)
class Net:
    """Promoters less detractors, in points from -100 to 100, and how many points it may be off."""

    score: float
    margin: float
    of: int


@dataclass(frozen=True)
class Group:
    """A group of people: its share of everybody, how many of it answered, and the share of them that said yes."""

    population: float
    answered: int
    score: float


@dataclass(frozen=True)
class Weighted:
    """A share in which each group counts as much as it has people; `effective` answers are what it is worth."""

    value: float
    raw: float
    effective: float
    weights: tuple[float, ...]


def share(count: int, of: int) -> Share:
    """A share with its Wilson interval, which holds near 0 and 1 too. Of nobody there is no share."""
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} of {of} is not a share.")
    low, high = wilson(count, of)
    return Share(count, of, low, high)


def wilson(count: int, of: int, sure: float = SURE) -> tuple[float, float]:
    """Between what the true share lies, 95 times of 100."""
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} of {of} is not a share.")
    p, z = count / of, sure * sure
    middle = p + z / (2 * of)
    half = sure * sqrt(p * (1 - p) / of + z / (4 * of * of))
    whole = 1 + z / of
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def top_box(answers: Sequence[float], best: Iterable[float]) -> Share:
    """The share of answers that are the best one could give."""
    wanted = frozenset(best)
    return share(sum(answer in wanted for answer in answers), len(answers))


def linear_mean(answers: Sequence[float], worst: float, best: float) -> float:
    """The mean answer, from 0 where all gave the worst to 100 where all gave the best."""
    if not answers or worst == best:
        raise ValueError("A mean needs answers, and a best that is not the worst.")
    if not all(min(worst, best) <= answer <= max(worst, best) for answer in answers):
        raise ValueError(f"Every answer must lie between {worst} and {best}.")
    return fsum(100 * (answer - worst) / (best - worst) for answer in answers) / len(answers)


def positive(counts: Mapping[str, int]) -> Share:
    """Friends and family: very good and good, of all who answered; "don't know" is an answer and stays in."""
    return share(sum(n for answer, n in counts.items() if answer in POSITIVE), sum(counts.values()))


def net_promoters(promoters: int, passives: int, detractors: int) -> Net:
    """Nines and tens less noughts to sixes, with the margin of 95 times of 100."""
    of = promoters + passives + detractors
    if min(promoters, passives, detractors) < 0 or of == 0:
        raise ValueError("Net promoters need answers.")
    p, d = promoters / of, detractors / of
    return Net(100 * (p - d), 100 * SURE * sqrt((p + d - (p - d) ** 2) / of), of)


def weighted_share(groups: Sequence[Group], trimmed_to: tuple[float, float] = TRIMMED_TO) -> Weighted:
    """The share if every group had answered as often as it is large. Groups of whom nobody answered cannot count."""
    heard = [group for group in groups if group.answered > 0]
    answered, people = sum(group.answered for group in heard), fsum(group.population for group in heard)
    if not heard or people <= 0:
        raise ValueError("Weighting needs groups with people and answers.")
    least, most = trimmed_to
    weights = tuple(min(most, max(least, (group.population / people) / (group.answered / answered))) for group in heard)
    total = fsum(group.answered * weight for group, weight in zip(heard, weights, strict=True))
    squares = fsum(group.answered * weight**2 for group, weight in zip(heard, weights, strict=True))
    yes = fsum(group.answered * weight * group.score for group, weight in zip(heard, weights, strict=True))
    raw = fsum(group.answered * group.score for group in heard) / answered
    return Weighted(yes / total, raw, total**2 / squares, weights)


def effective(weights: Sequence[float]) -> float:
    """How many equal answers so many weighted ones are worth."""
    return fsum(weights) ** 2 / fsum(weight * weight for weight in weights)
