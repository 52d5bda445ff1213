"""Our own book as the prediction reads it. Confidential visits are not in it, neither to learn from nor to score."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import QuerySet

from bedside.booking.models import Appointment, Status
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import local
from bedside.inbox.models import Message
from bedside.inbox.models import State as MessageState
from bedside.people.models import Label
from bedside.prediction.bookings import Bookings
from bedside.prediction.moments import DAY, EPOCH, Flags

AS_FAR_BACK = timedelta(days=3 * 365)
OUTCOMES = {Status.NOSHOW: 1.0, Status.ARRIVED: 0.0, Status.FULFILLED: 0.0}
REMINDS = [MessageState.WAITING, MessageState.SENDING, MessageState.SENT, MessageState.DELIVERED]
FIELDS = (
    *("pk", "patient_id", "patient__merged_into_id", "patient__birth_date", "place_id"),
    *("asked_at", "starts_at", "status"),
)
UNIX = datetime(1970, 1, 1, tzinfo=UTC)

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Book:
    """Visits as columns, and of each which one it is, where it is and whose."""

    bookings: Bookings
    visits: tuple[uuid.UUID, ...]
    patients: tuple[uuid.UUID, ...]
    places: tuple[uuid.UUID, ...]

    def at(self, place: Place) -> Flags:
        return np.array([one == place.pk for one in self.places], dtype=bool)


def the_past() -> Book:
    """Every visit of the last years of which is known whether somebody came, at all places."""
    return _book(_countable().filter(starts_at__gte=now() - AS_FAR_BACK, status__in=OUTCOMES))


def of_visits(visits: Iterable[Appointment]) -> tuple[Book, Book]:
    """These visits, and the past of the same patients, numbered alike."""
    wanted = _countable().filter(pk__in=[one.pk for one in visits])
    ahead = list(wanted.values_list(*FIELDS))
    people = {one for row in ahead for one in row[1:3] if one}
    before = _countable().filter(status__in=OUTCOMES)
    hers = before.filter(patient__in=people) | before.filter(patient__merged_into__in=people)
    numbers: dict[uuid.UUID, int] = {}
    return _columns(ahead, numbers), _columns(list(hers.values_list(*FIELDS)), numbers)


def _countable() -> QuerySet[Appointment]:
    return Appointment.objects.filter(label=Label.NONE)


def _book(visits: QuerySet[Appointment]) -> Book:
    return _columns(list(visits.values_list(*FIELDS)), {})


def _columns(rows: Sequence[Row], numbers: dict[uuid.UUID, int]) -> Book:
    zones = dict(Place.objects.values_list("pk", "zone"))
    rows = [row for row in rows if _wall(row[5], zones[row[4]]) // DAY <= _wall(row[6], zones[row[4]]) // DAY]
    reminded = _reminded([row[0] for row in rows])
    people = [row[2] or row[1] for row in rows]  # a record that was joined to another is the same person
    bookings = Bookings(
        patient=_whole(numbers.setdefault(one, len(numbers)) for one in people),
        booked_wall=_whole(_wall(row[5], zones[row[4]]) for row in rows),
        booked=_whole(_seconds(row[5]) for row in rows),
        starts_wall=_whole(_wall(row[6], zones[row[4]]) for row in rows),
        starts=_whole(_seconds(row[6]) for row in rows),
        days_only=False,
        age=np.array([_age(row[3], row[6].date()) for row in rows], dtype=np.float64),
        reminded=np.array([float(row[0] in reminded) for row in rows], dtype=np.float64),
        missed=np.array([OUTCOMES.get(row[7], np.nan) for row in rows], dtype=np.float64),
        rows=len(rows),
    )
    return Book(bookings, tuple(row[0] for row in rows), tuple(people), tuple(row[4] for row in rows))


def _reminded(visits: Sequence[uuid.UUID]) -> set[uuid.UUID | None]:
    """Those for which a reminder was sent, or is planned: what is to come counts like what has been."""
    reminders = Message.objects.filter(template="reminder", state__in=REMINDS)
    if len(visits) < 500:
        reminders = reminders.filter(about_id__in=visits)
    return set(reminders.values_list("about_id", flat=True))


def _whole(numbers: Iterable[int]) -> np.ndarray:
    return np.fromiter(numbers, dtype=np.int64)


def _seconds(moment: datetime) -> int:
    return (moment - UNIX) // timedelta(seconds=1)


def _wall(moment: datetime, zone: str) -> int:
    return (local(moment, zone).replace(tzinfo=None) - EPOCH) // timedelta(seconds=1)


def _age(born: date | None, day: date) -> float:
    if born is None:
        return np.nan
    return float(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))
