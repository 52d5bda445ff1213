"""What can be done about visits: arriving, being called and seen, leaving. Nothing else writes to these tables."""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.access.models import STAFF, TREATING, User
from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.booking.models import Status as BookingStatus
from bedside.directory.models import Place, Service
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.actions import record, record_many
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Label, Patient, StaffMember
from bedside.triage import actions as triage
from bedside.triage.models import Screening
from bedside.urgency.levels import highest

from .models import ALREADY_HERE, OPENS_BEFORE, Room, State, Visit, next_ticket
from .order import passed_by
from .queue import queue, services_of, waiter_of

HELD_FOR = timedelta(minutes=5)  # whoever did not answer is not asked again before
TRIES = 5  # of people who press at the same moment
NOBODY = gettext_lazy("Nobody is waiting now.")


@transaction.atomic
def arrive(appointment: Appointment, *, by: Hand) -> Visit:
    """The patient is here for her appointment: she gets a ticket and waits."""
    by_staff = by.hand_kind in STAFF
    if day_of(appointment.starts_at, appointment.zone) != day_of(now(), appointment.zone):
        raise Refusal(_("This visit is not today. Please look at its day and time."), rule="not_today")
    if not by_staff:
        triage.no_emergency(appointment.patient)
        if not appointment.starts_at - OPENS_BEFORE <= now() < appointment.ends_at:
            raise Refusal(_("Check-in opens 3 hours before a visit and ends with it. Please call us."), rule="window")
    booking.arrive(appointment, by=by)
    return _take_a_ticket(
        Visit(
            patient=appointment.patient.merged_into or appointment.patient,
            label=appointment.label,
            appointment=appointment,
            place=appointment.place,
            service_id=appointment.service_id,
            visit_type_id=appointment.visit_type_id,
            staff_member_id=appointment.staff_member_id,
            reason=appointment.reason,
            level=_level_of(appointment),
            scheduled_at=appointment.starts_at,
        ),
        "visit.arrived",
        by=by,
    )


@transaction.atomic
def arrive_in_private(slot: Slot, *, by: Hand) -> Visit:
    """Whoever has this time is here. The one who writes it down need not know who she is, and is not told."""
    found = (
        Appointment.objects.filter(slot=slot, status=BookingStatus.BOOKED).select_related("place", "patient").first()
    )
    if found is None:
        raise Refusal(
            _("Nobody is expected at this time. Please ask the patient for the time."), rule="nobody_expected"
        )
    return arrive(found, by=by)


@transaction.atomic
def walk_in(
    patient: Patient,
    *,
    place: Place,
    service: Service,
    reason: str,
    level: str,
    staff_member: StaffMember | None = None,
    by: Hand,
    label: str = Label.NONE,
    screening: Screening | None = None,
) -> Visit:
    """Somebody came without an appointment: she gets a ticket and waits."""
    visit = Visit(
        patient=patient,
        label=label or (Label.CONFIDENTIAL if service.is_sensitive else Label.NONE),
        place=place,
        service=service,
        staff_member=staff_member,
        reason=reason,
        level=level,
    )
    if screening:
        triage.keep_confidential(screening, visit.label, by=by)
    return _take_a_ticket(visit, "visit.walked_in", by=by)


def _take_a_ticket(visit: Visit, verb: str, *, by: Hand) -> Visit:
    if not visit.patient.may_be_written_to:
        raise Refusal(_("This record is closed, so nobody can be checked in for it."), rule="closed")
    if Visit.objects.open().filter(patient=visit.patient, label=visit.label).exists():
        raise Refusal(ALREADY_HERE, rule="here_already")  # politeness before the database's last word
    one_after_the_other(visit.place)
    visit.arrived_at = visit.checked_in_at = now()
    visit.day = day_of(visit.arrived_at, visit.place.zone)
    for _turn in range(TRIES):
        visit.ticket = next_ticket(visit.place, visit.day)
        try:
            record(verb, visit, by=by)
        except Refusal as refusal:  # somebody was given this ticket at this very moment
            if refusal.rule != "one_ticket_each":
                raise
        else:
            return visit
    raise Refusal(_("We are busy. Please try again."), rule="busy")


