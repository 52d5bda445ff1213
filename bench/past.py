"""Two million visits behind us: whoever looks for a free time must not feel them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Model

from bedside.booking.actions import book
from bedside.booking.models import CELL, Appointment, Slot, Status, Taken
from bedside.booking.sessions import open_session
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.people.models import StaffMember

from .large import MINUTES, cast

A_DAY = 18  # visits of each clinician


def lived_through(visits: int) -> None:
    """So many visits lie behind the clinic, with their times and every five minutes of them, clinician and patient."""
    town = cast()
    start = now().replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=1)
    session = open_session(
        town.lin,
        place=town.riverside,
        service=town.gp,
        starts_at=start + timedelta(days=500),
        ends_at=start + timedelta(days=500, minutes=MINUTES),
        slot_minutes=MINUTES,
        by=HOUSE,
    )
    one = book(session.slots.get(), town.ana, town.gp_visit, by=HOUSE)
    staff = list(StaffMember.objects.filter(given_name__startswith="Given").values_list("pk", flat=True))
    days = -(-visits // (len(staff) * A_DAY))
    for number, member in enumerate(staff):
        moments = [
            start - timedelta(days=day) + timedelta(minutes=MINUTES * turn)
            for day in range(days, 0, -1)
            for turn in range(A_DAY)
        ]
        patient = uuid.uuid5(member, str(number))  # always seen by the same clinician; nobody else reads these cells
        with transaction.atomic():
            _write(member, patient, moments, one)


def _write(member: uuid.UUID, patient: uuid.UUID, moments: list[datetime], one: Appointment) -> None:
    kept, at = _as_kept, connection.ops.adapt_datetimefield_value
    length = timedelta(minutes=MINUTES)
    slots, visits = _keys(member, "slots", len(moments)), _keys(member, "visits", len(moments))
    when = [(at(moment), at(moment + length)) for moment in moments]
    _copies(
        Slot,
        one.slot_id,
        ["id", "staff_member_id", "starts_at", "ends_at"],
        ((kept(slot), kept(member), *span) for slot, span in zip(slots, when, strict=True)),
    )
    _copies(
        Appointment,
        one.pk,
        ["id", "slot_id", "staff_member_id", "status", "starts_at", "ends_at"],
        (
            (kept(visit), kept(slot), kept(member), Status.FULFILLED.value, *span)
            for visit, slot, span in zip(visits, slots, when, strict=True)
        ),
    )
    for resource in (member, patient):
        rows = [
            (kept(resource), at(moment + CELL * step), kept(visit))
            for moment, visit in zip(moments, visits, strict=True)
            for step in range(MINUTES // 5)
        ]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {Taken._meta.db_table} (resource, at, appointment_id) VALUES (%s, %s, %s)",  # noqa: S608
                rows,
            )


def _keys(member: uuid.UUID, what: str, count: int) -> list[uuid.UUID]:
    """Keys that lie side by side, as no year really leaves them, but millions of them are written in minutes."""
    first = uuid.uuid5(member, what).int
    return [uuid.UUID(int=(first + number) % 2**128) for number in range(count)]


def _copies(model: type[Model], like: uuid.UUID, columns: list[str], rows: Iterator[tuple[object, ...]]) -> None:
    """Rows that are as one that is there, but for these columns."""
    every = [field.column for field in model._meta.concrete_fields]
    asked = ", ".join(columns + [name for name in every if name not in columns])
    given = ", ".join(["%s"] * len(columns) + [name for name in every if name not in columns])
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({asked}) SELECT {given} FROM {table} WHERE id = %s",  # noqa: S608
            [(*row, _as_kept(like)) for row in rows],
        )


def _as_kept(key: uuid.UUID) -> object:
    return key if connection.features.has_native_uuid_field else key.hex
