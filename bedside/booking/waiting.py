"""The waiting list: who would like an earlier time, and what becomes of the times that those who wait are offered."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from bedside.directory.models import Place, VisitType
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message
from bedside.journal.actions import record, record_each
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.language.dates import day_and_time
from bedside.people.models import Label, Patient
from bedside.triage import actions as triage
from bedside.triage.models import Screening

from .asking import TOO_SOON, batch_size, next_in_turn
from .models import TAKEN, Answer, Appointment, Offer, Slot, Status, Use, Waiting

log = logging.getLogger(__name__)


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
    place: Place | None = None,
    needs_notice: int = 1,
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
        place=place,
        needs_notice=needs_notice,
        screening_id=screening.pk if screening else None,
        label=next(filter(None, labels), sensitive),
    )
    record("waiting.began", waiting, by=by)
    if screening:
        triage.keep_confidential(screening, waiting.label, by=by)
    return waiting


@transaction.atomic
def stop_waiting(waiting: Waiting, *, by: Hand, because: str = "") -> None:
    """A patient no longer waits; whoever is next is asked in her place."""
    if waiting.ended_at is not None:
        raise Refusal(_("You are no longer on this waiting list."))
    waiting.ended_at = now()
    record("waiting.ended", waiting, by=by, because=because)
    for offer in Offer.objects.unanswered().filter(waiting=waiting).select_related("slot__place", "slot__service"):
        _close(offer, Answer.WITHDRAWN, by=by)
        offer_freed(offer.slot, by=HOUSE, freed_at=offer.freed_at)


@transaction.atomic
def change_wishes(waiting: Waiting, *, by: Hand, place: Place | None, needs_notice: int) -> None:
    """Where she would come, and how long before she must know."""
    if waiting.ended_at is not None:
        raise Refusal(_("You are no longer on this waiting list."))
    if (waiting.place_id, waiting.needs_notice) != (place.pk if place else None, needs_notice):
        waiting.place, waiting.needs_notice = place, needs_notice
        record("waiting.wishes_changed", waiting, by=by)


def offer_freed(slot: Slot, *, by: Hand, freed_at: datetime | None = None) -> list[Offer]:
    """Ask the next who wait about a time that is free, as many at once as it takes for one to say yes.

    The time is kept for nobody: the first who says yes has it. Somebody may be asked about another time at this very
    moment; then it is tried again without her. Whoever freed the time is refused nothing.
    """
    for _turn in range(3):
        try:
            return _ask(slot, by=by, freed_at=freed_at or now())
        except Refusal as refusal:
            if refusal.rule not in {"one_offer_at_a_time", "one_offer_each"}:
                break
    return []


@transaction.atomic
def _ask(slot: Slot, *, by: Hand, freed_at: datetime) -> list[Offer]:
    if slot.starts_at - now() < TOO_SOON or not Slot.objects.free(uses=Use.values).filter(pk=slot.pk).exists():
        return []
    asked = Offer.objects.standing().filter(slot=slot).count()
    turns = next_in_turn(slot, batch_size(slot.place_id) - asked)
    offers = [
        Offer(
            patient=turn.waiting.whom,
            label=turn.waiting.label,
            slot=slot,
            waiting=turn.waiting,
            freed_at=freed_at,
            asked_at=turn.asked_at,
            until=turn.until,
            by_phone=turn.by_phone,
        )
        for turn in turns
    ]
    record_each("offer.made", [one for one in offers if not one.by_phone], by=by)
    record_each("offer.to_be_called", [one for one in offers if one.by_phone], by=by)
    inbox.post([letter for one in offers for letter in _letters(one)], by=by)
    return offers


def _letters(offer: Offer) -> list[Message]:
    """What she is told: when and where. Of what is confidential nothing is written at all."""
    patient, slot, zone = offer.patient, offer.slot, offer.slot.place.zone
    return inbox.compose(
        patient,
        "offer",
        key=f"{offer.pk}:offer",
        about=offer,
        label=offer.label,
        due=offer.asked_at,
        not_after=offer.until,
        link=reverse("booking:offer", args=[offer.pk]),
        carers_link=reverse("booking:offer", args=[offer.pk]),
        said=lambda language: {
            "when": day_and_time(slot.starts_at, language, zone),
            "place": slot.place.said("name", language),
            "until": day_and_time(offer.until, language, zone),
        },
    )


def where_to_book(screening: Screening) -> str:
    """Where a screening that lets her book leads: back to the time that is kept for her, else to the free times."""
    kept = Offer.objects.standing().filter(waiting__screening_id=screening.pk).first()
    return reverse("booking:offer", args=[kept.pk]) if kept else reverse("booking:choose", args=[screening.pk])


@transaction.atomic
def decline(offer: Offer, *, by: Hand) -> None:
    """No, thank you: she keeps her place on the list, and the next is asked."""
    _still_open(offer)
    _close(offer, Answer.DECLINED, by=by)
    offer_freed(offer.slot, by=HOUSE, freed_at=offer.freed_at)


def lapse_old_offers() -> int:
    """What nobody answered in time, or cannot be had any more, is over, and the next are asked. Run by the clock."""
    lapsed = 0
    found = [(one, Answer.TAKEN) for one in Offer.objects.overtaken()]
    found += [(one, Answer.LAPSED) for one in Offer.objects.run_out()]
    for offer, answer in found:
        try:
            with transaction.atomic():
                offer = Offer.objects.select_related("slot__place", "slot__service").get(pk=offer.pk)
                if offer.answer != Answer.NONE:
                    continue
                _close(offer, answer, by=HOUSE)
                offer_freed(offer.slot, by=HOUSE, freed_at=offer.freed_at)
        except Refusal as refusal:  # answered at this very moment: the others go on
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
    hers = Patient.objects.filter(pk=appointment.patient.merged_into_id or appointment.patient_id).with_other_names()
    for waiting in Waiting.objects.standing().filter(
        patient__in=hers, visit_type=appointment.visit_type_id, instead_of=None
    ):
        stop_waiting(waiting, by=by, because="booked")


def take_up(offer: Offer, *, by: Hand) -> None:
    """She says yes: the booking that follows, in the same transaction, decides whether she was the first.

    Those who say yes to one time do so one after the other: whoever comes second waits here, holding nothing.
    """
    slot = Slot.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.slot_id)
    offer.refresh_from_db()
    _still_open(offer)
    # The place on the list first, then the offer, as in stop_waiting: two who cross wait, and never for each other.
    offer.waiting.ended_at = now()
    record("waiting.ended", offer.waiting, by=by, because="accepted an offer")
    _close(offer, Answer.ACCEPTED, by=by)
    if slot.seats == 1:  # a group may have a seat for the next
        for other in Offer.objects.unanswered().filter(slot=slot).select_for_update(of=("self",)).order_by("id"):
            _close(other, Answer.TAKEN, by=HOUSE)


@transaction.atomic
def note_too_late(offer: Offer, *, by: Hand) -> None:
    """She would have taken this time, and somebody was quicker: that counts when we ask how many say yes."""
    offer.refresh_from_db()
    if offer.late_at is None and offer.answer in {Answer.NONE, Answer.TAKEN}:
        offer.late_at = now()
        if offer.answer == Answer.NONE:
            offer.answer, offer.answered_at = Answer.TAKEN, now()
        record("offer.wanted_too_late", offer, by=by)


def _still_open(offer: Offer) -> None:
    if offer.answer == Answer.TAKEN:
        raise Refusal(TAKEN, rule="taken")
    whose = offer.patient.merged_into or offer.patient
    if offer.answer != Answer.NONE or offer.until <= now() or whose != offer.waiting.whom:  # two people after all
        raise Refusal(_("The time to answer is over. You are still on the waiting list."), rule="offer_over")


def _close(offer: Offer, answer: Answer, *, by: Hand) -> None:
    offer.answer, offer.answered_at = answer, now()
    record(f"offer.{answer.value}", offer, by=by)
    inbox.withdraw(offer, by=by, because=answer.value)
