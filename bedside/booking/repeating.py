"""The same visit again and again: on which days it would be, which of them can be, and what is free near the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import VisitType
from bedside.hours.zones import NoSuchTime, at, local
from bedside.journal.models import Refusal
from bedside.people.models import Patient

from .models import TAKEN, Slot, Taken, Use
from .needs import NO_INTERPRETER, NO_ROOM, needs_of
from .times import free_times
from .uses import HELD, uses_of

MOST_TIMES, MOST_WEEKS = 26, 52
ALTERNATIVES = 3
NEAR = timedelta(days=3)
MANY = _("A series has 2 to 26 visits, 1 to 52 weeks apart.")
NO_SUCH_TIME = _("There is no such time.")
ELSEWHERE = _("The patient has another visit then.")


@dataclass(frozen=True)
class Planned:
    """One day of a series to be: its time where it can be booked, else why not, and what is free near it."""

    moment: datetime
    slot: Slot | None = None
    because: str | Promise = ""
    near: list[Slot] = field(default_factory=list)


def planned(slot: Slot, visit_type: VisitType, patient: Patient, *, every_weeks: int, times: int) -> list[Planned]:
    """The days of a series that begins with this time."""
    days = []
    for moment in moments(slot, every_weeks=every_weeks, times=times):
        there = same_time(slot, moment)
        because = why_not(there, visit_type, patient)
        if because:
            days.append(Planned(moment, None, because, free_near(moment, slot, visit_type, patient)))
        else:
            days.append(Planned(moment, there))
    return days


def moments(slot: Slot, *, every_weeks: int, times: int) -> Iterator[datetime]:
    """The same hour on the wall every so many weeks, beginning with this time; noon where the clocks leave it out."""
    if not 2 <= times <= MOST_TIMES or not 1 <= every_weeks <= MOST_WEEKS:
        raise Refusal(MANY, rule="many")
    zone = slot.place.zone
    wall = local(slot.starts_at, zone)
    yield slot.starts_at
    for number in range(1, times):
        day = wall.date() + timedelta(weeks=every_weeks * number)
        try:
            yield at(day, wall.time(), zone)
        except NoSuchTime:
            yield at(day, "12:00", zone)


def same_time(slot: Slot, moment: datetime) -> Slot | None:
    """The same clinician's time for the same service there, at another moment."""
    same = Slot.objects.filter(staff_member=slot.staff_member_id, service=slot.service_id, mode=slot.mode)
    return same.filter(starts_at=moment, place=slot.place_id, is_closed=False).in_order().first()


def why_not(slot: Slot | None, visit_type: VisitType, patient: Patient) -> str | Promise:
    """Why this visit cannot be booked at that time, in a sentence; nothing where it can."""
    if slot is None:
        return NO_SUCH_TIME
    uses = uses_of(patient.pk, visit_type)
    before = slot.starts_at - timedelta(microseconds=1)
    only = Q(pk=slot.pk)
    if free_times(visit_type, after=before, until=slot.starts_at, patient=patient.pk, uses=uses, only=only, most=1):
        return ""
    if not Slot.objects.free(before, uses=Use.values).filter(only).exists():
        return TAKEN
    if not slot.is_open_to(uses):
        return HELD
    hers = Taken.objects.still().filter(resource=patient.pk, at__gte=slot.starts_at, at__lt=slot.ends_at)
    if hers.exists():  # what is confidential leaves no echo, not even in a no
        return TAKEN if hers.filter(Q(appointment__label__gt="") | Q(hold__label__gt="")).exists() else ELSEWHERE
    return NO_INTERPRETER if needs_of(visit_type, patient).interpreter else NO_ROOM


def free_near(moment: datetime, slot: Slot, visit_type: VisitType, patient: Patient) -> list[Slot]:
    """What is free within three days of it, with the same clinician first, the nearest first."""
    uses = uses_of(patient.pk, visit_type)
    around = free_times(visit_type, after=moment - NEAR, until=moment + NEAR, patient=patient.pk, uses=uses, most=400)
    found = [one for one in around if one.starts_at != moment or one.staff_member_id != slot.staff_member_id]
    return sorted(found, key=lambda one: (one.staff_member_id != slot.staff_member_id, abs(one.starts_at - moment)))[
        :ALTERNATIVES
    ]
