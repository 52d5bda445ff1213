"""A series over a long time: limits drawn anew where somebody said that things are now different, and runs told.

Each stretch has a mean and limits of its own and the rules look inside it only; the old ones stay where they were.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

from .xmr import HIGH, RUN, Assurance, Point, Variation, variation_of, xmr

FEWEST = 2  # points; of one there is no moving range


@dataclass(frozen=True)
class Limits:
    mean: float
    lower: float
    upper: float
    trial: bool  # from so few points that they will still move


@dataclass(frozen=True)
class Placed:
    """What one point says, against the limits of its stretch; none where the stretch has only just begun."""

    kind: Point
    variation: Variation
    limits: Limits | None


@dataclass(frozen=True)
class Series:
    points: tuple[Placed, ...]
    starts: tuple[int, ...]  # where each stretch begins
    assurance: Assurance | None  # of the last stretch

    @property
    def last(self) -> Placed | None:
        return self.points[-1] if self.points else None

    def unbroken(self, variation: Variation) -> int:
        """The first of the points up to the last that all say this; as many as there are where the last does not."""
        at = len(self.points)
        while at > self.starts[-1] and self.points[at - 1].variation == variation:
            at -= 1
        return at


def series(
    values: Sequence[float], begins: Collection[int] = (), *, better: str = "neither", target: float | None = None
) -> Series:
    """The points of a series in the order of time; `begins` are those from which a new stretch counts."""
    if not values:
        return Series((), (0,), None)
    starts = sorted({0, *(at for at in begins if 0 < at < len(values))})
    placed: list[Placed] = []
    assurance: Assurance | None = None
    for start, end in pairwise([*starts, len(values)]):
        part = values[start:end]
        if len(part) < FEWEST:
            placed += [Placed("none", "common", None)] * len(part)
            assurance = None
            continue
        chart = xmr(part, better=better, target=target)
        limits = Limits(chart.mean, chart.lower, chart.upper, chart.trial)
        placed += [Placed(kind, variation_of(kind, better), limits) for kind in chart.points]
        assurance = chart.assurance
    return Series(tuple(placed), tuple(starts), assurance)


@dataclass(frozen=True)
class Run:
    """What the last point belongs to: what it shows, since when, how many in a row, and what was usual before."""

    kind: Point
    start: int
    length: int
    before: float


def run_of(values: Sequence[float], found: Series) -> Run | None:
    """The run that ends with the last point; None where the last point says nothing.

    A point beyond or near a limit that ends a shift is told as the shift: that it has gone on for weeks says more.
    """
    last = found.last
    if last is None or last.limits is None or last.kind == "none":
        return None
    mean, up, first = last.limits.mean, last.kind in HIGH, found.starts[-1]
    kind, start = last.kind, len(values) - 1
    aside = start
    while aside > first and (values[aside - 1] > mean if up else values[aside - 1] < mean):
        aside -= 1
    if kind.startswith("trend"):
        while start > first and (values[start] > values[start - 1] if up else values[start] < values[start - 1]):
            start -= 1
    elif len(values) - aside >= RUN:
        kind, start = "shift_above" if up else "shift_below", aside
    elif kind.startswith("two_in_three"):
        start = max(aside, len(values) - 3)
    else:
        while start > first and found.points[start - 1].kind == kind:
            start -= 1
    earlier = values[first:start]
    return Run(kind, start, len(values) - start, fsum(earlier) / len(earlier) if len(earlier) >= FEWEST else mean)
