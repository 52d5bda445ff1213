"""What our answers come to over some weeks: how long, how often at once, how many gave up. Pure sums over told rows.

Bots and the house itself are in none of them: a clock is stopped by people alone, and what the house notes for itself
is no contact. What is confidential is in no count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bedside.measures.repeats import Talk, settled_at_once
from bedside.measures.small_numbers import SMALLEST_INSIDE
from bedside.measures.weekly import quantile

from .models import SHORT

WITHIN = 20  # seconds in which a call should be answered


@dataclass(frozen=True)
class Figure:
    """One figure with what it stands on. Of fewer than the house shows there is none."""

    n: int
    value: float | None = None
    p90: float | None = None

    @classmethod
    def middle(cls, values: Sequence[float]) -> Figure:
        if len(values) < SMALLEST_INSIDE:
            return cls(len(values))
        return cls(len(values), quantile(values, 0.5), quantile(values, 0.9))

    @classmethod
    def share(cls, hits: int, of: int) -> Figure:
        return cls(of, 100 * hits / of) if of >= SMALLEST_INSIDE else cls(of)

    @property
    def is_shown(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Call:
    """One call as the telephone system counted it."""

    rang_at: datetime
    waited: float | None  # seconds; none: it still rings
    answered: bool
    seconds: float | None = None  # of work
    team: str = ""
    language: str = ""


def counted(calls: Iterable[Call]) -> list[Call]:
    """Without those who hung up before five seconds, and those that still ring."""
    return [one for one in calls if one.waited is not None and (one.answered or one.waited >= SHORT)]


def service_level(calls: Iterable[Call]) -> Figure:
    """The share of calls answered within 20 seconds, of all that were answered or given up."""
    offered = counted(calls)
    quick = sum(one.answered and (one.waited or 0) <= WITHIN for one in offered)
    return Figure.share(quick, len(offered))


def abandoned(calls: Iterable[Call]) -> Figure:
    offered = counted(calls)
    return Figure.share(sum(not one.answered for one in offered), len(offered))


def speed_of_answer(calls: Iterable[Call]) -> Figure:
    """The mean wait of the calls that were answered, in seconds, with what nine of ten waited at most."""
    waits = [one.waited for one in calls if one.answered and one.waited is not None]
    if len(waits) < SMALLEST_INSIDE:
        return Figure(len(waits))
    return Figure(len(waits), sum(waits) / len(waits), quantile(waits, 0.9))


def at_once(talks: Iterable[Talk], until: datetime) -> Figure:
    told = settled_at_once(talks, until)
    return Figure.share(sum(hit for _talk, hit in told), len(told))


def as_ticked(talks: Iterable[Talk]) -> Figure:
    """What whoever answered thinks: only to compare, never shown as the figure."""
    told = list(talks)
    return Figure.share(sum(one.ticked for one in told), len(told))
