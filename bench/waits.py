"""`python -m bench.waits [SEED …]`: how honest told waits are, on months that never were, by the product's own code.

Two places in the manner of the demo's town: doctors with times every fifteen minutes whom people come to see by name,
and nurses whom most see without a time. People come early or late or not at all, sessions begin late, visits vary, and
some days and one place are slower. The line is that of the house (order.py); what is known when somebody comes is read
from rows as in the real place (lookout.py); nothing knows what comes after. Two months are lived through to learn
from, the third is measured.
"""

from __future__ import annotations

import random
import statistics
import sys
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from bedside.measures.scores import wilson

if TYPE_CHECKING:
    from bedside.visits.lookout import Rows
    from bedside.visits.models import Visit

FIRST_DAY, LEARN, MEASURE = date(2026, 3, 2), 44, 22
ROLLING = 20  # of the waits before, whose mean is the least one could tell
OPENS = 9 * 60


@dataclass(frozen=True)
class Room:
    """One line of a place: who calls from it, how long her visits are meant to take, and who comes without a time."""

    service: str
    clinicians: int
    slot: int
    hours: float
    booked: float  # share of the times that are given
    per_hour: float  # who come without one
    slower: float = 1.0
    late: float = 7.0  # minutes after which a session begins, on average


PLACES = {
    "Riverside": [
        Room("gp", 1, 15, 3.5, 0.95, 0.0),
        Room("gp", 1, 15, 3.5, 0.9, 0.0, slower=0.92),
        Room("nurse", 2, 15, 7, 0.35, 4.0, slower=0.92),
    ],
    "Hillside": [
        Room("gp", 1, 15, 3.5, 0.85, 0.0, slower=1.1, late=15),
        Room("nurse", 1, 10, 7, 0.4, 2.6, slower=1.15),
    ],
}


@dataclass(frozen=True)
class Told:
    """One who was told a range: what, what came of it, and what simpler ways would have said."""

    place: str
    line: int
    hour: int
    waited: float
    middle: float
    high: int
    p10: float
    p90: float
    from_history: bool
    free: bool
    last: float
    rolling: float


@dataclass
class World:
    """One place and its rows."""

    name: str
    chance: random.Random
    rows: Rows
    staff: list[list[uuid.UUID]]
    services: dict[str, uuid.UUID]
    overtaken: dict[tuple[date, float], dict[uuid.UUID, int]] = field(default_factory=dict)  # when somebody came


def a_world(name: str, seed: int) -> World:
    from bedside.directory.models import Place
    from bedside.visits.lookout import Rows

    place = Place(name=name, zone="UTC")
    services = {room.service: uuid.uuid4() for room in PLACES[name]}
    staff = [[uuid.uuid4() for _ in range(room.clinicians)] for room in PLACES[name]]
    offers = {one: {services[room.service]} for room, those in zip(PLACES[name], staff, strict=True) for one in those}
    rows = Rows(place, defaultdict(list), defaultdict(list), defaultdict(list), offers)
    return World(name, random.Random(f"{name}/{seed}"), rows, staff, services)


def live(world: World, day: date) -> None:
    """Let one day pass at this place, and write its rows."""
    for number, room in enumerate(PLACES[world.name]):
        pace = room.slower * world.chance.lognormvariate(0, 0.12)  # some days go slower
        starts = [OPENS, 14 * 60] if room.hours < 4 else [OPENS]
        free = 0.0
        for start in starts:
            free = _session(world, day, number, room, start, pace, free)


def _session(world: World, day: date, number: int, room: Room, start: float, pace: float, free: float) -> float:
    from bedside.booking.models import Session
    from bedside.visits.models import State, Visit
    from bedside.visits.order import Waiter
    from bedside.visits.simulator import Coming, lognormal, run

    chance, end = world.chance, start + room.hours * 60
    named = world.staff[number][0] if room.clinicians == 1 and room.service == "gp" else None
    crowd, visits = list[Coming](), dict[int, Visit]()
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    service = world.services[room.service]

    def at(minutes: float) -> datetime:
        return midnight + timedelta(minutes=minutes)

    def comes(arrives: float, scheduled: float | None, level: str, appointment: uuid.UUID | None) -> None:
        minutes = lognormal(chance, room.slot * 1.02 * pace, 0.45)
        crowd.append(Coming(len(crowd), level, arrives, minutes, scheduled, named))
        visits[len(visits)] = Visit(
            place=world.rows.place,
            service_id=service,
            staff_member_id=named,
            appointment_id=appointment,
            level=level,
            day=day,
            state=State.FINISHED,
            scheduled_at=None if scheduled is None else at(scheduled),
            arrived_at=at(arrives),
        )

    for clinician in world.staff[number]:
        hours = {"starts_at": at(start), "ends_at": at(end), "slot_minutes": room.slot}
        world.rows.sessions[day].append(Session(staff_member_id=clinician, service_id=service, **hours))
        scheduled = start
        while scheduled < end:
            if chance.random() < room.booked:
                appointment = uuid.uuid4()
                world.rows.expected[day].append((appointment, clinician, at(scheduled)))
                if chance.random() >= 0.07:
                    early = max(-12.0, min(chance.gauss(9, 7), 35.0))
                    comes(scheduled - early, scheduled, "R14", appointment)
            scheduled += room.slot
    walks = start
    while room.per_hour and (walks := walks + chance.expovariate(room.per_hour / 60)) < end - 30:
        comes(walks, None, chance.choices(["U2", "U4", "S24", "R72", "R14"], [1, 3, 15, 15, 60])[0], None)

    def look(minute: float, waiting: list[Waiter], busy: list[float]) -> None:
        counts = {visits[one.id].pk: one.overtaken for one in waiting}  # type: ignore[index]
        world.overtaken.setdefault((day, round(minute, 3)), {}).update(counts)

    late = [max(free, start + chance.expovariate(1 / room.late)) for _ in world.staff[number]]
    passed = run(crowd, clinicians=[named] * room.clinicians, starts=late, look=look)
    done = free
    for call in passed.calls:
        visit = visits[call.coming.id]
        # Half a minute goes until the call is pressed, and a little of every visit on writing with nobody in the room.
        visit.called_at, visit.ended_at = at(call.at + 0.5), at(call.at + 0.5 + call.coming.minutes * 0.95)
        visit.overtaken = call.waiter.overtaken
        done = max(done, call.at + call.coming.minutes)
    world.rows.visits[day].extend(visits.values())
    return done


