"""Several visits at once: one after the other on one way, or the same again and again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import STAFF
from bedside.directory.models import VisitType
from bedside.hours.zones import NoSuchTime, at, local
from bedside.journal.hands import Hand
from bedside.journal.ids import new_id
from bedside.journal.models import Refusal
from bedside.people.models import Label, Patient
from bedside.triage.models import Screening

from ..models import Appointment, Slot
from ..notices import say_and_remind
from ..times import free_times
from ..uses import uses_of
from .visits import book

LONGEST_GAP = timedelta(minutes=15)  # between two visits that are one after the other
MOST_TIMES, MOST_TOGETHER = 26, 5
ALTERNATIVES = 3


@dataclass
class Occurrence:
    """One time of a series: the visit that was booked, or why none could be and what is free near it."""

    starts_at: datetime
    appointment: Appointment | None = None
    because: str = ""
    alternatives: list[Slot] = field(default_factory=list)


@transaction.atomic
def book_together(
    visits: Sequence[tuple[Slot, VisitType]],
    patient: Patient,
    *,
    by: Hand,
    screening: Screening | None = None,
    reason: str = "",
    label: str = Label.NONE,
) -> list[Appointment]:
    """Book several services on one way, one after the other at one place: all of them, or none. She is told once."""
    if not 2 <= len(visits) <= MOST_TOGETHER:
        raise Refusal(_("Choose between 2 and 5 visits."), rule="many")
    bundle, booked = new_id(), list[Appointment]()
    for slot, visit_type in sorted(visits, key=lambda one: one[0].starts_at):
        if booked and not _follows(booked[-1], slot):
            raise Refusal(_("These visits do not follow one another. Please choose other times."), rule="gap")
        about = {"screening": screening, "reason": reason, "label": label}
        one = book(slot, patient, visit_type, by=by, bundle=bundle, tell=False, **about)  # type: ignore[arg-type]
        booked.append(one)
    say_and_remind("booked", booked[0], by=by)
    return booked


@transaction.atomic
def book_series(
    slot: Slot,
    patient: Patient,
    visit_type: VisitType,
    *,
    every_weeks: int,
    times: int,
    by: Hand,
    screening: Screening | None = None,
    reason: str = "",
    label: str = Label.NONE,
) -> list[Occurrence]:
    """Book the same visit every so many weeks at the same hour on the wall.

    The first must be possible. Each of the others is booked, or comes back with why not and what is free near it.
    Only staff make a series: its later visits lie beyond what a screening allows.
    """
    if by.hand_kind not in STAFF:
        raise Refusal(_("Please call us to book the same visit again and again."), rule="staff")
    if not 2 <= times <= MOST_TIMES or not 1 <= every_weeks <= 52:
        raise Refusal(_("A series has 2 to 26 visits, 1 to 52 weeks apart."), rule="many")
    series, zone = new_id(), slot.place.zone
    first = book(slot, patient, visit_type, by=by, screening=screening, reason=reason, label=label, series=series)
    wall, found = local(slot.starts_at, zone), [Occurrence(slot.starts_at, first)]
    for number in range(1, times):
        day = wall.date() + timedelta(weeks=every_weeks * number)
        try:
            moment = at(day, wall.time(), zone)
        except NoSuchTime:
            moment = at(day, "12:00", zone)
        found.append(_again(slot, moment, first, series, by=by))
    return found


def _again(slot: Slot, moment: datetime, first: Appointment, series: uuid.UUID, *, by: Hand) -> Occurrence:
    same = Slot.objects.filter(staff_member=slot.staff_member_id, service=slot.service_id, mode=slot.mode)
    there = same.filter(starts_at=moment, place=slot.place_id, is_closed=False).in_order().first()
    because = _("There is no such time.")
    if there is not None:
        try:
            with transaction.atomic():
                visit = book(
                    there,
                    first.patient,
                    first.visit_type,
                    by=by,
                    reason=first.reason,
                    label=first.label,
                    series=series,
                )
            return Occurrence(moment, visit)
        except Refusal as refusal:
            because = str(refusal.sentence)
    return Occurrence(moment, None, because, _near(first, moment, slot))


def _near(first: Appointment, moment: datetime, slot: Slot) -> list[Slot]:
    """What is free within three days of it, with the same clinician first, the nearest first."""
    uses = uses_of(first.patient_id, first.visit_type)
    around = free_times(
        first.visit_type,
        after=moment - timedelta(days=3),
        until=moment + timedelta(days=3),
        patient=first.patient_id,
        uses=uses,
    )
    return sorted(around, key=lambda one: (one.staff_member_id != slot.staff_member_id, abs(one.starts_at - moment)))[
        :ALTERNATIVES
    ]


def _follows(before: Appointment, slot: Slot) -> bool:
    gap = slot.starts_at - before.ends_at
    return before.place_id == slot.place_id and timedelta(0) <= gap <= LONGEST_GAP