def one_after_the_other(place: Place) -> None:
    """Whoever comes or calls at a place waits for the one before. That is for speed; what holds are the constraints."""
    list(Place.objects.select_for_update(no_key=True).filter(pk=place.pk).values_list("pk"))


def _level_of(appointment: Appointment) -> str:
    """As urgent as her own answers were, or as an emergency that stands since."""
    screening = Screening.objects.filter(pk=appointment.screening_id).first() if appointment.screening_id else None
    stands = Screening.objects.emergency_of(appointment.patient)
    levels = [one.standing_level for one in (screening, stands) if one]
    return highest(levels) if levels else "R14"


@transaction.atomic
def call(
    visit: Visit,
    *,
    room: Room,
    by: Hand,
    because: str = "",
    suggested: str = "",
    given: uuid.UUID | None = None,
) -> Visit:
    """Call somebody to a room; what was suggested, room and clinician, stands beside what was chosen and planned."""
    one_after_the_other(visit.place)
    if room.place_id != visit.place_id or not room.is_open:
        raise Refusal(_("This room is not in use. Please choose another."), rule="room")
    if visit.is_from_afar:
        raise Refusal(_("This visit is by video. Please open it there."), rule="from_afar")
    visit.become(State.CALLED)
    visit.room, visit.called_at, visit.held_until, visit.away_since = room, now(), None, None
    to, was = str(given or ""), str(visit.staff_member_id or "")
    visit.staff_member_id = given or visit.staff_member_id
    record("visit.called", visit, by=by, because=because, room=room.name, suggested=suggested, given=to, planned=was)
    _count_whom_it_passed(visit, by=by)
    return visit


@transaction.atomic
def see_from_afar(visit: Visit, *, by: Hand) -> Visit:
    """She is let in by video, or rung up: called and with the clinician at once, and in no room of ours."""
    one_after_the_other(visit.place)
    if visit.state != State.CALLED:
        visit.become(State.CALLED)
        visit.called_at, visit.held_until, visit.away_since = now(), None, None
        record("visit.called", visit, by=by, because="from afar")
        _count_whom_it_passed(visit, by=by)
    return begin(visit, by=by)


def _count_whom_it_passed(called: Visit, *, by: Hand) -> None:
    """Those without a time who came before her and wait on are passed by once more, and not for ever."""
    waiting = {one.pk: one for one in Visit.objects.waiting(called.place) if one.arrived_at}
    services = services_of(called.staff_member, called.place)
    today = Visit.objects.today(called.place).exclude(called_at=None)
    before = list(today) if any(one.slots_again_at for one in waiting.values()) else None
    line = [waiter_of(one, before) for one in waiting.values()]
    passed = passed_by(waiter_of(called), line, now(), staff_member=called.staff_member_id, services=services)
    subjects = [waiting[one.id] for one in passed]  # type: ignore[index]
    for one in subjects:
        one.overtaken += 1
    record_many("visit.overtaken", sorted(subjects, key=lambda one: one.pk), by=by, at=now())


@transaction.atomic
def call_next(
    place: Place,
    *,
    room: Room,
    by: Hand,
    staff_member: StaffMember | None = None,
    suggested: Mapping[Hashable, str] | None = None,
) -> Visit:
    """Call whoever is next to a room. Two who press at once call two people: the second finds the first one gone."""
    one_after_the_other(place)
    for _turn in range(TRIES):
        line = [turn for turn in queue(place, staff_member) if not turn.visit.is_elsewhere]
        if not line:
            raise Refusal(NOBODY, rule="nobody")
        try:
            first = line[0].visit
            return call(first, room=room, by=by, because=line[0].because, suggested=(suggested or {}).get(first.pk, ""))
        except Refusal as refusal:
            if refusal.rule not in {"version", "one_entry_per_version"}:
                raise
    raise Refusal(_("We are busy. Please try again."), rule="busy")


