"""What can be done about one appointment."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.access.models import STAFF
from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.people.models import Label, Patient
from bedside.triage import actions as triage
from bedside.triage.models import Screening

from ..models import TAKEN, Appointment, Hold, Offer, Slot, Status, Use
from ..notices import remind, remind_of_the_rest, say, say_and_remind
from ..reserving import release
from ..taking import TRIES, end_of, free_seat, length_of, lock_group, take
from ..times import latest_for
from ..uses import HELD, uses_of
from ..waiting import end_waiting_for, end_waiting_instead_of, offer_freed, take_up
from .holds import use_up

WRONG_TIME = gettext_lazy("That time does not fit this kind of visit. Please choose another.")


@transaction.atomic
def book(
    slot: Slot,
    patient: Patient,
    visit_type: VisitType,
    *,
    by: Hand,
    screening: Screening | None = None,
    reason: str = "",
    label: str = Label.NONE,
    held_for: str = "",
    hold: Hold | None = None,
    series: uuid.UUID | None = None,
    bundle: uuid.UUID | None = None,
    tell: bool = True,
) -> Appointment:
    """Give a free time to a patient, with all that the visit needs; tell her so, and plan her reminders.

    A time may be held for urgent or other visits: `held_for` is what staff say that this one is. `hold` is what kept
    the time for her until now. `tell` is False where one confirmation is for several visits.
    """
    if hold is not None:
        use_up(hold, slot, patient, by=by)
    fits(slot, patient, visit_type, screening=screening, said={held_for} if by.hand_kind in STAFF else set())
    triage.allow(patient, screening, starts_at=slot.starts_at, by=by)
    appointment = Appointment(
        patient=patient,
        slot=slot,
        visit_type=visit_type,
        service=slot.service,
        staff_member_id=slot.staff_member_id,
        place=slot.place,
        starts_at=slot.starts_at,
        ends_at=end_of(slot, length_of(slot, visit_type, patient)),
        reason=reason,
        screening_id=screening.pk if screening else None,
        asked_at=screening.decided_at if screening else now(),
        label=label or (Label.CONFIDENTIAL if slot.service.is_sensitive else Label.NONE),
        series=series,
        bundle=bundle,
    )
    give(appointment, "appointment.booked", by=by)
    if screening:
        triage.keep_confidential(screening, appointment.label, by=by)
    if tell:
        say_and_remind("booked", appointment, by=by)
    end_waiting_for(appointment, by=by)
    return appointment


def give(appointment: Appointment, verb: str, *, by: Hand, because: str = "", **facts: Any) -> None:
    """Write the visit down and take its time; in a group, a seat that nobody has."""
    slot, before = appointment.slot, appointment.version
    lock_group(slot)
    for turn in range(TRIES):
        appointment.seat = free_seat(slot, spread=appointment.patient_id.int + turn)
        try:
            with transaction.atomic():
                record(verb, appointment, by=by, because=because, **facts)
                take(
                    slot,
                    appointment.visit_type,
                    appointment.patient,
                    hold=appointment,
                    seat=appointment.seat,
                    until=appointment.ends_at,
                )
                return
        except Refusal as refusal:
            lost = refusal.rule in {"taken", "one_appointment_per_slot"} and slot.seats > 1
            if not lost or turn == TRIES - 1:
                raise
            appointment.version = before  # somebody was quicker to this seat: there may be others


@transaction.atomic
def reschedule(appointment: Appointment, slot: Slot, *, by: Hand, because: str = "", tell: bool = True) -> Appointment:
    """Move an appointment to another free time, and offer the time it leaves to whoever has waited longest.

    `tell` is False where she knows already, as on the phone; she is reminded all the same.
    """
    may_move(appointment, slot, by=by)
    left, way = appointment.slot, appointment.bundle
    release(appointment)
    appointment.bundle = None  # what is moved by itself is on a way of its own
    appointment.slot, appointment.sequence = slot, appointment.sequence + 1
    appointment.needs_new_time, appointment.confirmed_at = False, None
    appointment.service_id, appointment.place_id = slot.service_id, slot.place_id
    appointment.staff_member_id = slot.staff_member_id
    appointment.starts_at = slot.starts_at
    appointment.ends_at = end_of(slot, length_of(slot, appointment.visit_type, appointment.patient))
    appointment.overbooked_because = ""
    give(appointment, "appointment.moved", by=by, because=because, left=str(left.pk))
    inbox.withdraw(appointment, by=by, because="moved")
    if tell:
        say_and_remind("moved", appointment, by=by)
    else:
        remind(appointment, by=by)
    if way:
        remind_of_the_rest(way, by=by)
    pass_on(left, by=HOUSE)
    return appointment


def may_move(appointment: Appointment, slot: Slot, *, by: Hand) -> None:
    """Refuse a move that would be refused, before anything is asked about it."""
    if appointment.status != Status.BOOKED:
        raise Refusal(_("Only a visit that is still to come can be moved."), rule="status")
    screening = Screening.objects.filter(pk=appointment.screening_id).first() if appointment.screening_id else None
    said = set(Use.values) if by.hand_kind in STAFF else {appointment.slot.held_for}
    whose = appointment.patient.merged_into or appointment.patient  # as she is known now
    fits(slot, whose, appointment.visit_type, screening=screening, said=said)
    triage.no_emergency(appointment.patient)
    limit = latest_for(appointment)
    if limit is not None and slot.starts_at > limit and by.hand_kind not in STAFF:
        raise Refusal(triage.TOO_LATE, rule="too_late")


@transaction.atomic
def cancel(appointment: Appointment, *, by: Hand, because: str, tell: bool = True) -> None:
    """Cancel an appointment and offer its time to whoever has waited longest.

    `tell` is False where one message is about several visits.
    """
    begun = appointment.starts_at <= now() or appointment.status == Status.ARRIVED
    if begun and by.hand_kind not in STAFF:
        raise Refusal(_("This visit has begun already, so it cannot be cancelled here. Please call us."), rule="begun")
    appointment.become(Status.CANCELLED)
    appointment.cancelled_because, appointment.needs_new_time = because, False
    appointment.sequence += 1
    record("appointment.cancelled", appointment, by=by, because=because)
    release(appointment)
    inbox.withdraw(appointment, by=by, because="cancelled")
    if tell:
        say("cancelled", appointment, by=by)
    if appointment.bundle:
        remind_of_the_rest(appointment.bundle, by=by)
    end_waiting_instead_of(appointment, by=by)
    pass_on(appointment.slot, by=HOUSE)


def pass_on(slot: Slot, *, by: Hand) -> None:
    """A time has come free: it is for whoever was booked over it, else for whoever has waited longest."""
    over = Appointment.objects.filter(slot=slot, status=Status.BOOKED).exclude(overbooked_because="").first()
    if over is None:
        offer_freed(slot, by=by)
        return
    release(over)
    over.overbooked_because = ""
    give(over, "appointment.has_its_time", by=by)


@transaction.atomic
def arrive(appointment: Appointment, *, by: Hand) -> None:
    """The patient is here: nothing is sent or offered for this visit any more."""
    appointment.become(Status.ARRIVED)
    record("appointment.arrived", appointment, by=by)
    inbox.withdraw(appointment, by=by, because="arrived")
    end_waiting_instead_of(appointment, by=by, because="arrived")


@transaction.atomic
def fulfil(appointment: Appointment, *, by: Hand) -> None:
    """The patient has been seen."""
    appointment.become(Status.FULFILLED)
    record("appointment.fulfilled", appointment, by=by)


@transaction.atomic
def note_left_unseen(appointment: Appointment, *, by: Hand) -> None:
    """The patient came and left before anybody saw her: this visit was neither kept nor missed."""
    if appointment.status == Status.ARRIVED:
        appointment.left_unseen_at = now()
        record("appointment.left_unseen", appointment, by=by)


@transaction.atomic
def note_back(appointment: Appointment, *, by: Hand) -> None:
    """She had left, and is here again."""
    if appointment.left_unseen_at is not None:
        appointment.left_unseen_at = None
        record("appointment.came_back", appointment, by=by)


@transaction.atomic
def note_no_show(appointment: Appointment, *, by: Hand) -> None:
    """The time of this visit has come, and the patient has not."""
    if appointment.starts_at > now():
        raise Refusal(_("This visit has not begun yet."), rule="not_begun")
    appointment.become(Status.NOSHOW)
    record("appointment.noshow", appointment, by=by)
    inbox.withdraw(appointment, by=by, because="missed")
    end_waiting_instead_of(appointment, by=by, because="missed")


def fits(
    slot: Slot, patient: Patient, visit_type: VisitType, *, screening: Screening | None, said: Collection[str]
) -> None:
    """Politeness before the database's last word: the time is free and long enough, and she is welcome."""
    if slot.service_id != visit_type.service_id or slot.mode != visit_type.mode or slot.minutes < visit_type.minutes:
        raise Refusal(WRONG_TIME, rule="wrong_time")
    if not Slot.objects.free(uses=Use.values).filter(pk=slot.pk).exists():
        raise Refusal(TAKEN, rule="taken")
    fits_her(slot, patient, visit_type, screening=screening, said=said)


