"""The crowd around the cast: a few hundred people with thirty weeks of visits and letters behind them.

Everything comes from one seed and from the day, and enters through the journal's bulk door, as it happened then.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from bedside.booking.models import Appointment, Session, Slot, Status, Taken
from bedside.booking.reserving import cells_between, note_full
from bedside.booking.sessions import slots_of
from bedside.directory.models import Mode, Post, Service, VisitType
from bedside.hours.clock import now
from bedside.hours.zones import NoSuchTime, at
from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE, Outside
from bedside.people.models import Label, Patient, StaffMember
from bedside.visits.models import State as VisitState

from .answers import ask
from .days import give_tickets, pace, visits_of, walk_ins
from .names import FAMILY, GIVEN, LANGUAGES, REASONS, STREETS

WEEKS_BEHIND = 30
DAYS_AHEAD = 42
PEOPLE = 400
FULL = 0.84  # of the times are taken in the end
ASKED_BEFORE = [3, 20, 30, 75, 120, 200, 340, 500, 800]  # hours
CALLED_OFF_BEFORE = [1, 6, 26, 50]
MORNING, AFTERNOON, WEEKEND = ("09:00", "12:20"), ("13:40", "17:00"), ("09:00", "12:00")


def settle(dice: random.Random) -> list[Patient]:
    """Some hundreds of people move in, over the years."""
    patients, arrived = [], []
    for number in range(PEOPLE):
        language, sex = dice.choice(LANGUAGES), dice.choice(["female", "male"])
        given, family = dice.choice(GIVEN[language][sex].split()), dice.choice(FAMILY[language].split())
        born = date(2026, 6, 1) - timedelta(days=int(dice.triangular(30, 92 * 365, 45 * 365)))
        patients.append(
            Patient(
                given_name=given,
                family_name=family,
                birth_date=born,
                sex=sex,
                language=language,
                interpreter=language != "en" and dice.random() < 0.4,
                phone=f"07700 900{number + 200:03d}" if dice.random() < 0.92 else "",
                email=f"{given}.{family}.{number}@town.example".lower() if dice.random() < 0.7 else "",
                address=f"{dice.randint(1, 90)} {dice.choice(STREETS)}",
                postcode=f"RV{dice.randint(1, 9)} {dice.randint(1, 9)}{dice.choice('ABDEF')}{dice.choice('GHJLN')}",
            )
        )
        arrived.append(now() - timedelta(days=dice.randint(240, 4000)))
    record_many("patient.registered", patients, by=HOUSE, at=arrived)
    return patients


def crowd_of_the_town() -> list[Patient]:
    """Everybody but the cast, each time in the same order: ids differ from build to build, names do not."""
    return list(Patient.objects.filter(login=None).order_by("family_name", "given_name", "birth_date", "address"))


def open_days(days: Iterable[date], dice: random.Random) -> list[Slot]:
    """Everybody's sessions on these days, cut into times; opened six weeks before."""
    sessions = []
    posts = list(Post.objects.offered().order_by("staff_member__family_name", "service__slug", "place__name"))
    for day in days:
        for post, (start, end) in _roster(day, posts):
            try:
                begins, ends = at(day, start, post.place.zone), at(day, end, post.place.zone)
            except NoSuchTime:  # no clinic opens in the hour that does not happen
                continue
            minutes = 20 if post.service.slug in {"joints", "sexual-health"} else 15
            sessions.append(
                Session(
                    staff_member=post.staff_member,
                    place=post.place,
                    service=post.service,
                    mode=_mode(day, post, start),
                    starts_at=begins,
                    ends_at=ends,
                    slot_minutes=minutes,
                )
            )
    return open_sessions(sessions)


def open_sessions(sessions: list[Session]) -> list[Slot]:
    opened = [min(one.starts_at - timedelta(days=DAYS_AHEAD), now()) for one in sessions]
    record_many("session.opened", sessions, by=HOUSE, at=opened)
    slots = [slot for session in sessions for slot in slots_of(session)]
    Slot.objects.bulk_create(slots, batch_size=500)
    return slots


def _roster(day: date, posts: list[Post]) -> Iterator[tuple[Post, tuple[str, str]]]:
    """Who works when: half of three days in the week, their posts in turn; at weekends one doctor and the nurses."""
    by_person: dict[StaffMember, list[Post]] = {}
    for post in posts:
        by_person.setdefault(post.staff_member, []).append(post)
    for index, (person, hers) in enumerate(by_person.items()):
        turn = day.toordinal() + index
        if day.weekday() >= 5:
            if person.job == "practice nurse" or turn % 2 == 0:
                yield hers[0], WEEKEND
            continue
        if (day.weekday() + 2 * index) % 5 >= 3:  # two days off in the week
            continue
        yield hers[turn % len(hers)], (MORNING, AFTERNOON)[turn % 2]


def _mode(day: date, post: Post, start: str) -> str:
    """Every third afternoon of a GP is spent on the phone."""
    return (
        Mode.PHONE
        if post.service.slug == "gp" and start == AFTERNOON[0] and day.toordinal() % 3 == 0
        else Mode.IN_PERSON
    )


