"""Several visits at once: one after the other on one way, or the same again and again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import STAFF
from bedside.directory.models import VisitType
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.ids import new_id
from bedside.journal.models import Refusal
from bedside.people.models import Label, Patient
from bedside.triage.models import Screening

from ..chains import LONGEST_GAP
from ..models import Appointment, Slot, Status
from ..notices import say_off, say_several
from ..repeating import MANY, MOST_TIMES, NO_SUCH_TIME, free_near, moments, same_time
from .visits import book, cancel

MOST_TOGETHER = 5


class About(TypedDict, total=False):
    """What is the same for each visit of several."""

    reason: str
    label: str
    series: uuid.UUID
    bundle: uuid.UUID
    tell: bool


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
        about = About(reason=reason, label=label, bundle=bundle, tell=False)
        booked.append(book(slot, patient, visit_type, by=by, screening=screening, **about))
    say_several(booked, by=by, on_one_way=True)
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
    """Book the same visit every so many weeks at the same hour on the wall. She is told once, of all of them.

    The first must be possible. Each of the others is booked, or comes back with why not and what is free near it.
    Only staff make a series: its later visits lie beyond what a screening allows.
    """
    _only_staff(by)
    about = About(series=new_id(), reason=reason, label=label, tell=False)
    found = list[Occurrence]()
    for number, moment in enumerate(moments(slot, every_weeks=every_weeks, times=times)):
        if number == 0:
            first = book(slot, patient, visit_type, by=by, screening=screening, **about)
            found.append(Occurrence(moment, first))
            continue
        there = same_time(slot, moment)
        try:
            if there is None:
                raise Refusal(NO_SUCH_TIME, rule="no_time")
            with transaction.atomic():
                visit = book(there, patient, visit_type, by=by, **about)
            found.append(Occurrence(moment, visit))
        except Refusal as refusal:
            near = free_near(moment, slot, visit_type, patient)
            found.append(Occurrence(moment, None, str(refusal.sentence), near))
    say_several([one.appointment for one in found if one.appointment], by=by)
    return found


@transaction.atomic
def book_dates(
    slots: Sequence[Slot],
    patient: Patient,
    visit_type: VisitType,
    *,
    by: Hand,
    screening: Screening | None = None,
    after: Appointment | None = None,
    reason: str = "",
) -> list[Appointment]:
    """Book the same visit at each of these times as one series: all of them, or none. She is told once.

    `after` is a visit of hers that is booked already and that these go on from. The safety questions, where they were
    asked, are about the first.
    """
    _only_staff(by)
    if not slots or not 2 <= len(slots) + bool(after) <= MOST_TIMES:
        raise Refusal(MANY, rule="many")
    series = after.series if after and after.series else new_id()
    if after is not None and after.series is None:
        after.series = series
        record("appointment.made_a_series", after, by=by)
    booked = list[Appointment]()
    for slot in sorted(slots, key=lambda one: one.starts_at):
        asked = None if booked else screening
        about = About(series=series, reason=reason, label=after.label if after else "", tell=False)
        booked.append(book(slot, patient, visit_type, by=by, screening=asked, **about))
    say_several(booked, by=by)
    return booked


@transaction.atomic
def cancel_following(appointment: Appointment, *, by: Hand, because: str) -> list[Appointment]:
    """Cancel a visit of a series and all that come after it. She is told once, of how many and from when on."""
    if appointment.series is None:
        cancel(appointment, by=by, because=because)
        return [appointment]
    later = Appointment.objects.filter(series=appointment.series, status=Status.BOOKED)
    following = list(later.filter(starts_at__gte=appointment.starts_at, patient=appointment.patient_id).in_order())
    for one in following:
        cancel(one, by=by, because=because, tell=len(following) == 1)
    if len(following) > 1:
        say_off(following, by=by)
    return following


def _only_staff(by: Hand) -> None:
    if by.hand_kind not in STAFF:
        raise Refusal(_("Please call us to book the same visit again and again."), rule="staff")


def _follows(before: Appointment, slot: Slot) -> bool:
    gap = slot.starts_at - before.ends_at
    return before.place_id == slot.place_id and timedelta(0) <= gap <= LONGEST_GAP
