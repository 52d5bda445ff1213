"""How a day at the clinic goes: who comes early or late, how long everybody waits, who is seen when.

Each clinician sees one patient after the other. A day begins a little late, visits take as long as they take, and what
is lost in the morning is felt at noon. The same rules tell the days that are over and the one that is going on.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from bedside.booking.models import Appointment
from bedside.directory.models import Place, Service
from bedside.hours.zones import day_of
from bedside.people.models import Patient
from bedside.visits.models import State, Visit, ticket_of

NOT_WRITTEN = 0.03  # of the steps: somebody forgot, so the time is unknown
WALK_IN_REASONS = ["cut on my hand", "fever since last night", "sore ear", "sting that swells", "came for a dressing"]
LEAVES = 0.07  # of those who came without an appointment

Slower = Callable[[datetime, Place], float]


@dataclass
class Steps:
    """When one patient went through the day."""

    arrived: datetime
    called: datetime
    began: datetime
    ended: datetime


def pace(today: datetime) -> Slower:
    """What the charts are to find: Hillside later and slower for two months, Riverside better for ten weeks."""

    def slower(moment: datetime, place: Place) -> float:
        weeks = (today - moment).days / 7
        if place.name == "Hillside":
            return 1.5 if weeks < 8 else 1.0
        return 0.92 if weeks < 10 else 1.04

    return slower


def steps_of(line: list[Appointment], dice: random.Random, slower: Slower) -> list[Steps]:
    """One clinician's patients of one session, in the order of their times."""
    late = dice.expovariate(1 / 7) + 20 * max(0.0, slower(line[0].starts_at, line[0].place) - 1.1)
    went, free = list[Steps](), line[0].starts_at + timedelta(minutes=late)
    for one in line:
        arrived = one.starts_at + timedelta(minutes=max(-35.0, min(dice.gauss(-9, 7), 10.0)))
        length = (one.ends_at - one.starts_at).total_seconds() / 60
        takes = length * dice.lognormvariate(0.0, 0.42) * slower(one.starts_at, one.place)
        began = max(free, arrived + timedelta(minutes=2), one.starts_at - timedelta(minutes=4))
        ended = began + timedelta(minutes=takes)
        called = max(began - timedelta(minutes=dice.uniform(0.5, 2.5)), arrived + timedelta(minutes=1))
        went.append(Steps(arrived, called, began, ended))
        free = ended + timedelta(minutes=dice.uniform(0, 1.5))
    return went


def by_session(appointments: Iterable[Appointment]) -> list[list[Appointment]]:
    """The same appointments, each clinician's by themselves, day by day, morning and afternoon."""

    def who(one: Appointment) -> tuple[str, str]:
        return one.staff_member.family_name, one.staff_member.given_name

    ordered = sorted(appointments, key=lambda one: (who(one), one.starts_at))
    return [list(those) for _, those in groupby(ordered, key=lambda one: (who(one), one.slot.session_id))]


def visits_of(seen: list[Appointment], dice: random.Random, slower: Slower) -> list[Visit]:
    """The visits to which these appointments led, all of them over; without tickets yet."""
    visits = []
    for line in by_session(seen):
        for one, step in zip(line, steps_of(line, dice, slower), strict=True):
            visit = visit_of(one, step.arrived)
            visit.state = State.FINISHED
            visit.called_at, visit.began_at, visit.ended_at = step.called, step.began, step.ended
            visit.left_at = step.ended + timedelta(minutes=dice.uniform(0, 4))
            for name in ("called_at", "ended_at"):
                if dice.random() < NOT_WRITTEN:
                    setattr(visit, name, None)
            visits.append(visit)
    return visits


def visit_of(one: Appointment, arrived: datetime) -> Visit:
    return Visit(
        patient_id=one.patient_id,
        label=one.label,
        appointment=one,
        place=one.place,
        service_id=one.service_id,
        visit_type_id=one.visit_type_id,
        staff_member_id=one.staff_member_id,
        reason=one.reason,
        scheduled_at=one.starts_at,
        day=day_of(arrived, one.place.zone),
        arrived_at=arrived,
        checked_in_at=arrived,
    )


def walk_ins(
    visits: list[Visit], nurses: dict[Place, Service], crowd: list[Patient], dice: random.Random
) -> list[Visit]:
    """Who came without an appointment on the same days: a few each day, and some who did not wait to be seen."""
    doors_open: dict[tuple[date, Place], datetime] = {}
    for visit in visits:
        if visit.place in nurses and visit.arrived_at:
            key = (visit.day, visit.place)
            doors_open[key] = min(visit.arrived_at, doors_open.get(key, visit.arrived_at))
    return [
        walk_in(day, place, opened + timedelta(minutes=dice.uniform(0, 380)), nurses[place], crowd, dice)
        for (day, place), opened in sorted(doors_open.items(), key=lambda one: (one[0][0], one[0][1].name))
        for _ in range(dice.choice([0, 1, 1, 2, 3]))
    ]


def walk_in(
    day: date, place: Place, arrived: datetime, service: Service, crowd: list[Patient], dice: random.Random
) -> Visit:
    visit = Visit(
        patient=dice.choice(crowd),
        place=place,
        service=service,
        reason=dice.choice(WALK_IN_REASONS),
        level=dice.choice(["S24", "R72", "R14"]),
        day=day,
        arrived_at=arrived,
        checked_in_at=arrived,
    )
    if dice.random() < LEAVES:
        visit.state, visit.left_at = State.LEFT, arrived + timedelta(minutes=dice.uniform(35, 80))
    else:
        visit.state, visit.called_at = State.FINISHED, arrived + timedelta(minutes=dice.lognormvariate(3.1, 0.5))
        visit.began_at = visit.called_at + timedelta(minutes=2)
        visit.ended_at = visit.left_at = visit.began_at + timedelta(minutes=dice.lognormvariate(2.3, 0.4))
    return visit


def give_tickets(visits: list[Visit]) -> None:
    """Each day's tickets in the order of coming, after those given that day already."""
    days = Visit.objects.filter(day__in={visit.day for visit in visits}).values_list("place_id", "day")
    there = Counter(days)
    ordered = sorted(visits, key=lambda one: (one.place.name, one.day, one.arrived_at))
    for (place, day), those in groupby(ordered, key=lambda one: (one.place_id, one.day)):
        given = there[place, day]
        for number, visit in enumerate(those, given + 1):
            visit.ticket = ticket_of(number)
