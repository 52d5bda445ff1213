"""How many a place can look after, and how often more is asked of it in a day than it has times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bedside.booking.models import Appointment, Slot, Status
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.measures.supply import Overflow, overflow, panel
from bedside.people.models import Label

A_YEAR = timedelta(days=365)
FEWEST = 30  # patients


@dataclass(frozen=True)
class Load:
    overflow: Overflow | None
    panel: float | None  # how many patients the times of a year are enough for
    patients: int | None  # how many came in the last year


def load(place: Place) -> Load:
    """The last year of a place: what it had, and what was asked of it."""
    since, until = now() - A_YEAR, now()
    times = Slot.objects.filter(place=place, is_closed=False, starts_at__gte=since, starts_at__lt=until)
    there = _by_day(times.values_list("starts_at", flat=True), place)
    visits = Appointment.objects.filter(place=place, label=Label.NONE)
    asked = _by_day(visits.filter(asked_at__gte=since, asked_at__lt=until).values_list("asked_at", flat=True), place)
    came = list(
        visits.filter(
            starts_at__gte=since, starts_at__lt=until, status__in=[Status.ARRIVED, Status.FULFILLED]
        ).values_list("patient", flat=True)
    )
    patients = len(set(came))
    enough = patients >= FEWEST and bool(there)
    return Load(
        overflow=overflow([(asked[day], many) for day, many in there.items()]),
        panel=panel(sum(there.values()) / len(there), len(there), len(came) / patients) if enough else None,
        patients=patients if enough else None,
    )


def _by_day(moments: Iterable[datetime], place: Place) -> Counter[date]:
    return Counter(day_of(one, place.zone) for one in moments)
