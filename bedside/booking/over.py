"""Times that are taken and over which somebody may still be booked, and how many are over already."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.hours.zones import local
from bedside.people.models import Patient

from .models import HOLDS_ITS_TIME, Appointment, Slot, Taken, Use
from .reserving import Cell

LOOKS_AHEAD = timedelta(days=14)
MOST = 40


@dataclass(frozen=True)
class Over:
    """A taken time, and how many are booked over others in its session already."""

    slot: Slot
    already: int


def can_be_overbooked(visit_type: VisitType, patient: Patient, *, until: datetime | None = None) -> list[Over]:
    """The taken times over which this visit could be booked, soonest first; no later than its urgency allows."""
    until = min(until or now() + LOOKS_AHEAD, now() + LOOKS_AHEAD)
    fitting = Slot.objects.filter(
        starts_at__gt=now(),
        starts_at__lte=until,
        is_closed=False,
        seats=1,
        service=visit_type.service_id,
        mode=visit_type.mode,
        minutes__gte=visit_type.minutes,
    )
    booked = Appointment.objects.filter(slot=OuterRef("pk"), status__in=HOLDS_ITS_TIME)
    later = Slot.objects.filter(session=OuterRef("session"), starts_at__gt=OuterRef("starts_at"), is_closed=False)
    free = Slot.objects.free(uses=Use.values).filter(pk=OuterRef("pk"))
    fitting = fitting.filter(Exists(booked), Exists(later)).exclude(Exists(free)).not_while_busy(patient.pk)
    slots = list(fitting.in_order()[: MOST * 4])
    hours = {slot.pk: hour_of(slot) for slot in slots}
    keys = Taken.objects.filter(resource__in={one for one, _at in hours.values()}).values_list("resource", "at")
    gone = set(keys)
    over = Appointment.objects.filter(slot__session__in={slot.session_id for slot in slots}, status__in=HOLDS_ITS_TIME)
    already = Counter(over.exclude(overbooked_because="").values_list("slot__session", flat=True))
    return [Over(slot, already[slot.session_id]) for slot in slots if hours[slot.pk] not in gone][:MOST]


def hour_of(slot: Slot) -> Cell:
    """The hour on the wall in which a clinician is overbooked, as a cell that is taken once."""
    there = local(slot.starts_at, slot.place.zone)
    hour = slot.starts_at.replace(second=0, microsecond=0) - (there - there.replace(minute=0, second=0, microsecond=0))
    return uuid.uuid5(slot.staff_member_id, "overbooked"), hour
