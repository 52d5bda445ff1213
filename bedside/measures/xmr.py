"""The XmR control chart: which points of a series say that something has changed, and which are only noise.

The rules are those of NHS England's "Making Data Count": a point outside the limits, seven points that rise or fall,
two of three near the same limit, seven on one side of the mean. A point is named by the first of these it belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, isfinite
from typing import Literal

LIMIT = 2.66  # times the mean moving range: three sigma for a moving range of two
NEAR = LIMIT * 2 / 3
SCREEN = 3.267  # a moving range as large as this many mean ones is an outlier
RUN = 7  # points of a trend or a shift
ENOUGH = 12  # points; limits from fewer are only a trial
MOST = 10_000  # points

Point = Literal[
    "none",
    "above_limit",
    "below_limit",
    "trend_up",
    "trend_down",
    "two_in_three_above",
    "two_in_three_below",
    "shift_above",
    "shift_below",
]
Variation = Literal["common", "improving", "concerning", "neutral_high", "neutral_low"]
Assurance = Literal["pass", "fail", "hit_or_miss"]

HIGH = frozenset({"above_limit", "trend_up", "two_in_three_above", "shift_above"})


@dataclass(frozen=True)
class Xmr:
    mean: float
    lower: float
    upper: float
    points: tuple[Point, ...]
    variation: Variation
    assurance: Assurance | None
    trial: bool  # from so few points that the limits will still move


def xmr(
    values: Sequence[float],
    *,
    better: str = "neither",
    target: float | None = None,
    screening: bool = True,
    fix_after: int | None = None,
) -> Xmr:
    """The chart of a series in the order of time; `fix_after` takes mean and limits from that many first points."""
    _refuse_nonsense(values, better, target, fix_after)
    base = values[:fix_after] if fix_after else values
    mean = fsum(base) / len(base)
    moving = _mean_moving_range(base, screening)
    lower, upper = mean - LIMIT * moving, mean + LIMIT * moving
    points = points_of(values, mean, [LIMIT * moving] * len(values), [NEAR * moving] * len(values))
    return Xmr(
        mean,
        lower,
        upper,
        points,
        variation_of(points[-1], better),
        _assurance(lower, upper, better, target),
        len(base) < ENOUGH,
    )


def _refuse_nonsense(values: Sequence[float], better: str, target: float | None, fix_after: int | None) -> None:
    if not 2 <= len(values) <= MOST:
        raise ValueError(f"A chart needs from 2 to {MOST:,} values, not {len(values):,}.")
    if not all(isfinite(value) and abs(value) < 1e100 for value in values):
        raise ValueError("Every value must be an ordinary number.")
    if better not in ("up", "down", "neither"):
        raise ValueError(f"Better must be up, down or neither, not {better[:40]!r}.")
    if target is not None and not isfinite(target):
        raise ValueError("The target must be an ordinary number.")
    if fix_after is not None and not 2 <= fix_after <= len(values):
        raise ValueError("The limits can be fixed after 2 points at least, and after all of them at most.")


def _mean_moving_range(values: Sequence[float], screening: bool) -> float:
    ranges = [abs(after - before) for before, after in pairwise(values)]
    mean = fsum(ranges) / len(ranges)
    if screening:
        kept = [one for one in ranges if one < SCREEN * mean]
        if kept:  # none are left when every value is the same
            return fsum(kept) / len(kept)
    return mean


def points_of(
    values: Sequence[float], mean: float, limits: Sequence[float], nears: Sequence[float]
) -> tuple[Point, ...]:
    """What each point says, where the limits and the lines near them lie that far from the mean on either side."""
    sides = [(value > mean) - (value < mean) for value in values]
    off = [abs(value - mean) for value in values]
    outside = [side if far > limit else 0 for side, far, limit in zip(sides, off, limits, strict=True)]
    near = [
        side if far > line and not out else 0 for side, far, line, out in zip(sides, off, nears, outside, strict=True)
    ]
    steps = [(after > before) - (after < before) for before, after in pairwise(values)]
    trend, shift, two = [0] * len(values), [0] * len(values), [0] * len(values)
    for end in range(RUN, len(values) + 1):
        start = end - RUN
        if abs(sum(steps[start : end - 1])) == RUN - 1:
            trend[start:end] = [steps[start]] * RUN
        if abs(sum(sides[start:end])) == RUN:
            shift[start:end] = [sides[start]] * RUN
    for start in range(len(values) - 2):
        three = slice(start, start + 3)
        if abs(sum(sides[three])) == 3 and abs(sum(near[three])) >= 2:
            for at in range(start, start + 3):
                two[at] = two[at] or near[at]
    return tuple(_first(*signs) for signs in zip(outside, trend, two, shift, strict=True))


def _first(outside: int, trend: int, two: int, shift: int) -> Point:
    if outside:
        return "above_limit" if outside > 0 else "below_limit"
    if trend:
        return "trend_up" if trend > 0 else "trend_down"
    if two:
        return "two_in_three_above" if two > 0 else "two_in_three_below"
    if shift:
        return "shift_above" if shift > 0 else "shift_below"
    return "none"


def variation_of(last: Point, better: str) -> Variation:
    """What a point means for those whom it is about."""
    if last == "none":
        return "common"
    high = last in HIGH
    if better == "neither":
        return "neutral_high" if high else "neutral_low"
    return "improving" if high == (better == "up") else "concerning"


def _assurance(lower: float, upper: float, better: str, target: float | None) -> Assurance | None:
    if target is None or better == "neither":
        return None
    if target > upper:
        return "fail" if better == "up" else "pass"
    if target < lower:
        return "pass" if better == "up" else "fail"
    return "hit_or_miss"
