"""The day of a place, time by time, as somebody may see it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from bedside.access.models import User
from bedside.directory.models import Place
from bedside.hours.zones import day_bounds
from bedside.people.models import StaffMember

from .models import HOLDS_ITS_TIME, Appointment, Slot, Status, Taken


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
    slots = list(Slot.objects.filter(place=place, starts_at__gte=start, starts_at__lt=end).in_order())
    times = {slot.pk: slot for slot in slots}
    here = Q(place=place, starts_at__gte=start, starts_at__lt=end)
    held = set(Appointment.objects.filter(here).holding().values_list("slot_id", flat=True))
    seen = Appointment.objects.visible_to(reader).filter(here, status__in=[*HOLDS_ITS_TIME, Status.NOSHOW])
    mine: dict[uuid.UUID, Appointment] = {}
    for one in seen.select_related("patient", "visit_type").order_by("starts_at"):
        slot = times.get(one.slot_id)
        if slot and (slot.pk not in mine or one.status != Status.NOSHOW):
            mine[slot.pk] = one  # and a time that was missed may be another's by now
            # Who and where has been read with the times already.
            one.place, one.service, one.staff_member = slot.place, slot.service, slot.staff_member
    kept = set(
        Taken.objects.still().filter(at__gte=start, at__lt=end, hold__isnull=False).values_list("resource", "at")
    )
    lines = []
    for slot in slots:
        appointment = mine.get(slot.pk)
        closed = slot.is_closed or (slot.staff_member_id, slot.starts_at) in kept
        private = appointment is None and (slot.pk in held or closed)
        lines.append(Line(slot.starts_at, slot.ends_at, slot.staff_member, place, appointment, slot, private))
    return lines
