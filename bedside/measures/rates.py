"""Charts of shares and of counts: p and u, and Laney's p′ and u′, whose limits follow how many there were each time.

For rates with small or changing denominators, where an XmR chart would read the size of a week as news about it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, sqrt

from .xmr import ENOUGH, MOST, Point, points_of

SIGMAS = 3
RANGE = 1.128  # the mean moving range of two, in standard deviations


@dataclass(frozen=True)
class Rate:
    """One time: the rate and its limits; all None where there was nothing to count."""

    value: float | None
    lower: float | None
    upper: float | None
    point: Point


@dataclass(frozen=True)
class Rates:
    mean: float
    sigma_z: float  # by how much the limits were widened; 1 for the plain charts
    rates: tuple[Rate, ...]
    trial: bool  # from so few points that the limits will still move


def p_chart(counts: Sequence[float | None], of: Sequence[float | None], *, laney: bool = False) -> Rates:
    """Shares: so many of so many. With `laney`, limits that allow for more than chance between the times."""
    return _chart(counts, of, lambda mean, n: sqrt(mean * (1 - mean) / n), laney, most=1)


def u_chart(counts: Sequence[float | None], of: Sequence[float | None], *, laney: bool = False) -> Rates:
    """Counts per something, as complaints per thousand visits, where one may have several."""
    return _chart(counts, of, lambda mean, n: sqrt(mean / n), laney, most=None)


def _chart(
    counts: Sequence[float | None],
    of: Sequence[float | None],
    spread: Callable[[float, float], float],
    laney: bool,
    most: float | None,
) -> Rates:
    there = _known(counts, of, most)
    mean = fsum(count for count, _ in there.values()) / fsum(n for _, n in there.values())
    sigmas = [spread(mean, n) for _, n in there.values()]
    values = [count / n for count, n in there.values()]
    widened = _sigma_z(values, mean, sigmas) if laney else 1.0
    limits = [SIGMAS * widened * sigma for sigma in sigmas]
    said = points_of(values, mean, limits, [limit * 2 / 3 for limit in limits])
    rates = [Rate(None, None, None, "none")] * len(counts)
    for at, value, limit, point in zip(there, values, limits, said, strict=True):
        upper = mean + limit
        rates[at] = Rate(value, max(mean - limit, 0.0), upper if most is None else min(upper, most), point)
    return Rates(mean, widened, tuple(rates), len(there) < ENOUGH)


def _known(
    counts: Sequence[float | None], of: Sequence[float | None], most: float | None
) -> dict[int, tuple[float, float]]:
    """The times at which there was something to count. Gaps are left out: their neighbours count as successive."""
    if len(counts) != len(of) or not 2 <= len(counts) <= MOST:
        raise ValueError(f"A chart needs from 2 to {MOST:,} counts, and for each what it is of.")
    there = {at: (count, n) for at, (count, n) in enumerate(zip(counts, of, strict=True)) if count is not None and n}
    if len(there) < 2:
        raise ValueError("A chart needs two times at least at which there was something to count.")
    for count, n in there.values():
        if count < 0 or n < 0 or (most is not None and count > n * most):
            raise ValueError(f"{count:g} of {n:g} cannot be.")
    return there


def _sigma_z(values: Sequence[float], mean: float, sigmas: Sequence[float]) -> float:
    if not all(sigmas):
        return 1.0  # all or none every time: nothing varies
    z = [(value - mean) / sigma for value, sigma in zip(values, sigmas, strict=True)]
    return fsum(abs(after - before) for before, after in pairwise(z)) / (len(z) - 1) / RANGE
