"""How many people the phones need in each half hour of the week, from the calls as they were measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import local
from bedside.measures.small_numbers import SMALLEST_INSIDE
from bedside.measures.staffing import SHARE, SHRINKAGE, WITHIN, answer

from .figures import Call, counted
from .measures import measured_calls

WEEKS = 4
MONDAY = date(2026, 1, 5)  # any Monday: its week lends the days their names
LEAST_PATIENCE = 1.0  # seconds


@dataclass(frozen=True)
class Slot:
    """One half hour of one day of the week, and who is needed in it."""

    weekday: int  # Monday is 0
    begins: time
    n: int  # calls it stands on
    calls: float  # in the mean of those Mondays, Tuesdays, … on which anybody called
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
    def is_shown(self) -> bool:
        """Of fewer calls than the house shows nothing is said."""
        return self.n >= SMALLEST_INSIDE

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

    @property
    def days(self) -> dict[int, date]:
        """The days of the week on which anybody called, each as a day that has its name."""
        return {number: MONDAY + timedelta(days=number) for number in sorted({one.weekday for one in self.slots})}

    @property
    def week(self) -> dict[time, dict[int, Slot]]:
        """Half hour by half hour, each of those days beside the others."""
        rows: dict[time, dict[int, Slot]] = {}
        for one in sorted(self.slots, key=lambda slot: (slot.begins, slot.weekday)):
            rows.setdefault(one.begins, {})[one.weekday] = one
        return rows

    def on(self, weekday: int) -> list[Slot]:
        return [one for one in self.slots if one.weekday == weekday]


def need(agents: int | None = None) -> Need:
    """From the calls of the last four weeks."""
    return of_calls(measured_calls(now() - timedelta(weeks=WEEKS), now()), the_clinic().zone, agents)


def of_calls(calls: Sequence[Call], zone: str, agents: int | None = None) -> Need:
    offered = counted(calls)
    worked = [one.seconds for one in offered if one.seconds is not None]
    if len(offered) < SMALLEST_INSIDE or not worked:
        return Need(len(offered))
    handling, patience = sum(worked) / len(worked), _patience(offered)
    rang = [local(one.rang_at, zone) for one in offered]
    days = Counter(day.weekday() for day in {moment.date() for moment in rang})
    slots = []
    for (weekday, begins), n in sorted(Counter((one.weekday(), _half_hour(one)) for one in rang).items()):
        line = {"calls_per_30min": n / days[weekday], "aht_seconds": handling, "patience_seconds": patience}
        slots.append(Slot(weekday, begins, n, n / days[weekday], answer(line | {"agents": agents})))
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
