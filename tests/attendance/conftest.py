"""A place with two years of visits behind it: some people miss many, others few, and long leads are forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bedside.booking.models import Appointment, Session, Slot, Status
from bedside.booking.sessions import slots_of
from bedside.hours.clock import Stopped, stopped_at
from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE
from bedside.people.models import Patient
from bedside.town.cast import Cast

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MANY = 700

Visit = Callable[..., Appointment]


@pytest.fixture(autouse=True)
def clock() -> Iterator[Stopped]:
    with stopped_at(NOON) as clock:
        yield clock


@pytest.fixture
def visit(town: Cast) -> Visit:
    """One visit, so many days from now, asked for so many days before it."""

    def books(
        patient: Patient, days: float, *, lead: float = 3, status: Status = Status.BOOKED, **more: str
    ) -> Appointment:
        [found] = told(town, [patient], [days], [lead], [status], **more)
        return found

    return books


@pytest.fixture
def past(town: Cast) -> list[Patient]:
    """Patients with a past of which one can learn; the first twenty miss most of their visits."""
    lot = np.random.default_rng(11)
    people = [
        Patient(
            given_name="Pat",
            family_name=f"Number {at:03}",
            birth_date=NOON.date().replace(year=int(1936 + at % 80)),
            language=("en", "pl")[at % 2],
            phone=f"07700 900{at:03}",
        )
        for at in range(100)
    ]
    record_many("patient.registered", people, by=HOUSE, at=NOON - timedelta(days=900))
    whose = lot.integers(0, len(people), MANY)
    days = -np.sort(lot.uniform(1, 700, MANY))[::-1]
    lead = np.where(lot.random(MANY) < 0.3, 0.1, lot.uniform(1, 60, MANY))
    missed = lot.random(MANY) < np.where(whose < 20, 0.6, 0.06) + 0.003 * lead
    told(
        town,
        [people[at] for at in whose],
        days.tolist(),
        lead.tolist(),
        [Status.NOSHOW if one else Status.FULFILLED for one in missed],
    )
    return people


def told(
    town: Cast, patients: list[Patient], days: list[float], leads: list[float], fates: list[Status], **more: str
) -> list[Appointment]:
    starts = [NOON + timedelta(days=day, seconds=30) for day in days]
    starts = [one.replace(second=0, microsecond=0, minute=one.minute - one.minute % 15) for one in starts]
    sessions = [
        Session(
            staff_member=town.osei,
            place=town.riverside,
            service=town.gp,
            starts_at=one,
            ends_at=one + timedelta(minutes=15),
            slot_minutes=15,
        )
        for one in starts
    ]
    record_many("session.opened", sessions, by=HOUSE, at=NOON - timedelta(days=900))
    slots = [slot for session in sessions for slot in slots_of(session)]
    Slot.objects.bulk_create(slots, ignore_conflicts=True)
    there = {one.starts_at: one for one in Slot.objects.filter(starts_at__in=starts, staff_member=town.osei)}
    visits = [
        Appointment(
            patient=patient,
            slot=there[start],
            visit_type=town.gp_visit,
            service=town.gp,
            staff_member=town.osei,
            place=town.riverside,
            starts_at=start,
            ends_at=start + timedelta(minutes=15),
            asked_at=start - timedelta(days=lead),
            status=fate,
            **more,
        )
        for patient, start, lead, fate in zip(patients, starts, leads, fates, strict=True)
    ]
    taken: set[object] = set()
    kept = []
    for one in visits:
        if one.slot_id not in taken:
            taken.add(one.slot_id)
            kept.append(one)
    record_many("appointment.booked", kept, by=HOUSE, at=[one.asked_at for one in kept])
    return kept
