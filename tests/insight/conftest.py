"""A Wednesday at noon; the last whole week began on Monday 16 November."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bedside.booking.models import Appointment, Session, Slot, Status
from bedside.booking.sessions import slots_of
from bedside.directory.models import Place
from bedside.hours.clock import Stopped, stopped_at
from bedside.hours.zones import day_of
from bedside.insight.counting import this_week
from bedside.insight.models import Figure
from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE
from bedside.measures.registry import MEASURES
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.visits.models import State, Visit

WEDNESDAY_NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LAST_MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)

Came = Callable[..., Visit]


@pytest.fixture(autouse=True)
def clock() -> Iterator[Stopped]:
    with stopped_at(WEDNESDAY_NOON) as clock:
        yield clock


@pytest.fixture
def came(town: Cast) -> Came:
    """Somebody came and was called so many minutes later; None where nobody wrote it down."""
    count = iter(range(1, 10_000))

    def comes(
        minutes: float | None, *, at: datetime | None = LAST_MONDAY, place: Place = town.riverside, **more: Any
    ) -> Visit:
        number = next(count)
        [patient] = people(1, number)
        facts: dict[str, Any] = {
            "patient": patient,
            "place": place,
            "service": town.gp,
            "day": day_of(at or LAST_MONDAY, place.zone),
            "ticket": f"X{number}",
            "state": State.FINISHED,
            "arrived_at": at,
            "called_at": at + timedelta(minutes=minutes) if at and minutes is not None else None,
        }
        visit = Visit(**(facts | more))
        record_many("visit.arrived", [visit], by=HOUSE, at=LAST_MONDAY)
        return visit

    return comes


def people(many: int, number: int = 0) -> list[Patient]:
    those = [Patient(given_name="Pat", family_name=f"Number {number + one}") for one in range(many)]
    record_many("patient.registered", those, by=HOUSE, at=LAST_MONDAY)
    return those


@pytest.fixture
def booked(town: Cast) -> Callable[..., list[Appointment]]:
    """Appointments one after the other from a moment on, each with what became of it."""

    def books(
        *fates: Status, starts: datetime = LAST_MONDAY, asked: timedelta = timedelta(days=3), **more: Any
    ) -> list[Appointment]:
        session = Session(
            staff_member=town.osei,
            place=town.riverside,
            service=town.gp,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=15 * len(fates)),
            slot_minutes=15,
        )
        record_many("session.opened", [session], by=HOUSE, at=starts)
        slots = Slot.objects.bulk_create(slots_of(session))
        those = [
            Appointment(
                **{
                    "patient": patient,
                    "slot": slot,
                    "visit_type": town.gp_visit,
                    "service": town.gp,
                    "staff_member": town.osei,
                    "place": town.riverside,
                    "starts_at": slot.starts_at,
                    "ends_at": slot.ends_at,
                    "asked_at": slot.starts_at - asked,
                    "status": fate,
                }
                | more
            )
            for patient, slot, fate in zip(people(len(fates)), slots, fates, strict=True)
        ]
        record_many("appointment.booked", those, by=HOUSE, at=starts)
        return those

    return books


def weeks(
    values: Sequence[float | None], *, name: str = "visits.wait", place: Place | None = None, n: int = 40
) -> None:
    """Weeks as they were counted, the last of them the last whole one."""
    last = this_week()
    for back, value in enumerate(reversed(values), start=1):
        week = last - timedelta(weeks=back)
        facts = {"measure": name, "measure_version": MEASURES.get(name).version, "place": place, "week": week}
        Figure.objects.create(**facts, value=value, n=n, waiting=0, unknown=0)


def figure(name: str, week: date, place: Place | None = None) -> Figure:
    return Figure.objects.get(measure=name, week=week, place=place)
