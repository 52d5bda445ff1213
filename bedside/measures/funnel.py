"""The funnel: shares of several units side by side, within limits that allow for their size and for how they differ.

Units differ by more than chance for reasons we cannot count, so plain limits accuse too many; the limits here are
widened by what the units themselves show (additive overdispersion, winsorised). Never a league table: the units keep
the order in which they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, floor, fsum, pi, sin, sqrt
from typing import Literal

INNER, OUTER = 1.96, 3.09  # 95 and 99.8 of 100
TRIMMED = 0.1  # of the units at either end, before the spread is reckoned

Where = Literal["inside", "above_inner", "below_inner", "above_outer", "below_outer"]


@dataclass(frozen=True)
class Unit:
    """One unit: its share, its limits as low and high, and where it lies."""

    share: float
    inner: tuple[float, float]
    outer: tuple[float, float]
    where: Where


@dataclass(frozen=True)
class Funnel:
    mean: float
    phi: float  # how much more the units differ than chance: 1 is chance
    tau2: float  # what was added to the variance of each
    units: tuple[Unit | None, ...]  # None where there was nothing to count


def funnel(counts: Sequence[int], of: Sequence[int], *, adjusted: bool = True) -> Funnel:
    """Where each unit lies; with `adjusted` false, as if nothing but chance made units differ."""
    there = _known(counts, of)
    mean = fsum(count for count, _ in there) / fsum(n for _, n in there)
    middle = asin(sqrt(mean))
    far = [asin(sqrt(count / n)) - middle for count, n in there]
    spreads = [1 / (2 * sqrt(n)) for _, n in there]
    phi, tau2 = _overdispersion([one / s for one, s in zip(far, spreads, strict=True)], spreads)
    placed = iter(_unit(count / n, middle, n, tau2 if adjusted else 0.0) for count, n in there)
    return Funnel(mean, phi, tau2, tuple(next(placed) if n else None for n in of))


def _known(counts: Sequence[int], of: Sequence[int]) -> list[tuple[int, int]]:
    if len(counts) != len(of):
        raise ValueError("A funnel needs for each count what it is of.")
    there = [(count, n) for count, n in zip(counts, of, strict=True) if n]
    if len(there) < 2:
        raise ValueError("A funnel needs two units at least.")
    for count, n in there:
        if not 0 <= count <= n:
            raise ValueError(f"{count} of {n} cannot be.")
    return there


def _overdispersion(z: Sequence[float], spreads: Sequence[float]) -> tuple[float, float]:
    low, high = quantile(z, TRIMMED), quantile(z, 1 - TRIMMED)
    units = len(z)
    phi = fsum(min(max(one, low), high) ** 2 for one in z) / units
    weights = [1 / s**2 for s in spreads]
    all_of_them = fsum(weights)
    room = all_of_them - fsum(w**2 for w in weights) / all_of_them
    return phi, max(0.0, (units * phi - (units - 1)) / room)


def _unit(share: float, middle: float, n: int, tau2: float) -> Unit:
    spread = sqrt(1 / (4 * n) + tau2)
    inner, outer = _limits(middle, INNER * spread), _limits(middle, OUTER * spread)
    where: Where = "inside"
    if share > inner[1]:
        where = "above_outer" if share > outer[1] else "above_inner"
    elif share < inner[0]:
        where = "below_outer" if share < outer[0] else "below_inner"
    return Unit(share, inner, outer, where)


def _limits(middle: float, away: float) -> tuple[float, float]:
    return sin(max(middle - away, 0.0)) ** 2, sin(min(middle + away, pi / 2)) ** 2


def quantile(values: Sequence[float], share: float) -> float:
    """The quantile that R calls type 7, between two values where it falls there."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
