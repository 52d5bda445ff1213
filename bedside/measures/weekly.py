"""From single things to weeks: how many there were, what the middle of them was, and who still waits.

A room tells one line for each thing it counts. The arithmetic is here, once, so that two rooms cannot mean two things
by a median, and so that the order in which things are told never matters.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import fsum
from typing import Literal

from bedside.hours.zones import day_bounds, day_of

from .equity import gini

Statistic = Literal["median", "p90", "mean", "share", "per_thousand", "gini"]
COUNTS = ("share", "per_thousand")  # statistics of things that are so or not
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Counted:
    """One thing that falls under a measure.

    `value` is what it adds: minutes, days, or 1 and 0 of a share. None says that it is not known, and it is counted
    apart. What is still `waiting` has either no value yet, or the one it has reached so far.
    """

    at: datetime  # decides its week
    place: uuid.UUID | None = None  # None belongs to the clinic as a whole
    value: float | None = None
    waiting: bool = False
    channel: str = ""  # by which way it came, whose work it was and in which language, where that is known
    team: str = ""
    language: str = ""


Source = Callable[[datetime, datetime], Iterable[Counted]]  # everything with since <= at < until


@dataclass(frozen=True)
class Weekly:
    """What one week at one place, or at all of them together (None), comes to."""

    week: date  # its Monday
    place: uuid.UUID | None
    value: float | None  # None where nothing was counted
    n: int  # how many the value stands on
    hits: int | None  # of a share: how many of them
    waiting: int
    unknown: int


def weekly(counted: Iterable[Counted], *, statistic: Statistic, zone: str) -> list[Weekly]:
    """One line for each week and place, and one for all places together, by week and then by place."""
    groups: dict[tuple[date, uuid.UUID | None], list[Counted]] = defaultdict(list)
    for one in counted:
        week = monday_of(day_of(one.at, zone))
        groups[week, None].append(one)
        if one.place is not None:
            groups[week, one.place].append(one)
    lines = [_line(week, place, ones, statistic) for (week, place), ones in groups.items()]
    return sorted(lines, key=lambda line: (line.week, str(line.place or "")))


def _line(week: date, place: uuid.UUID | None, ones: list[Counted], statistic: Statistic) -> Weekly:
    values = [one.value for one in ones if one.value is not None]
    return Weekly(
        week=week,
        place=place,
        value=summed_up(values, statistic) if values else None,
        n=len(values),
        hits=sum(value > 0 for value in values) if statistic in COUNTS else None,
        waiting=sum(one.waiting for one in ones),
        unknown=sum(one.value is None and not one.waiting for one in ones),
    )


def summed_up(values: Sequence[float], statistic: Statistic) -> float:
    """What many values come to; a share is in per cent."""
    match statistic:
        case "share":
            return 100 * sum(value > 0 for value in values) / len(values)
        case "per_thousand":
            return 1000 * sum(value > 0 for value in values) / len(values)
        case "mean":
            return fsum(values) / len(values)
        case "gini":
            return gini(values)
        case "median":
            return quantile(values, 0.5)
        case "p90":
            return quantile(values, 0.9)


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which that part lies; between two values, as far along as it falls (type 7)."""
    ordered = sorted(values)
    at = part * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_bounds(week: date, zone: str) -> tuple[datetime, datetime]:
    """The first moment of a week and the first of the next; 167 or 169 hours apart where the clocks change."""
    return day_bounds(week, zone)[0], day_bounds(week + WEEK, zone)[0]