@transaction.atomic
def begin(visit: Visit, *, by: Hand) -> Visit:
    """The clinician is with her. Where nobody was named before, it is whoever sees her now."""
    visit.become(State.WITH_CLINICIAN)
    if visit.staff_member is None and isinstance(by, User) and by.hand_kind in TREATING:
        visit.staff_member = StaffMember.objects.filter(login=by).first()
    visit.began_at = now()
    record("visit.began", visit, by=by)
    return visit


@transaction.atomic
def take_over(visit: Visit, *, by: User, because: str) -> Visit:
    """From now on she answers for this visit instead of whoever it was before, and says why."""
    member = StaffMember.objects.filter(login=by).first() if by.hand_kind in TREATING else None
    if member is None:
        raise Refusal(_("Only a clinician or a nurse on our staff can take a visit over."), rule="role")
    if not because.strip():
        raise Refusal(_("Say why you take this visit over."), rule="because")
    before, visit.staff_member = visit.staff_member, member
    record("visit.taken_over", visit, by=by, because=because.strip(), instead_of=str(before.pk) if before else "")
    return visit


@transaction.atomic
def finish(visit: Visit, *, by: Hand) -> Visit:
    """She has been seen, and the room is free."""
    visit.become(State.FINISHED)
    visit.ended_at = now()
    record("visit.finished", visit, by=by)
    if visit.appointment and visit.appointment.status != BookingStatus.CANCELLED:  # called off while she sat here
        booking.fulfil(visit.appointment, by=by)
    return visit


@transaction.atomic
def leave(visit: Visit, *, by: Hand, because: str) -> Visit:
    """She has gone without being seen to the end. Once somebody is with her, only they can say so."""
    if visit.state == State.WITH_CLINICIAN and by.hand_kind not in STAFF and by is not HOUSE:
        raise Refusal(_("That can no longer be done with this visit. Please look again."), rule="state")
    visit.become(State.LEFT)
    visit.left_at = now()
    record("visit.left", visit, by=by, because=because)
    if visit.appointment and visit.began_at is None:
        booking.note_left_unseen(visit.appointment, by=by)
    return visit


@transaction.atomic
def put_back(visit: Visit, *, by: Hand, because: str) -> Visit:
    """She goes back to the queue with the place she had: she was called in error, did not answer, or came back."""
    was_called = visit.state == State.CALLED
    visit.become(State.WAITING)
    if visit.called_at and not visit.began_at:
        _as_planned(visit)
    visit.room = visit.called_at = visit.left_at = None
    visit.away_since = visit.recalled_at = visit.later_at = None  # whoever puts her back has her here
    visit.held_until = now() + HELD_FOR if was_called else None
    record("visit.put_back", visit, by=by, because=because)
    if visit.appointment:
        booking.note_back(visit.appointment, by=by)
    return visit


def _as_planned(visit: Visit) -> None:
    """The clinician whom a suggestion gave her for one call keeps her no longer than that."""
    told = Entry.objects.filter(verb="visit.called", subject_id=visit.pk).order_by("-version").first()
    facts = told.facts if told else {}
    if visit.staff_member_id and facts.get("given") == str(visit.staff_member_id):
        visit.staff_member_id = uuid.UUID(facts["planned"]) if facts["planned"] else None


@transaction.atomic
def note_no_show(appointment: Appointment, *, by: Hand) -> None:
    """Her time has come, and she has not."""
    booking.note_no_show(appointment, by=by)


@transaction.atomic
def open_room(place: Place, *, name: str, by: Hand, step_free: bool = False) -> Room:
    """From now on people can be called to this room."""
    room = Room(place=place, name=name, step_free=step_free)
    record("room.opened", room, by=by)
    return room
