"""Did it help? Honest comparisons of before and after, each with its interval; without one that leaves out 0, no claim.

A comparison with others who changed nothing (difference in differences), a series broken at the day of the change
(interrupted time series), noise taken out by what was known before (CUPED), and what is left of many p values
(Benjamini and Hochberg).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from statistics import NormalDist
from typing import Literal

from .fitting import least_squares

SURE = 0.95
EACH_SIDE = 8  # points before and after, below which a broken series says little

Verdict = Literal["better", "worse", "not_shown"]


@dataclass(frozen=True)
class Effect:
    """By how much something changed, and between what that lies."""

    size: float
    error: float
    low: float
    high: float

    @property
    def is_shown(self) -> bool:
        return self.low > 0 or self.high < 0

    def verdict(self, better: Literal["up", "down"]) -> Verdict:
        """Better or worse only where the interval leaves out 0."""
        if not self.is_shown:
            return "not_shown"
        return "better" if (self.size > 0) == (better == "up") else "worse"


@dataclass(frozen=True)
class Group:
    mean: float
    sd: float
    n: int


def difference_in_differences(
    before: Group, after: Group, others_before: Group, others_after: Group, *, sure: float = SURE
) -> Effect:
    """How much more the changed ones moved than the others, who stand for what would have happened anyway."""
    groups = (before, after, others_before, others_after)
    if any(one.n < 2 or one.sd < 0 for one in groups):
        raise ValueError("Each group needs two people at least, and a spread.")
    size = (after.mean - before.mean) - (others_after.mean - others_before.mean)
    error = sqrt(fsum(one.sd**2 / one.n for one in groups))
    away = NormalDist().inv_cdf((1 + sure) / 2) * error
    return Effect(size, error, size - away, size + away)


@dataclass(frozen=True)
class Interrupted:
    """A series broken at a change: the slope before, and by how much the level and the slope changed with it.

    The level's change is at the first point after: time since the change counts from 0 there.
    """

    slope_before: float
    level: Effect
    slope: Effect
    trial: bool  # so few points on one side that the next ones may turn it round


def interrupted(values: Sequence[float | None], first_after: int, *, sure: float = SURE) -> Interrupted:
    """Fit a line before and a line after by least squares. Gaps are left out and keep their time.

    Points close in time resemble each other, so the true intervals are wider than these.
    """
    known = [(time, value) for time, value in enumerate(values) if value is not None]
    after = sum(time >= first_after for time, _ in known)
    if after < 2 or len(known) - after < 2:
        raise ValueError("There must be two points at least before the change, and two after it.")
    rows = [(1.0, float(time), float(time >= first_after), float(max(time - first_after, 0))) for time, _ in known]
    fit = least_squares(rows, [value for _, value in known])
    level, slope = (Effect(fit.coefficients[at], fit.errors[at], *fit.interval(at, sure)) for at in (2, 3))
    return Interrupted(fit.coefficients[1], level, slope, min(after, len(known) - after) < EACH_SIDE)


@dataclass(frozen=True)
class Cuped:
    theta: float
    rho: float
    adjusted: tuple[float, ...]
    variance_before: float
    variance_after: float


def cuped(before: Sequence[float], values: Sequence[float]) -> Cuped:
    """Take out of each value what the same person's value from before the change foretold."""
    if len(before) != len(values) or len(values) < 2:
        raise ValueError("Each value needs one from before, and there must be two at least.")
    mean_before, mean = fsum(before) / len(before), fsum(values) / len(values)
    together = fsum((x - mean_before) * (y - mean) for x, y in zip(before, values, strict=True))
    spread_before = fsum((x - mean_before) ** 2 for x in before)
    spread = fsum((y - mean) ** 2 for y in values)
    theta = together / spread_before if spread_before else 0.0
    rho = together / sqrt(spread_before * spread) if spread_before and spread else 0.0
    adjusted = [y - theta * (x - mean_before) for x, y in zip(before, values, strict=True)]
    left = fsum((one - mean) ** 2 for one in adjusted)
    more = len(values) - 1
    return Cuped(theta, rho, tuple(adjusted), spread / more, left / more)


def still_shown(p_values: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Of many p values, those that stand when at most so many of the claims may be false (Benjamini and Hochberg)."""
    if not all(0 <= p <= 1 for p in p_values):
        raise ValueError("A p value lies between 0 and 1.")
    many = len(p_values)
    passing = [p for rank, p in enumerate(sorted(p_values), 1) if p <= rate * rank / many]
    return [bool(passing) and p <= passing[-1] for p in p_values]
