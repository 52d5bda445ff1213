"""How many people the phones need in each half hour of a usual day, from the calls as they were measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import local
from bedside.measures.small_numbers import SMALLEST_INSIDE
from bedside.measures.staffing import SHARE, SHRINKAGE, WITHIN, answer

from .figures import Call, counted
from .measures import measured_calls

WEEKS = 4
LEAST_PATIENCE = 1.0  # seconds


@dataclass(frozen=True)
class Slot:
    """One half hour of a usual day, and who is needed in it."""

    begins: time
    calls: float  # in the mean of the days on which anybody called
    told: dict[str, Any]  # as `bedside ask staffing` answers

    @property
    def needed(self) -> dict[str, int | None]:
        needed: dict[str, int | None] = self.told["needed"]
        return needed

    @property
    def on_the_rota(self) -> int | None:
        """By those who wait for ever: the safe number."""
        rota: int | None = self.told["on_the_rota"]["erlang_c"]
        return rota

    @property
    def is_stable(self) -> bool:
        """With the people who are there now."""
        return bool(self.told["erlang_c"].get("stable"))

    @property
    def level(self) -> float | None:
        level: float | None = self.told["erlang_c"]["service_level"]
        return None if level is None else 100 * level


@dataclass(frozen=True)
class Need:
    """What the last weeks say. Of too few calls they say nothing."""

    n: int = 0
    handling: float = 0.0  # seconds
    patience: float | None = None
    slots: tuple[Slot, ...] = ()


def need(agents: int | None = None) -> Need:
    """From the calls of the last four weeks."""
    return of_calls(measured_calls(now() - timedelta(weeks=WEEKS), now()), the_clinic().zone, agents)


def of_calls(calls: Sequence[Call], zone: str, agents: int | None = None) -> Need:
    offered = counted(calls)
    worked = [one.seconds for one in offered if one.seconds is not None]
    if len(offered) < SMALLEST_INSIDE or not worked:
        return Need(len(offered))
    handling, patience = sum(worked) / len(worked), _patience(offered)
    days = len({local(one.rang_at, zone).date() for one in offered})
    by_half_hour = Counter(_half_hour(local(one.rang_at, zone)) for one in offered)
    slots = []
    for begins, many in sorted(by_half_hour.items()):
        line = {"calls_per_30min": many / days, "aht_seconds": handling, "patience_seconds": patience}
        slots.append(Slot(begins, many / days, answer(line | {"agents": agents})))
    return Need(len(offered), handling, patience, tuple(slots))


def _patience(offered: Sequence[Call]) -> float | None:
    """How long people wait until they hang up: all their waiting, over how often somebody did. Of few, not known."""
    gone = sum(not one.answered for one in offered)
    if gone < SMALLEST_INSIDE:
        return None
    return max(sum(one.waited or 0.0 for one in offered) / gone, LEAST_PATIENCE)


def _half_hour(moment: datetime) -> time:
    return time(moment.hour, 30 if moment.minute >= 30 else 0)


def goal() -> dict[str, int]:
    return {"share": round(100 * SHARE), "seconds": round(WITHIN), "percent": round(100 * SHRINKAGE), "weeks": WEEKS}
