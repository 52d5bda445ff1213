"""The waiting list: who would like an earlier time, and offering one to whoever has waited longest."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from bedside.directory.models import VisitType
from bedside.hours.calendar import out_of_quiet, quiet
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.language.dates import day_and_time
from bedside.people.models import Label, Patient
from bedside.triage import actions as triage
from bedside.triage.models import Screening

from .models import Answer, Appointment, Offer, Slot, Status, Waiting
from .reserving import release
from .taking import end_of, free_seat, length_of, take

log = logging.getLogger(__name__)

TOO_SOON_TO_OFFER = timedelta(hours=1)  # nobody can be asked and come within that


def offer_lasts(notice: timedelta) -> timedelta:
    """How long a patient has to answer: the nearer the time, the shorter."""
    if notice < timedelta(hours=24):
        return timedelta(minutes=15)
    return timedelta(hours=2) if notice < timedelta(hours=72) else timedelta(hours=12)


@transaction.atomic
def wait_for(
    visit_type: VisitType,
    patient: Patient,
    *,
    by: Hand,
    screening: Screening | None = None,
    instead_of: Appointment | None = None,
    reason: str = "",
    not_after: datetime | None = None,
) -> Waiting:
    """Put a patient on the waiting list for a kind of visit.

    Whoever asks for what she waits for in confidence already is told neither yes nor no: a no would tell a carer.
    """
    if instead_of is not None and (instead_of.status != Status.BOOKED or instead_of.starts_at <= now()):
        raise Refusal(_("Only a visit that is still to come can be moved."), rule="status")
    hidden = Waiting.objects.standing().filter(patient=patient, visit_type=visit_type).exclude(label=Label.NONE)
    if there := hidden.first():
        return there
    labels = [instead_of.label if instead_of else "", screening.label if screening else ""]
    sensitive = Label.CONFIDENTIAL if visit_type.service.is_sensitive else Label.NONE
    waiting = Waiting(
        patient=patient,
        visit_type=visit_type,
        instead_of=instead_of,
        reason=reason,
        not_after=not_after,
        screening_id=screening.pk if screening else None,
        label=next(filter(None, labels), sensitive),
    )
    record("waiting.began", waiting, by=by)
    if screening:
        triage.keep_confidential(screening, waiting.label, by=by)
    return waiting


@transaction.atomic
def stop_waiting(waiting: Waiting, *, by: Hand, because: str = "") -> None:
    """A patient no longer waits; a time kept for her goes to the next."""
    if waiting.ended_at is not None:
        raise Refusal(_("You are no longer on this waiting list."))
    waiting.ended_at = now()
    record("waiting.ended", waiting, by=by, because=because)
    for offer in Offer.objects.standing().filter(waiting=waiting):
        _close(offer, Answer.WITHDRAWN, by=by)
        offer_freed(offer.slot, by=HOUSE)


def offer_freed(slot: Slot, *, by: Hand) -> Offer | None:
    """Keep a freed time for the patient who has waited longest for one like it, and ask her, if anyone waits.

    Somebody may take the time, or hers, at this very moment. Then the next is asked, or nobody; whoever freed it is
    refused nothing.
    """
    for _turn in range(3):
        try:
            return _offer(slot, by=by)
        except Refusal as refusal:
            if refusal.rule not in {"patient_busy", "one_offer_at_a_time"}:
                break
    return None


@transaction.atomic
def _offer(slot: Slot, *, by: Hand) -> Offer | None:
    waiting = Waiting.objects.suited_to(slot).select_related("patient", "visit_type").first()
    notice = slot.starts_at - now()
    if waiting is None or notice < TOO_SOON_TO_OFFER or not Slot.objects.free().filter(pk=slot.pk).exists():
        return None
    patient, zone = waiting.patient, slot.place.zone
    asked_at = out_of_quiet(now(), patient.zone or zone)
    until = min(asked_at + offer_lasts(notice), slot.starts_at)
    if quiet(now(), patient.zone or zone) and slot.starts_at - asked_at < TOO_SOON_TO_OFFER:
        return None  # she would wake to a time that has nearly gone
    offer = Offer(patient=patient, label=waiting.label, slot=slot, waiting=waiting, until=until)
    record("offer.made", offer, by=by)
    ends = end_of(slot, length_of(slot, waiting.visit_type, patient))
    take(slot, waiting.visit_type, patient, hold=offer, seat=free_seat(slot, spread=patient.pk.int), until=ends)
    inbox.send(
        patient,
        "offer",
        by=by,
        key=f"{offer.pk}:offer",
        about=offer,
        label=offer.label,
        due=asked_at,
        not_after=until,
        link=reverse("booking:offer", args=[offer.pk]),
        when=day_and_time(slot.starts_at, patient.language, zone),
        place=slot.place.said("name", patient.language),
        until=day_and_time(until, patient.language, zone),
    )
    return offer


def where_to_book(screening: Screening) -> str:
    """Where a screening that lets her book leads: back to the time that is kept for her, else to the free times."""
    kept = Offer.objects.standing().filter(waiting__screening_id=screening.pk).first()
    return reverse("booking:offer", args=[kept.pk]) if kept else reverse("booking:choose", args=[screening.pk])


@transaction.atomic
def decline(offer: Offer, *, by: Hand) -> None:
    """No, thank you: she keeps her place on the list, and the next is asked."""
    _still_open(offer)
    _close(offer, Answer.DECLINED, by=by)
    offer_freed(offer.slot, by=HOUSE)


def lapse_old_offers() -> int:
    """Offers nobody answered in time go to the next in line. Run by the clock; returns how many lapsed."""
    lapsed = 0
    for offer in Offer.objects.run_out().select_related("slot__place"):
        try:
            with transaction.atomic():
                _close(offer, Answer.LAPSED, by=HOUSE)
                offer_freed(offer.slot, by=HOUSE)
        except Refusal as refusal:  # answered at this very moment, or the next cannot be asked: the others go on
            log.info("offer %s did not lapse (%s)", offer.pk, refusal.rule)
        else:
            lapsed += 1
    return lapsed


def end_waiting_instead_of(appointment: Appointment, *, by: Hand, because: str = "cancelled") -> None:
    """Nobody waits any longer for an earlier time of a visit that is off, or has come."""
    for waiting in Waiting.objects.standing().filter(instead_of=appointment):
        stop_waiting(waiting, by=by, because=because)


def end_waiting_for(appointment: Appointment, *, by: Hand) -> None:
    """Whoever has now got such a visit no longer waits for one, but for those who wait for an earlier one."""
    for waiting in Waiting.objects.standing().filter(
        patient=appointment.patient_id, visit_type=appointment.visit_type_id, instead_of=None
    ):
        stop_waiting(waiting, by=by, because="booked")


def take_up(offer: Offer, *, by: Hand) -> None:
    """Turn the keeping of a time into its taking: the offer is accepted, its time free for the booking that follows."""
    _still_open(offer)
    # The place on the list first, then the offer, as in stop_waiting: two who cross wait, and never for each other.
    offer.waiting.ended_at = now()
    record("waiting.ended", offer.waiting, by=by, because="accepted an offer")
    _close(offer, Answer.ACCEPTED, by=by)


def _still_open(offer: Offer) -> None:
    if offer.answer != Answer.NONE or offer.until <= now():
        raise Refusal(_("This time is no longer kept for you. You are still on the waiting list."), rule="offer_over")


def _close(offer: Offer, answer: Answer, *, by: Hand) -> None:
    offer.answer = answer
    record(f"offer.{answer.value}", offer, by=by)
    release(offer)
    inbox.withdraw(offer, by=by, because=answer.value)