def fits_her(
    slot: Slot, patient: Patient, visit_type: VisitType, *, screening: Screening | None, said: Collection[str]
) -> None:
    """Whether she may have this time, whoever has it now."""
    if not slot.is_open_to({*said, *uses_of(patient.pk, visit_type, screening)}):
        raise Refusal(HELD, rule="held")
    if not patient.may_be_written_to:
        raise Refusal(_("This record is closed, so nothing can be booked for it."), rule="closed")
    age, service = patient.age_on(slot.starts_at.date()), slot.service
    too_young = service.min_age is not None and age is not None and age < service.min_age
    too_old = service.max_age is not None and age is not None and age > service.max_age
    if too_young or too_old:
        sentence = _("This service is for: %(whom)s. Please call us.") % {"whom": service.said("who_for")}
        raise Refusal(sentence, rule="age")


@transaction.atomic
def accept(offer: Offer, *, by: Hand) -> Appointment:
    """Turn an offer that still stands into her appointment; an appointment it was meant to replace is moved."""
    take_up(offer, by=by)
    waiting = offer.waiting
    if waiting.instead_of:  # refused when that visit is over or off: nothing new is booked without the questions
        return reschedule(waiting.instead_of, offer.slot, by=by, because="accepted an earlier time")
    screening = Screening.objects.filter(pk=waiting.screening_id).first() if waiting.screening_id else None
    return book(
        offer.slot,
        waiting.whom,
        waiting.visit_type,
        by=HOUSE if screening is None else by,
        screening=screening,
        reason=waiting.reason,
        label=waiting.label,
    )
