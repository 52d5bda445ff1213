"""What a patient says about her visit: that she comes, or, after it was cancelled, that she comes after all."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Entry, Refusal
from bedside.triage import actions as triage

from .actions.visits import give
from .models import TAKEN, Appointment, Slot, Status, Use
from .notices import say_and_remind

MINDS_HER_CHANGE = timedelta(hours=24)


@transaction.atomic
def confirm(appointment: Appointment, *, by: Hand) -> None:
    """She says that she will come. Saying it again changes nothing."""
    if appointment.status != Status.BOOKED or appointment.starts_at <= now():
        raise Refusal(_("Only a visit that is still to come can be confirmed."), rule="status")
    if appointment.confirmed_at is None:
        appointment.confirmed_at = now()
        record("appointment.confirmed", appointment, by=by)


def may_come_after_all(appointment: Appointment) -> bool:
    """Cancelled a short while ago, and nobody has the time yet."""
    if appointment.status != Status.CANCELLED or appointment.starts_at <= now():
        return False
    off = Entry.objects.filter(verb="appointment.cancelled", subject_id=appointment.pk)
    recent = off.filter(happened_at__gte=now() - MINDS_HER_CHANGE).exists()
    return recent and Slot.objects.free(uses=Use.values).filter(pk=appointment.slot_id).exists()


@transaction.atomic
def come_after_all(appointment: Appointment, *, by: Hand) -> None:
    """She cancelled, perhaps by mistake, and comes after all: the visit stands again if the time is still free."""
    triage.no_emergency(appointment.patient)
    if not may_come_after_all(appointment):
        raise Refusal(TAKEN, rule="taken")
    appointment.become(Status.BOOKED)
    appointment.cancelled_because, appointment.confirmed_at = "", now()
    appointment.sequence += 1
    give(appointment, "appointment.restored", by=by)
    inbox.withdraw(appointment, by=by, because="comes after all")
    say_and_remind("booked", appointment, by=by)