def fill(slots: list[Slot], patients: list[Patient], dice: random.Random, *, founded: datetime | None = None) -> None:
    """Book into these times as people did, and tell what became of what is over."""
    booked = book_into(slots, patients, dice, founded=founded)
    look_back([one for one in booked if one.ends_at <= now()], dice)


def book_into(
    slots: list[Slot],
    patients: list[Patient],
    dice: random.Random,
    *,
    once: bool = False,
    founded: datetime | None = None,
) -> list[Appointment]:
    """Book into these times as people did: nearly full behind us, thinner ahead.

    `once` for each patient; and nobody asked before the clinic was `founded`.
    """
    types = {
        (one.service_id, one.mode): one for one in VisitType.objects.select_related("service").order_by("-pk")
    }  # the first set up is the usual one
    today, booked, asked = now(), list[Appointment](), list[datetime]()
    busy: set[tuple[Any, datetime]] = set()
    known: set[Any] = set()
    for slot in slots:
        asked_at = slot.starts_at - timedelta(hours=dice.choice(ASKED_BEFORE) * dice.uniform(0.7, 1.3))
        if founded and asked_at < founded:
            continue
        patient = dice.choice(patients)
        cells = {(patient.pk, moment) for moment in cells_between(slot.starts_at, slot.ends_at)}
        if asked_at > today or dice.random() > FULL or cells & busy or (once and patient.pk in known):
            continue
        busy |= cells
        known.add(patient.pk)
        visit_type: VisitType = types[slot.service_id, slot.mode]
        service: Service = visit_type.service
        booked.append(
            Appointment(
                patient=patient,
                slot=slot,
                visit_type=visit_type,
                service_id=slot.service_id,
                staff_member_id=slot.staff_member_id,
                place_id=slot.place_id,
                starts_at=slot.starts_at,
                ends_at=slot.starts_at + timedelta(minutes=visit_type.minutes),
                reason="" if service.is_sensitive else dice.choice(REASONS.get(service.slug, REASONS["gp"])),
                asked_at=asked_at,
                label=Label.CONFIDENTIAL if service.is_sensitive else Label.NONE,
            )
        )
        asked.append(asked_at)
    record_many("appointment.booked", booked, by=HOUSE, at=asked)
    _take([one for one in booked if one.ends_at > today])
    return booked


def _take(booked: list[Appointment]) -> None:
    cells = [
        Taken(resource=resource, at=moment, appointment=one)
        for one in booked
        for resource in (one.staff_member_id, one.patient_id)
        for moment in cells_between(one.slot.starts_at, one.slot.ends_at)
    ]
    Taken.objects.bulk_create(cells, batch_size=500)
    note_full(Slot.objects.filter(pk__in=[one.slot_id for one in booked]))


def look_back(passed: list[Appointment], dice: random.Random) -> None:
    """What became of the visits that are over: most took place, some were missed, some cancelled in time.

    Fewer are missed since a second reminder is sent, three months ago.
    """
    fates: dict[Status, list[Appointment]] = {Status.FULFILLED: [], Status.NOSHOW: [], Status.CANCELLED: []}
    two_reminders = now() - timedelta(weeks=12)
    for one in passed:
        missed = 5 if one.starts_at > two_reminders else 10
        fates[dice.choices(list(fates), weights=[93 - missed, missed, 7])[0]].append(one)
    for fate, those in fates.items():
        for one in those:
            one.status = fate
            one.cancelled_because = "no longer needed" if fate == Status.CANCELLED else ""
        when = [called_off(one, dice) if fate == Status.CANCELLED else one.ends_at for one in those]
        by = Outside("patient", "portal") if fate == Status.CANCELLED else HOUSE
        record_many(f"appointment.{fate.value}", those, by=by, at=when)
    tell_visits(fates[Status.FULFILLED], dice)


def called_off(one: Appointment, dice: random.Random) -> datetime:
    """Some call it off in time, some when nobody else can come any more; never before they had asked."""
    return max(one.starts_at - timedelta(hours=dice.choice(CALLED_OFF_BEFORE)), one.asked_at + timedelta(minutes=30))


def tell_visits(took_place: list[Appointment], dice: random.Random) -> None:
    """How those went who came, and who came without a time on the same days."""
    nurses = {one.place: one.service for one in Post.objects.offered() if one.service.slug == "nurse"}
    came = {one.patient_id for one in took_place}
    crowd = [one for one in crowd_of_the_town() if one.pk in came]
    visits = visits_of(took_place, dice, pace(now()))
    visits += walk_ins(visits, nurses, crowd, dice)
    give_tickets(visits)
    for verb, those in (
        ("visit.finished", [one for one in visits if one.state == VisitState.FINISHED]),
        ("visit.left", [one for one in visits if one.state == VisitState.LEFT]),
    ):
        record_many(verb, those, by=HOUSE, at=[one.left_at or one.arrived_at or now() for one in those])
    ask([one for one in visits if one.state == VisitState.FINISHED], dice)


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]
