"""Booking somebody over a time that is taken: on purpose, seldom, and by a name with a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import Role
from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import Label, Patient
from bedside.triage import actions as triage
from bedside.triage.models import Screening

from ..models import Appointment, Slot, Use
from ..needs import needs_of
from ..notices import say_and_remind
from ..over import hour_of
from ..reserving import reserve
from ..taking import choose, end_of
from ..waiting import end_waiting_for
from .visits import WRONG_TIME, fits_her

MAY_OVERBOOK = {Role.FRONT_DESK, Role.NURSE, Role.CLINICIAN}
OVER = 1  # the seat of whoever is booked over somebody else


@transaction.atomic
def overbook(
    slot: Slot,
    patient: Patient,
    visit_type: VisitType,
    *,
    by: Hand,
    because: str,
    screening: Screening | None = None,
    reason: str = "",
) -> Appointment:
    """Book somebody over a time that is taken: never over the last of a session, one in an hour for each clinician.

    She takes no more of the clinician's time than there is; when the time comes free, it is hers.
    """
    if by.hand_kind not in MAY_OVERBOOK:
        raise Refusal(_("Only staff who see patients can do this."), rule="role")
    if not because.strip():
        raise Refusal(_("Say why this visit cannot wait for a free time."), rule="because")
    _may_be_overbooked(slot)
    if slot.service_id != visit_type.service_id or slot.mode != visit_type.mode or slot.minutes < visit_type.minutes:
        raise Refusal(WRONG_TIME, rule="wrong_time")
    fits_her(slot, patient, visit_type, screening=screening, said=Use.values)
    triage.allow(patient, screening, starts_at=slot.starts_at, by=by)
    minutes, wanted = needs_of(visit_type, patient).with_clinician(slot.staff_member, visit_type)
    own = [one for one in wanted if one.kind == "interpreter"]  # room and device are those of the visit below
    appointment = Appointment(
        patient=patient,
        slot=slot,
        seat=OVER,
        visit_type=visit_type,
        service=slot.service,
        staff_member_id=slot.staff_member_id,
        place=slot.place,
        starts_at=slot.starts_at,
        ends_at=end_of(slot, min(minutes, slot.minutes)),
        reason=reason,
        screening_id=screening.pk if screening else None,
        label=Label.CONFIDENTIAL if slot.service.is_sensitive else Label.NONE,
        overbooked_because=because[:200],
    )
    record("appointment.overbooked", appointment, by=by, because=because)
    reserve(
        choose(own, slot, slot.ends_at),
        slot.starts_at,
        slot.ends_at,
        hold=appointment,
        patient=patient.pk,
        more=[hour_of(slot)],
    )
    if screening:
        triage.keep_confidential(screening, appointment.label, by=by)
    say_and_remind("booked", appointment, by=by)
    end_waiting_for(appointment, by=by)
    return appointment


def _may_be_overbooked(slot: Slot) -> None:
    if slot.is_closed or slot.starts_at <= now() or slot.seats > 1:
        raise Refusal(_("Nobody can be booked over this time."), rule="closed")
    if Slot.objects.free(uses=Use.values).filter(pk=slot.pk).exists():
        raise Refusal(_("This time is free. Book it instead."), rule="free")
    later = Slot.objects.filter(session=slot.session_id, starts_at__gt=slot.starts_at, is_closed=False)
    if not later.exists():
        raise Refusal(_("Nobody is booked over the last time of a session."), rule="last")
