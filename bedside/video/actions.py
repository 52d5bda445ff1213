"""What can be done in a video visit. Who is in the lobby, who is let in and when it ended is written; nothing else."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.access.models import TREATING, User
from bedside.booking.models import Appointment, Status
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.live.actions import announce
from bedside.people.models import staff_name
from bedside.visits import actions as visits
from bedside.visits.models import State, Visit

from .keys import digest_of
from .models import (
    CLINICIANS,
    MOST,
    PATIENTS,
    At,
    Heard,
    Kind,
    Meeting,
    Open,
    Seat,
    Signal,
    is_there,
    may_open,
    topic_of,
)

NOT_YET = gettext_lazy("A video visit opens 30 minutes before its time. Please come back then.")
NO_LONGER = gettext_lazy("That can no longer be done with this visit. Please look again.")
NOBODY_THERE = gettext_lazy("Nobody waits there now. Please look again.")


@transaction.atomic
def open_room(appointment: Appointment, *, by: Hand) -> Meeting:
    """The room of a video visit, opened by whoever needs it first."""
    found = Meeting.objects.of(appointment)
    if found is None:
        if not may_open(appointment):
            raise Refusal(NOT_YET, rule="window")
        found = Meeting(
            appointment=appointment,
            patient=appointment.patient.merged_into or appointment.patient,
            label=appointment.label,
            place=appointment.place,
        )
        try:
            record("video.opened", found, by=by)
        except Refusal:  # the other one came at the same moment
            found = Meeting.objects.of(appointment)
            if found is None:
                raise
    elif found.is_over and may_open(appointment):  # moved to another day, or ended before she was let in
        found.state, found.ended_at, found.by_phone_at = Open.VIDEO, None, None
        record("video.again", found, by=by)
    return found


@transaction.atomic
def enter(appointment: Appointment, *, by: Hand, user: User | None) -> tuple[Seat, str]:
    """The patient, or a carer of hers, is in the lobby; she counts as arrived. The key is for this browser alone."""
    meeting = _not_over(open_room(appointment, by=by))
    _arrive(appointment, by=by)
    if meeting.state == Open.PHONE:
        meeting.state, meeting.by_phone_at = Open.VIDEO, None
        record("video.again", meeting, by=by)
    is_carer = user is not None and by.hand_kind == Kind.CARER
    seat = _own_seat(meeting, user) if is_carer else _seat(meeting, PATIENTS)
    if seat is None:
        number = _free_number(meeting) if is_carer else PATIENTS
        name = str(user) if is_carer else appointment.patient.called
        seat = _new(meeting, number, Kind.CARER if is_carer else Kind.PATIENT, name)
    seat.login = user
    return seat, _into_the_lobby(seat, by=by)


@transaction.atomic
def enter_by_link(seat: Seat, *, by: Hand) -> tuple[Seat, str]:
    """A carer or an interpreter is in the lobby, by the link she was given."""
    _not_over(seat.meeting)
    if not may_open(seat.meeting.appointment):
        raise Refusal(NOT_YET, rule="window")
    return seat, _into_the_lobby(seat, by=by)


@transaction.atomic
def preside(meeting: Meeting, *, by: User) -> tuple[Seat, str]:
    """The clinician is in the room. Two cannot hold it: a colleague may, once her screen has gone quiet."""
    _not_over(meeting)
    seat = _seat(meeting, CLINICIANS)
    if seat and seat.login_id != by.pk and seat.state == At.ADMITTED and is_there(seat):
        raise Refusal(_("In this video visit is %(name)s already.") % {"name": seat.name}, rule="taken")
    seat = seat or _new(meeting, CLINICIANS, Kind.CLINICIAN, "")
    seat.login, seat.name = by, staff_name(by)[:100]
    seat.become(At.ADMITTED)
    seat.admitted_at, seat.left_at = now(), None
    key = _new_key(seat)
    record("video.presided", seat, by=by)
    return seat, key


@transaction.atomic
def admit(seat: Seat, *, by: Hand) -> Seat:
    """She is let in from the lobby. With the patient, the visit begins."""
    _not_over(seat.meeting)
    if seat.state != At.LOBBY:
        raise Refusal(NOBODY_THERE, rule="state")
    seat.become(At.ADMITTED)
    seat.admitted_at, seat.line = now(), uuid.uuid4()
    record("video.admitted", seat, by=by)
    if seat.number == PATIENTS:
        _begin(seat.meeting, by=by)
    return seat


@transaction.atomic
def put_back(seat: Seat, *, by: Hand) -> Seat:
    """Back to the lobby: she neither sees nor hears the others any more."""
    if seat.is_clinicians or seat.state != At.ADMITTED:
        raise Refusal(NO_LONGER, rule="state")
    seat.become(At.LOBBY)
    seat.lobby_at, seat.admitted_at, seat.line = now(), None, uuid.uuid4()
    record("video.put_back", seat, by=by)
    return seat


@transaction.atomic
def leave(seat: Seat, *, by: Hand) -> None:
    """She has shut the page, or pressed that she goes."""
    if seat.state in (At.LOBBY, At.ADMITTED) and not seat.meeting.is_over:
        seat.become(At.LEFT)
        seat.left_at, seat.line = now(), uuid.uuid4()
        record("video.left", seat, by=by)


@transaction.atomic
def invite(meeting: Meeting, *, kind: Kind, name: str, by: Hand) -> Seat:
    """A carer or an interpreter may come, by a link of her own. Two at most beside the patient and the clinician."""
    _not_over(meeting)
    seat = _new(meeting, _free_number(meeting), kind, name)
    record("video.invited", seat, by=by)
    return seat


@transaction.atomic
def take_back(seat: Seat, *, by: Hand) -> None:
    """Her link leads nowhere any more, and if she is inside she is out."""
    if seat.number <= PATIENTS:
        raise Refusal(NO_LONGER, rule="state")
    seat.become(At.REMOVED)
    seat.left_at, seat.line, seat.key_digest = now(), uuid.uuid4(), ""
    record("video.removed", seat, by=by)


@transaction.atomic
def by_phone(appointment: Appointment, *, by: Hand) -> Meeting:
    """The picture does not work, or she would rather not: we ring her instead."""
    meeting = _not_over(open_room(appointment, by=by))
    _arrive(appointment, by=by)
    if meeting.state != Open.PHONE:
        meeting.state, meeting.by_phone_at = Open.PHONE, now()
        record("video.by_phone", meeting, by=by)
        Signal.objects.filter(meeting=meeting).delete()
    if by.hand_kind in TREATING:  # who presses this rings her now
        _begin(meeting, by=by)
    return meeting


@transaction.atomic
def by_video_again(meeting: Meeting, *, by: Hand) -> None:
    """It works after all."""
    if meeting.state != Open.PHONE:
        raise Refusal(NO_LONGER, rule="state")
    meeting.state, meeting.by_phone_at = Open.VIDEO, None
    record("video.again", meeting, by=by)


@transaction.atomic
def end(meeting: Meeting, *, by: Hand) -> None:
    """It is over for all who are in it, and the visit is finished if she was let in or rung up."""
    _not_over(meeting)
    meeting.state, meeting.ended_at = Open.ENDED, now()
    record("video.ended", meeting, by=by)
    for seat in Seat.objects.filter(meeting=meeting, state__in=[At.LOBBY, At.ADMITTED]).order_by("pk"):
        seat.become(At.LEFT)
        seat.left_at = now()
        record("video.left", seat, by=by, because="ended for all")
    Signal.objects.filter(meeting=meeting).delete()
    Heard.objects.filter(seat__meeting=meeting).delete()
    here = Visit.objects.filter(appointment=meeting.appointment_id).first()
    if here and here.state == State.WITH_CLINICIAN and by is not HOUSE:  # which knows no hour at which it ended
        visits.finish(here, by=by)


@transaction.atomic
def tell(seat: Seat, words: Iterable[tuple[uuid.UUID, str]], *, most_a_minute: int) -> None:
    """What one browser tells others, to those alone who were let in as it was itself."""
    said = list(words)
    inside = set(
        Seat.objects.inside().filter(meeting=seat.meeting_id).exclude(pk=seat.pk).values_list("line", flat=True)
    )
    if seat.state != At.ADMITTED or seat.meeting.state != Open.VIDEO or {line for line, _body in said} - inside:
        raise Refusal(NOBODY_THERE, rule="state", missing=True)
    if Signal.objects.lately_from(seat.line, now()) + len(said) > most_a_minute:
        raise Refusal(_("We are busy. Please try again."), rule="too_many")
    Signal.objects.bulk_create(
        [Signal(meeting_id=seat.meeting_id, from_line=seat.line, to_line=line, body=body) for line, body in said]
    )
    announce([topic_of(seat.meeting_id)])


def breathe(seat: Seat) -> None:
    """Her screen is there."""
    Heard.objects.update_or_create(seat=seat, defaults={"at": now()})


def _not_over(meeting: Meeting) -> Meeting:
    if meeting.is_over:
        raise Refusal(_("This video visit is over."), rule="over")
    return meeting


def _arrive(appointment: Appointment, *, by: Hand) -> None:
    """She waits in the queue like anybody who is here; who had gone and comes back keeps her place."""
    here = Visit.objects.filter(appointment=appointment).first()
    if here is None and appointment.status == Status.BOOKED:
        visits.arrive(appointment, by=by)
    elif here and here.state == State.LEFT:
        visits.put_back(here, by=by, because="came back")


def _begin(meeting: Meeting, *, by: Hand) -> None:
    here = Visit.objects.filter(appointment=meeting.appointment_id).select_related("place").first()
    if here and here.state == State.LEFT:  # the desk thought that she had gone
        here = visits.put_back(here, by=by, because="came back")
    if here and here.state in (State.WAITING, State.CALLED):
        visits.see_from_afar(here, by=by)


def _into_the_lobby(seat: Seat, *, by: Hand) -> str:
    seat.become(At.LOBBY)
    seat.lobby_at, seat.admitted_at, seat.left_at = now(), None, None
    key = _new_key(seat)
    record("video.in_lobby", seat, by=by)
    return key


def _new_key(seat: Seat) -> str:
    """A key for the browser that has just come; the one before it is shut out."""
    key = secrets.token_urlsafe(24)
    seat.key_digest, seat.line = digest_of(key), uuid.uuid4()
    return key


def _seat(meeting: Meeting, number: int) -> Seat | None:
    found = Seat.objects.filter(meeting=meeting, number=number).exclude(state=At.REMOVED)
    return found.select_related("meeting__place", "meeting__appointment").first()


def _own_seat(meeting: Meeting, user: User | None) -> Seat | None:
    found = Seat.objects.filter(meeting=meeting, login=user, kind=Kind.CARER).exclude(state=At.REMOVED)
    return found.select_related("meeting__place", "meeting__appointment").first()


def _free_number(meeting: Meeting) -> int:
    taken = set(Seat.objects.filter(meeting=meeting).exclude(state=At.REMOVED).values_list("number", flat=True))
    free = [number for number in range(PATIENTS + 1, MOST + 1) if number not in taken]
    if not free:
        raise Refusal(_("Four people at most can be in a video visit."), rule="four_at_most")
    return free[0]


def _new(meeting: Meeting, number: int, kind: Kind, name: str) -> Seat:
    return Seat(
        meeting=meeting, patient_id=meeting.patient_id, label=meeting.label, number=number, kind=kind, name=name[:100]
    )
