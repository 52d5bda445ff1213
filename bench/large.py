"""A large clinic to measure in: two hundred clinicians with ninety days of times, three quarters of them taken."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.db import connection, transaction

from bedside.booking.actions import book
from bedside.booking.models import CELL, Appointment, Session, Slot
from bedside.booking.reserving import note_full
from bedside.booking.sessions import open_session, slots_of
from bedside.directory import actions as directory
from bedside.directory.models import Service, VisitType
from bedside.hours.clock import now
from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE
from bedside.people.models import Patient, StaffMember
from bedside.town.cast import Cast, gather

CLINICIANS, DAYS, HOURS, MINUTES = 200, 90, 6, 20
TAKEN = 0.75
SERVICES = 5


@cache
def cast() -> Cast:
    """The people of the town, without the crowd."""
    with transaction.atomic():
        return gather()


@cache
def clinic() -> list[VisitType]:
    """One kind of visit for each of five services with forty clinicians each. In the last of them the next nine
    weeks are full and the rest is free; in the others what is taken is strewn over all days."""
    town, dice = cast(), random.Random(1)
    with transaction.atomic():
        kinds = [_kind(number) for number in range(SERVICES)]
        one = _appointment(town)  # what makes a time taken are its cells; this one stands for all of them
        staff = [StaffMember(given_name=f"Given{n}", family_name=f"Family{n}", job="GP") for n in range(CLINICIANS)]
        record_many("staff.joined", staff, by=HOUSE, at=now())
        first = now().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)
        for number, member in enumerate(staff):
            service = kinds[number % SERVICES].service
            directory.appoint(member, place=town.riverside, service=service, by=HOUSE)
            sessions = [_session(member, service, town, first + timedelta(days=day)) for day in range(DAYS)]
            Session.objects.bulk_create(sessions, batch_size=500)  # no history is asked for here
            slots = [slot for session in sessions for slot in slots_of(session)]
            Slot.objects.bulk_create(slots, batch_size=2000)
            full = service == kinds[-1].service
            taken = slots[: int(len(slots) * TAKEN)] if full else [one for one in slots if dice.random() < TAKEN]
            _take(taken, one)
            note_full(Slot.objects.filter(staff_member=member))
    return kinds


def _kind(number: int) -> VisitType:
    service = Service(slug=f"large-{number}", name=f"Large service {number}", purpose="Many people come here.")
    directory.set_up(service, by=HOUSE)
    kind = VisitType(service=service, name="Visit", minutes=MINUTES)
    return directory.set_up(kind, by=HOUSE)


def _session(member: StaffMember, service: Service, town: Cast, starts: datetime) -> Session:
    return Session(
        staff_member=member,
        place=town.riverside,
        service=service,
        starts_at=starts,
        ends_at=starts + timedelta(hours=HOURS),
        slot_minutes=MINUTES,
    )


def _take(slots: list[Slot], one: Appointment) -> None:
    """Five minutes after five minutes, in plain SQL: there are a million."""
    begins = [(slot.staff_member_id, slot.starts_at + CELL * step) for slot in slots for step in range(MINUTES // 5)]
    adapt = connection.ops.adapt_datetimefield_value
    rows = [(_as_kept(resource), adapt(at), _as_kept(one.pk)) for resource, at in begins]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO booking_taken (resource, at, appointment_id) VALUES (%s, %s, %s)", rows)


def _as_kept(key: UUID) -> object:
    return key if connection.features.has_native_uuid_field else key.hex


def _appointment(town: Cast) -> Appointment:
    service = town.gp
    day = now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=400)
    session = open_session(
        town.lee,
        place=town.riverside,
        service=service,
        starts_at=day,
        ends_at=day + timedelta(minutes=20),
        slot_minutes=20,
        by=HOUSE,
    )
    return book(session.slots.get(), town.ana, town.gp_visit, by=HOUSE)


def patients(number: int) -> list[Patient]:
    many = [
        Patient(given_name=f"Bench{n}", family_name="Person", email=f"bench{n}@town.example", phone="07700 900100")
        for n in range(number)
    ]
    record_many("patient.registered", many, by=HOUSE, at=now())
    return many
