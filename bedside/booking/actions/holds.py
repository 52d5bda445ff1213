"""Keeping a time for a few minutes, while somebody fills in the rest."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.people.models import Label, Patient
from bedside.triage import actions as triage
from bedside.triage.models import Screening

from ..models import AT_ONCE, LASTS, TAKEN, TWO_KEPT, Hold, Slot
from ..reserving import release
from ..taking import end_of, free_seat, lock_group, take
from ..uses import uses_of

log = logging.getLogger(__name__)
GUESTS = uuid.UUID("8f3c1a52-6a0e-4e3b-9d8b-0e2f5a7c4d11")  # what a guest's token is made a holder with


@transaction.atomic
def hold(
    slot: Slot,
    visit_type: VisitType,
    *,
    by: Hand,
    patient: Patient | None = None,
    guest: str = "",
    screening: Screening | None = None,
    minutes: int = 10,
) -> Hold:
    """Keep a free time for one person, for at most ten minutes and at most two at once. It lets go by itself."""
    if patient is None and not guest:
        raise Refusal(_("Say for whom this time is kept."), rule="whom")
    _may_choose(slot, patient, screening, by=by)
    holder = patient.pk if patient else uuid.uuid5(GUESTS, guest)
    _let_go(holder)
    numbers = Hold.objects.filter(holder=holder, ended_at=None).values_list("number", flat=True)
    free = sorted(set(AT_ONCE) - set(numbers))
    if not free:
        raise Refusal(TWO_KEPT, rule="two_holds_at_a_time")
    uses = uses_of(patient.pk if patient else None, visit_type, screening)
    fitting = slot.service_id == visit_type.service_id and slot.mode == visit_type.mode
    if not fitting or slot.minutes < visit_type.minutes or not Slot.objects.free(uses=uses).filter(pk=slot.pk).exists():
        raise Refusal(TAKEN, rule="taken")
    kept = Hold(
        patient=patient,
        guest="" if patient else guest,
        label=Label.CONFIDENTIAL if slot.service.is_sensitive else Label.NONE,
        holder=holder,
        number=free[0],
        slot=slot,
        visit_type=visit_type,
        until=now() + min(timedelta(minutes=minutes), LASTS),
    )
    lock_group(slot)
    record("hold.made", kept, by=by)
    seat = free_seat(slot, spread=holder.int)
    take(slot, visit_type, patient, hold=kept, seat=seat, until=end_of(slot, visit_type.minutes, uses=uses))
    return kept


@transaction.atomic
def let_go(kept: Hold, *, by: Hand) -> None:
    """She does not want the time that was kept for her."""
    if kept.ended_at is None:
        _end(kept, "hold.let_go", by=by)


def use_up(kept: Hold, slot: Slot, patient: Patient, *, by: Hand) -> None:
    """What was kept for her is now hers: the keeping ends, and the booking that follows takes the time."""
    hers = kept.patient_id in {None, patient.pk} and kept.slot_id == slot.pk
    if kept.ended_at is not None or kept.until <= now() or not hers:
        raise Refusal(_("This time is no longer kept for you. Please choose one again."), rule="hold_over")
    _end(kept, "hold.used", by=by)


def let_go_of_holds() -> int:
    """Times that were kept long enough are free again. Run by the clock; returns how many there were."""
    over = 0
    for kept in Hold.objects.run_out():
        try:
            with transaction.atomic():
                _end(kept, "hold.ran_out", by=HOUSE)
        except Refusal as refusal:  # booked or let go at this very moment
            log.info("hold %s did not run out (%s)", kept.pk, refusal.rule)
        else:
            over += 1
    return over


def _may_choose(slot: Slot, patient: Patient | None, screening: Screening | None, *, by: Hand) -> None:
    """The questions come before any time, whoever asks; a guest's answers stand under her token."""
    if patient is not None:
        triage.allow(patient, screening, starts_at=slot.starts_at, by=by)
    elif screening is None or not screening.lets_book or screening.latest_start is None:
        raise Refusal(triage.ASK_FIRST, rule="screening")
    elif slot.starts_at > screening.latest_start:
        raise Refusal(triage.TOO_LATE, rule="too_late")


def _let_go(holder: uuid.UUID) -> None:
    for kept in Hold.objects.run_out().filter(holder=holder):
        _end(kept, "hold.ran_out", by=HOUSE)


def _end(kept: Hold, verb: str, *, by: Hand) -> None:
    kept.ended_at = now()
    record(verb, kept, by=by)
    release(kept)
