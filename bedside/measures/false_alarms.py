"""How often a chart sounds where nothing has changed: measured on made-up stable series, so that a page can say it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .xmr import Point, xmr

SEED, SERIES, POINTS = 20261122, 2_000, 24


@dataclass(frozen=True)
class FalseAlarms:
    """Shares of stable series with at least one signal, and of points outside the limits."""

    any_rule: float
    limit: float
    two_in_three: float
    trend: float
    shift: float
    points_outside: float


# What measure() finds; tests/measures/test_false_alarms.py measures again. Normal series of 24 points, limits from all.
SCREENED = FalseAlarms(0.1845, 0.0875, 0.035, 0.008, 0.086, 0.00413)
UNSCREENED = FalseAlarms(0.1485, 0.049, 0.0265, 0.008, 0.086, 0.00215)


def measure(*, screening: bool) -> FalseAlarms:
    """Chart stable series, and count the signals that mean nothing."""
    dice = Random(SEED)
    told: list[frozenset[Point]] = []
    outside = 0
    for _ in range(SERIES):
        points = xmr([dice.gauss(0, 1) for _ in range(POINTS)], screening=screening).points
        told.append(frozenset(points))
        outside += sum(point.endswith("_limit") for point in points)

    def share(rule: str) -> float:
        return round(sum(any(rule in point for point in said) for said in told) / SERIES, 4)

    return FalseAlarms(
        any_rule=round(sum(said != {"none"} for said in told) / SERIES, 4),
        limit=share("_limit"),
        two_in_three=share("two_in_three"),
        trend=share("trend"),
        shift=share("shift"),
        points_outside=round(outside / (SERIES * POINTS), 5),
    )
