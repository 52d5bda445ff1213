"""What many made-up days say together: each figure with its 95 % interval, and the difference of two plans.

A day is one observation: what happens to the people of one day hangs together, so no interval counts each person for
itself. Quantiles are those of all people of all days; how sure they are is read from twenty batches of whole days.
Two plans tried on the same days are compared day by day, which takes the luck of the days out of the difference.

Where each batch was drawn from another resample of what was once seen (`resampled`), how far the batches lie apart is
how unsure the little that was seen leaves us. That does not grow less with more days.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

BATCHES = 20
T_OF_BATCHES = 2.093  # Student's t for 19 degrees of freedom, both sides of 95 %
Z = 1.96


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, and between which two it lies with 95 % certainty; None where too few days can tell."""

    value: float
    low: float | None
    high: float | None

    @property
    def is_clear(self) -> bool:
        """Whether it is surely not nothing: of a difference, that there is one."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def batches(days: int) -> list[range]:
    """Twenty runs of days, as even as can be."""
    return [range(days * number // BATCHES, days * (number + 1) // BATCHES) for number in range(BATCHES)]


def mean(of_each_day: Sequence[float], *, resampled: bool = False) -> Interval:
    """The mean over days."""
    value = statistics.fmean(of_each_day)
    if len(of_each_day) < BATCHES:
        return Interval(value, None, None)
    if resampled:
        return _spread(
            value, [statistics.fmean(of_each_day[one.start : one.stop]) for one in batches(len(of_each_day))]
        )
    half = Z * statistics.stdev(of_each_day) / math.sqrt(len(of_each_day))
    return Interval(value, value - half, value + half)


def quantile(of_each_day: Sequence[Sequence[float]], share: float, *, resampled: bool = False) -> Interval | None:
    """The value that this share of all people keeps to; None where there was nobody."""

    def figure(days: range) -> float | None:
        return at_share(_flat(of_each_day, days), share)

    return _of_batches(figure, len(of_each_day), resampled)


def difference(one: Sequence[float], other: Sequence[float], *, resampled: bool = False) -> Interval:
    """How much more the other plan has, over the same days."""
    return mean([b - a for a, b in zip(one, other, strict=True)], resampled=resampled)


def quantile_difference(
    one: Sequence[Sequence[float]], other: Sequence[Sequence[float]], share: float, *, resampled: bool = False
) -> Interval | None:
    """How much higher this quantile is under the other plan, over the same days."""

    def apart(days: range) -> float | None:
        before, after = at_share(_flat(one, days), share), at_share(_flat(other, days), share)
        return None if before is None or after is None else after - before

    return _of_batches(apart, len(one), resampled)


def at_share(values: Sequence[float], share: float) -> float | None:
    """The quantile of what was seen, between neighbours by their distance; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _flat(of_each_day: Sequence[Sequence[float]], days: range) -> list[float]:
    return [value for day in days for value in of_each_day[day]]


def _of_batches(figure: Callable[[range], float | None], days: int, resampled: bool) -> Interval | None:
    whole = figure(range(days))
    if whole is None:
        return None
    parts = [figure(batch) for batch in batches(days) if batch]
    known = [part for part in parts if part is not None]
    if len(known) < BATCHES:
        return Interval(whole, None, None)
    return _spread(whole, known, 1 if resampled else BATCHES)


def _spread(value: float, parts: Sequence[float], of_the_mean_of: int = 1) -> Interval:
    half = T_OF_BATCHES * statistics.stdev(parts) / math.sqrt(of_the_mean_of)
    return Interval(value, value - half, value + half)
