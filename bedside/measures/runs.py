"""The run chart: whether a short series keeps to chance about its median, by Anhøj's two rules. No limits needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import comb, log2
from statistics import median

SURE = 0.05
FEWEST = 10  # points off the median; with fewer the rules say little


@dataclass(frozen=True)
class Runs:
    median: float
    useful: int  # points that do not lie on the median
    longest_run: int
    longest_by_chance: int
    crossings: int
    crossings_by_chance: int  # the fewest
    trial: bool

    @property
    def signal(self) -> bool:
        """More in a row on one side, or fewer crossings, than chance would bring; never from too few points."""
        odd = self.longest_run > self.longest_by_chance or self.crossings < self.crossings_by_chance
        return odd and not self.trial


def run_chart(values: Sequence[float | None]) -> Runs:
    """Read a series in the order of time; gaps and points on the median are left out."""
    known = [value for value in values if value is not None]
    if not known:
        raise ValueError("A chart needs some values.")
    middle = median(known)
    sides = [value > middle for value in known if value != middle]
    runs = [len(list(run)) for _, run in groupby(sides)]
    return Runs(
        median=middle,
        useful=len(sides),
        longest_run=max(runs, default=0),
        longest_by_chance=longest_by_chance(len(sides)),
        crossings=max(len(runs) - 1, 0),
        crossings_by_chance=crossings_by_chance(len(sides)),
        trial=len(sides) < FEWEST,
    )


def longest_by_chance(useful: int) -> int:
    """The longest run that is still no news."""
    return round(log2(useful)) + 3 if useful else 0


def crossings_by_chance(useful: int) -> int:
    """The fewest crossings that are still no news: the 5 % quantile of so many tosses of a coin."""
    tosses = max(useful - 1, 0)
    so_far, wanted = 0, SURE * 2**tosses
    for crossings in range(tosses + 1):
        so_far += comb(tosses, crossings)
        if so_far >= wanted:
            return crossings
    return tosses
