"""What the desk looks for: a patient by whatever the caller says, and the day as it stands."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from bedside.access.models import User
from bedside.booking.models import HOLDS_ITS_TIME, Appointment, Slot, Status, Taken
from bedside.directory.models import Place
from bedside.hours.zones import day_bounds
from bedside.people.models import Patient, StaffMember
from bedside.visits.models import Visit

MOST = 30
DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")


def patients_like(words: str, reader: User) -> list[Patient]:
    """Patients by any of name, phone, e-mail, postcode or date of birth (day first); every word must fit."""
    words = words.replace("\x00", "").strip()
    found = Patient.objects.visible_to(reader)
    if born := DAY.search(words):
        try:
            found = found.filter(birth_date=date(int(born[3]), int(born[2]), int(born[1])))
        except ValueError:
            return []
        words = words.replace(born[0], " ").strip()
    digits = re.sub(r"\D", "", words)
    if len(digits) >= 5 and not re.search(r"[A-Za-z]", words):
        tail = digits[-9:].lstrip("0")
        near = found.filter(phone__contains=tail[-3:]).order_by("family_name", "given_name")
        return [one for one in near if tail in re.sub(r"\D", "", one.phone)][:MOST]
    for word in words.replace(",", " ").split():
        found = found.filter(
            Q(given_name__istartswith=word)
            | Q(family_name__istartswith=word)
            | Q(preferred_name__istartswith=word)
            | Q(email__istartswith=word)
            | Q(postcode__istartswith=word)
        )
    return list(found.order_by("family_name", "given_name", "birth_date")[:MOST]) if words or born else []


@dataclass(frozen=True)
class Line:
    """One time of somebody's day: a visit, a private block without a name, or a free time."""

    starts_at: datetime
    ends_at: datetime
    staff_member: StaffMember
    place: Place
    appointment: Appointment | None
    slot: Slot | None
    is_private: bool


def day_of_place(place: Place, day: date, reader: User) -> list[Line]:
    """Every time of a day at a place as this reader may see it. What she may not see is a private block, no more."""
    start, end = day_bounds(day, place.zone)
    here = Appointment.objects.filter(place=place, starts_at__gte=start, starts_at__lt=end)
    held = set(here.holding().values_list("slot_id", flat=True))
    seen = Appointment.objects.visible_to(reader).filter(pk__in=here, status__in=[*HOLDS_ITS_TIME, Status.NOSHOW])
    mine: dict[uuid.UUID, Appointment] = {}
    for one in seen.in_order():
        if one.slot_id not in mine or one.status != Status.NOSHOW:  # a time that was missed may be another's by now
            mine[one.slot_id] = one
    slots = Slot.objects.filter(place=place, starts_at__gte=start, starts_at__lt=end).in_order()
    kept = set(Taken.objects.filter(at__gte=start, at__lt=end, offer__isnull=False).values_list("resource", "at"))
    lines = []
    for slot in slots:
        appointment = mine.get(slot.pk)
        closed = slot.is_closed or (slot.staff_member_id, slot.starts_at) in kept
        private = appointment is None and (slot.pk in held or closed)
        lines.append(Line(slot.starts_at, slot.ends_at, slot.staff_member, place, appointment, slot, private))
    return lines


def here_today(place: Place, reader: User) -> dict[uuid.UUID, Visit]:
    """Who of those with an appointment is here, by the appointment: waiting, called, or with a clinician."""
    here = Visit.objects.visible_to(reader).today(place).exclude(appointment=None).select_related("room")
    return {visit.appointment_id: visit for visit in here if visit.appointment_id}


def week_from(day: date) -> list[date]:
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=count) for count in range(7)]
