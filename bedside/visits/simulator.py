"""Days that never were: people come, wait in the order of the house, are called and seen. Pure, and given its chance.

Tests use them to see that the order keeps its promises and how often a told wait holds. Times are minutes from the
start of the day.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from .order import RULES, Placed, Rules, Waiter, Why, is_late, order, passed_by

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who will come on such a day."""

    id: int
    level: str
    arrives: float
    minutes: float  # how long the clinician will be with her
    scheduled: float | None = None
    staff_member: Hashable | None = None
    out: tuple[float, float] | None = None  # with our leave she is away from then till then
    lets_by: int = 0  # back later than she said: so many go before her first


@dataclass(slots=True)
class Call:
    """One call: when, who, by whom, and the line as it was, she herself at its place."""

    at: float
    coming: Coming
    waiter: Waiter
    by: int
    line: list[Placed]


@dataclass
class Day:
    """A day as it went."""

    calls: list[Call] = field(default_factory=list)

    def called_at(self) -> dict[int, float]:
        return {call.coming.id: call.at for call in self.calls}

    def longest_wait(self) -> float:
        """From the time she came or, if that was later, the time of her visit."""
        starts = ((max(c.coming.arrives, c.coming.scheduled or 0.0), c.at) for c in self.calls)
        return max((at - start for start, at in starts), default=0.0)


def moment(minutes: float) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def run(
    coming: Sequence[Coming],
    *,
    clinicians: Sequence[Hashable],
    starts: Sequence[float] | None = None,
    rules: Rules = RULES,
    look: Callable[[float, list[Waiter], list[float]], None] | None = None,
) -> Day:
    """Let a day pass: whoever is free calls the first of her line, each from when she starts.

    `look` is shown, whenever somebody comes, the time, who waits, and since when each of those inside has been there.
    """
    arrivals = sorted(coming, key=lambda one: (one.arrives, one.id))
    by_id = {one.id: one for one in coming}
    free_at = [(starts[number] if starts else 0.0, number) for number in range(len(clinicians))]
    heapq.heapify(free_at)
    idle: list[int] = []
    since: dict[int, float] = {}
    outs = sorted(turn for one in coming for turn in one.out or ())
    waiting: dict[int, Waiter] = {}
    day, at = Day(), -math.inf
    while arrivals or waiting:
        events = [one[0] for one in free_at[:1]] + ([arrivals[0].arrives] if arrivals else []) + outs[:1]
        if not events:
            break  # whoever is left asked for somebody who does not work today
        at = max(at, min(events))
        while free_at and free_at[0][0] <= at:
            idle.append(heapq.heappop(free_at)[1])
        while arrivals and arrivals[0].arrives <= at:
            one = arrivals.pop(0)
            waiting[one.id] = waiter(one)
            if look is not None:
                look(at, list(waiting.values()), [since[number] for _end, number in free_at if number in since])
        while outs and outs[0] <= at:
            outs.pop(0)
        _go_and_come(waiting, by_id, at)
        for number in sorted(idle):
            everybody = order(waiting.values(), moment(at), staff_member=clinicians[number], rules=rules)
            line = [placed for placed in everybody if placed.why is not Why.AWAY]
            if not line:
                continue
            called = line[0].waiter
            idle.remove(number)
            since[number] = at
            _call(called, waiting, at, clinicians[number], rules)
            was = by_id[called.id]  # type: ignore[index]
            day.calls.append(Call(at, was, called, number, line))
            heapq.heappush(free_at, (at + was.minutes, number))
    return day


def waiter(one: Coming) -> Waiter:
    return Waiter(
        one.id,
        one.level,
        moment(one.arrives),
        None if one.scheduled is None else moment(one.scheduled),
        is_walk_in=one.scheduled is None,
        staff_member=one.staff_member,
    )


def _go_and_come(waiting: dict[int, Waiter], by_id: dict[int, Coming], at: float) -> None:
    """Whoever is away now, and whoever is back."""
    for key, one in waiting.items():
        if (out := by_id[key].out) is not None and (away := out[0] <= at < out[1]) is not one.away:
            waiting[key] = replace(one, away=away, lets_by=0 if away else by_id[key].lets_by)


def _call(called: Waiter, waiting: dict[int, Waiter], at: float, clinician: Hashable, rules: Rules) -> None:
    """She leaves the line; whom she passed is counted, and whoever came late has now let somebody go first."""
    del waiting[called.id]  # type: ignore[arg-type]
    for one in passed_by(called, waiting.values(), moment(at), staff_member=clinician):
        waiting[one.id] = replace(one, overtaken=one.overtaken + 1)  # type: ignore[index]
    for key, one in waiting.items():
        if one.lets_by:
            waiting[key] = replace(one, lets_by=one.lets_by - 1)
    if called.scheduled_at is None or is_late(called, rules):
        return
    for key, one in waiting.items():
        if one.level == called.level and not one.gave_way and is_late(one, rules):
            waiting[key] = replace(one, gave_way=True)


def lognormal(chance: random.Random, mean: float, cv: float) -> float:
    """How long one visit takes: never negative, now and then very long."""
    spread = math.log(1 + cv * cv)
    return chance.lognormvariate(math.log(mean) - spread / 2, math.sqrt(spread))


def bailey_welch(n: int, mean: float) -> list[float]:
    """The visit times of a session that calls two at the start and then one for each mean visit."""
    return [max(0, number - 1) * mean for number in range(n)]


def session(
    times: Sequence[float], minutes: Callable[[], float], *, comes: Callable[[], bool] = lambda: True, planned: float
) -> tuple[float, float, float]:
    """One clinician's session: mean wait of those who came, idle minutes between them, minutes past the planned end."""
    end, idle, waits = 0.0, 0.0, list[float]()
    for at in times:
        if not comes():
            continue
        start = max(at, end)
        idle += start - end
        waits.append(start - at)
        end = start + minutes()
    return sum(waits) / len(waits) if waits else 0.0, idle, max(0.0, end - planned)