def measured(name: str, seed: int, *, learn: int = LEARN, measure: int = MEASURE) -> Iterator[Told]:
    """Everybody of the measured month who was told a range."""
    from bedside.visits.lookout import outlook, reckon
    from bedside.visits.waits import LAST, alike, expected, quantiles

    world, days = a_world(name, seed), working_days(learn + measure)
    for day in days:
        live(world, day)
    rows = world.rows
    lines = {one: number for number, those in enumerate(world.staff) for one in those}
    for number, day in enumerate(days[learn:], learn):
        seen = [one for before in days[:number] for one in rows.visits[before] if one.called_at]
        lately = reckon(rows, sorted(seen, key=_called)[-LAST:])
        rows.means = lately.means
        todays = rows.visits[day]
        lately_called = sorted([*seen[-200:], *todays], key=_called)
        at_last = {one.pk: one.overtaken for one in todays}
        for visit in sorted(todays, key=_came):
            minute = (_came(visit) - datetime(day.year, day.month, day.day, tzinfo=UTC)).total_seconds() / 60
            snapshot = world.overtaken.get((day, round(minute, 3)), {})
            for one in todays:
                one.overtaken = snapshot.get(one.pk, 0)
            known = outlook(visit, rows, _came(visit))
            past = lately.past.get(visit.service_id, ())
            told = expected(known, past)
            if told.high is None or told.middle is None:
                continue
            like = alike(known, past)
            spread = quantiles(known, like, (0.1, 0.9))
            same = [
                one
                for one in lately_called
                if one.service_id == visit.service_id and one.staff_member_id == visit.staff_member_id
            ]
            before = [_waited(one) for one in same if _called(one) <= _came(visit)][-ROLLING:]
            yield Told(
                name,
                lines[visit.staff_member_id] if visit.staff_member_id else len(world.staff) - 1,
                _came(visit).hour,
                _waited(visit),
                told.middle,
                told.high,
                spread[0],
                spread[1],
                bool(like),
                known.at_once,
                before[-1],
                statistics.fmean(before),
            )
        for one in todays:
            one.overtaken = at_last[one.pk]


def working_days(count: int) -> list[date]:
    days = (FIRST_DAY + timedelta(days=number) for number in range(count * 2))
    return [day for day in days if day.weekday() < 5][:count]


def _came(visit: Visit) -> datetime:
    return visit.arrived_at  # type: ignore[return-value]


def _called(visit: Visit) -> datetime:
    return visit.called_at  # type: ignore[return-value]


def _waited(visit: Visit) -> float:
    return (_called(visit) - _came(visit)).total_seconds() / 60


def report(told: list[Told]) -> list[str]:
    n = len(told)
    inside = sum(one.p10 <= one.waited <= one.p90 for one in told)
    over = sum(one.waited > one.high for one in told)
    mae, last, rolling = (
        statistics.fmean(abs(one.waited - guess(one)) for one in told)
        for guess in (lambda one: one.middle, lambda one: one.last, lambda one: one.rolling)
    )
    cells: dict[tuple[str, int, int], list[Told]] = defaultdict(list)
    for one in told:
        cells[one.place, one.line, one.hour].append(one)
    big = {key: those for key, those in cells.items() if len(those) >= 50}
    shares = {key: sum(o.p10 <= o.waited <= o.p90 for o in those) / len(those) for key, those in big.items()}
    low, high = wilson(inside, n)
    over_low, over_high = wilson(over, n)
    worst = min(shares, key=lambda key: shares[key], default=None)
    own, below = sum(one.from_history for one in told) / n, sum(one.waited < one.p10 for one in told) / n
    return [
        f"n {n:,}, from own visits {own:.0%}, mean wait {statistics.fmean(one.waited for one in told):.1f} min",
        f"p10 to p90 holds {inside / n:.1%} ({low:.1%} to {high:.1%}); {below:.1%} waited less",
        f"over the told upper end {over / n:.1%} ({over_low:.1%} to {over_high:.1%})",
        f"MAE {mae:.2f}, last to enter {last:.2f}, rolling mean {rolling:.2f}: {1 - mae / rolling:.1%} below it",
        f"cells of 50 or more: {len(big)}, at least 70 % in {sum(s >= 0.7 for s in shares.values())}"
        + (f", lowest {shares[worst]:.0%} in {worst} of {len(big[worst])}" if worst else ""),
    ]


def main(seeds: list[int]) -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.config.settings")
    django.setup()
    told: list[Told] = []
    for seed in seeds:
        for place in PLACES:
            part = list(measured(place, seed))
            told += part
            print(f"{place}, seed {seed}", *report(part), sep="\n  ", flush=True)
    for name, those in {
        "All": told,
        "Who found nobody free": [one for one in told if not one.free],
        "Who found somebody free": [one for one in told if one.free],
        "Told from the queue": [one for one in told if not one.from_history],
    }.items():
        print(name, *report(those), sep="\n  ")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [1])
