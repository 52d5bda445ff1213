"""Which times are free for a kind of visit, and how soon, in words."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from bedside.directory.models import Service, VisitType
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.people.models import Patient
from bedside.triage.models import Screening

from .hours import Hours
from .models import Appointment, Slot
from .needs import needs_of
from .possible import possible
from .seats import seats_left

MOST = 60


@dataclass(frozen=True)
class DayOfTimes:
    """The free times of one day at one wall clock."""

    day: date
    slots: list[Slot]
    left: dict[uuid.UUID, int] = field(default_factory=dict)  # of those that are groups, the seats


def free_times(
    visit_type: VisitType,
    *,
    until: datetime | None = None,
    after: datetime | None = None,
    most: int = MOST,
    patient: uuid.UUID | None = None,
    moved: uuid.UUID | None = None,
    uses: Collection[str] = (),
    only: Q | None = None,
    within: Hours | None = None,
) -> list[Slot]:
    """The next free times that fit a kind of visit, soonest first, none later than its urgency allows.

    Of the times that are held for something, those for `uses` (uses_of()), and those released by now. `only` narrows
    them further to what she wishes, `within` to the hours at which she can come.

    It has all that the visit needs: a room, a device, an interpreter. A time at which the patient has another visit is
    not shown: a no would tell a carer of one that is hidden.
    """
    fitting = (
        Slot.objects.free(after, uses=uses)
        .until(until)
        .filter(only or Q(), service=visit_type.service_id, mode=visit_type.mode, minutes__gte=visit_type.minutes)
    )
    if patient:
        fitting = fitting.not_while_busy(patient, but=moved)
    needs = needs_of(visit_type, _with_interpreter(patient))
    if needs.is_plain and within is None:
        return list(fitting.in_order()[:most])
    return possible(fitting, needs, visit_type, most, uses, within)


def _with_interpreter(patient: uuid.UUID | None) -> Patient | None:
    return Patient.objects.filter(pk=patient, interpreter=True).first() if patient else None


def by_day(slots: Iterable[Slot]) -> list[DayOfTimes]:
    """The same times in days, as the wall clock of each place counts them."""
    slots = list(slots)
    left = seats_left(slots)
    return [
        DayOfTimes(day, list(those), left)
        for day, those in groupby(slots, key=lambda slot: day_of(slot.starts_at, slot.place.zone))
    ]


def soonest(services: Iterable[Service], *, only: Q | None = None, mode: str = "") -> dict[object, datetime | None]:
    """The first free moment of each service, None where there is none; `only` and `mode` narrow them as she wishes."""
    # Asked for each by itself, the index leads to the first; asked for all at once, every free time would be read.
    fitting = Slot.objects.free().filter(only or Q(), service=OuterRef("pk"))
    fitting = fitting.filter(mode=mode) if mode else fitting
    first = fitting.order_by("starts_at").values("starts_at")[:1]
    wanted = Service.objects.filter(pk__in=[service.pk for service in services])
    return dict(wanted.annotate(at=Subquery(first)).values_list("pk", "at"))


def how_soon(moment: datetime | None, zone: str) -> str:
    """When that is, in words and never as a clock time: a time is shown only after the safety questions."""
    if moment is None:
        return _("No free times at the moment. You can join the waiting list.")
    days = (day_of(moment, zone) - day_of(now(), zone)).days
    if days <= 0:
        return _("Free times today")
    if days == 1:
        return _("Free times tomorrow")
    today = day_of(now(), zone)
    if moment - now() < timedelta(days=7) and today.weekday() + days < 7:
        return _("Free times this week")
    if days <= 13 - today.weekday():
        return _("Free times next week")
    if days <= 31:
        return _("Free times within a month")
    return _("Free times in more than a month")


def latest_for(appointment: Appointment) -> datetime | None:
    """How late a visit may be moved: as its screening allowed, and never less than it lies now; None for any."""
    screening = Screening.objects.filter(pk=appointment.screening_id).first() if appointment.screening_id else None
    if screening is None or screening.latest_start is None:
        return None
    return max(screening.latest_start, appointment.starts_at)
