"""When somebody is away, or a place is shut: free times close, and whoever is booked is found another time."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.actions import record, record_each
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import StaffMember

from ..models import Appointment, AppointmentQuerySet, Leave, Slot, SlotQuerySet, Status, Template
from .templates import apply_again


@transaction.atomic
def take_leave(member: StaffMember, starts_at: datetime, ends_at: datetime, *, by: Hand) -> Leave:
    """Somebody will be away: her free times close, and the front desk finds new times for whoever is booked.

    Nobody is cancelled by this, and no patient is told before somebody of ours has a time for her.
    """
    if ends_at <= now():
        raise Refusal(_("These days are over already."), rule="over")
    if ends_at > starts_at and Leave.objects.touching(starts_at, ends_at).filter(staff_member=member).exists():
        raise Refusal(_("This person is away at that time already."), rule="away")
    leave = Leave(staff_member=member, starts_at=starts_at, ends_at=ends_at)
    record("leave.taken", leave, by=by)
    shut(
        Slot.objects.filter(staff_member=member, starts_at__lt=ends_at, ends_at__gt=starts_at),
        Appointment.objects.filter(staff_member=member, starts_at__lt=ends_at, ends_at__gt=starts_at),
        leave.pk,
        by=by,
    )
    return leave


@transaction.atomic
def end_leave(leave: Leave, *, by: Hand, because: str = "") -> None:
    """She is there after all: the times that her leave closed open again, and the days left out for it are made."""
    if leave.ended_at is not None:
        raise Refusal(_("This leave was taken back already."), rule="over")
    leave.ended_at = now()
    record("leave.ended", leave, by=by, because=because)
    open_again(leave.pk, by=by)
    for template in Template.objects.standing().filter(staff_member=leave.staff_member_id).select_related("place"):
        zone = template.place.zone
        apply_again(template, day_of(leave.starts_at, zone), day_of(leave.ends_at, zone), by=by)


@transaction.atomic
def shut(slots: SlotQuerySet, visits: AppointmentQuerySet, cause: uuid.UUID, *, by: Hand) -> list[Appointment]:
    """Close these times for one cause; those who are booked then need a new time, and somebody of ours who finds it."""
    slots.filter(starts_at__gt=now(), is_closed=False).update(is_closed=True, closed_by=cause)
    booked = list(visits.filter(status=Status.BOOKED, starts_at__gt=now(), needs_new_time=False))
    for one in booked:
        one.needs_new_time = True
    record_each("appointment.left_alone", booked, by=by)
    return booked


@transaction.atomic
def open_again(cause: uuid.UUID, *, by: Hand) -> None:
    """What was closed for this cause can be booked again, and whoever was still to be moved keeps her time."""
    closed = Slot.objects.filter(closed_by=cause)
    keeps = list(Appointment.objects.left_alone().filter(slot__in=closed))
    for one in keeps:
        one.needs_new_time = False
    record_each("appointment.keeps_its_time", keeps, by=by)
    closed.update(is_closed=False, closed_by=None)
