"""A clinician is late: the house finds it out by itself, and tells those who wait and those who are still to come.

What is looked at are the rows alone: when a session should have begun, who was called, who is with her, whose time it
is. Who waits reads it on her page; who comes within two hours gets one message, and another only if it changes much.
"""

from __future__ import annotations

import logging
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min

from bedside.access.models import STAFF
from bedside.booking.models import Appointment, Session, Slot, Status
from bedside.booking.visit_links import link_to
from bedside.directory.models import Mode, Place, Post
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message
from bedside.inbox.models import State as Sending
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.language.dates import time
from bedside.measures.queues import still_inside

from .lateness import Lateness
from .models import IN_A_ROOM, State, Visit
from .running import BEHIND, Behind, Due, Hers, behind, delays, told_as

log = logging.getLogger(__name__)

TEXT = "running_late"
CAME = ("visit.arrived", "visit.walked_in")
COMING = timedelta(hours=2)  # who has a time within this is told
MUCH = 15  # minutes: less than this is no news
LONGEST = timedelta(hours=16)  # of a working day
NEVER_CAME = frozenset({Sending.WITHDRAWN, Sending.FAILED, Sending.EXPIRED})
USUAL = 15.0  # minutes of a visit of which nobody has said how long it takes


@dataclass
class Seen:
    """What is so of one session that has begun."""

    session: Session
    hers: Hers
    coming: list[Appointment]  # not here yet, and their time is near
    known: Lateness | None


def look_everywhere() -> int:
    """Look at every session that should have begun. Run by the clock, each minute; returns how much was news."""
    begun = Session.objects.filter(is_cancelled=False, starts_at__lte=now(), starts_at__gt=now() - LONGEST)
    places = set(begun.exclude(mode=Mode.PHONE).values_list("place", flat=True))
    places |= set(Lateness.objects.standing().values_list("place", flat=True))
    return sum(_looked(place) for place in Place.objects.filter(pk__in=places).order_by("pk"))


def _looked(place: Place) -> int:
    """What was news at one place. Whatever is wrong there, those at all others are told."""
    try:
        return look(place)
    except Exception as error:  # what it says may be about a patient: its kind alone is logged
        log.error("nobody could look who is late at place %s: %s", place.pk, type(error).__name__)
        return 0


def look(place: Place) -> int:
    """Look at the sessions of a place: write down who is late and who no more, and tell whom it concerns."""
    moment = now()
    seen = {one.session.pk: one for one in _seen(place, moment)}
    for gone in Lateness.objects.standing().filter(place=place).exclude(session__in=seen):
        _no_more(gone)
    news = 0
    for one in sorted(seen.values(), key=lambda each: each.session.pk):
        is_late = behind(one.hers, moment, was=one.known is not None and one.known.over_at is None)
        news += _note(one, is_late)
        if is_late is not None:
            _tell(one.coming, delays(one.hers, moment))
    return news


def _note(seen: Seen, is_late: Behind | None) -> bool:
    """Write down what is news; two who look at the same moment write it once."""
    known = seen.known
    if is_late is None:
        return known is not None and known.over_at is None and _no_more(known)
    minutes = told_as(is_late.minutes)
    if known is None:
        session = seen.session
        known = Lateness(session=session, place_id=session.place_id, staff_member_id=session.staff_member_id)
    elif known.over_at is None and known.not_begun == is_late.not_begun and abs(minutes - known.minutes) < MUCH:
        return False
    elif known.over_at is not None:
        known.found_at, known.over_at = now(), None
    known.minutes, known.not_begun = minutes, is_late.not_begun
    return _kept("session.late", known)


def _no_more(known: Lateness) -> bool:
    """She has caught up, or nobody waits for her any more: what was not sent yet is not sent."""
    known.over_at = now()
    hers = Appointment.objects.filter(slot__session=known.session_id).values("pk")
    with transaction.atomic():
        inbox.take_back(Message.objects.filter(template=TEXT, about_id__in=hers), by=HOUSE, because="in time again")
        return _kept("session.in_time_again", known)


def _kept(verb: str, known: Lateness) -> bool:
    try:
        record(verb, known, by=HOUSE, minutes=known.minutes, not_begun=known.not_begun)
    except Refusal as refusal:
        if refusal.rule in {"version", "one_entry_per_version", "late_once_a_session"}:
            return False
        raise
    return True


def _tell(coming: Iterable[Appointment], late: dict[object, float]) -> None:
    """Those whose own visit will begin late are told, each by her own wish."""
    wanted = [(one, told_as(late[one.pk])) for one in coming if late.get(one.pk, 0.0) >= BEHIND]
    told = _told([one.pk for one, _minutes in wanted])
    for one, minutes in wanted:
        wrote = told.get((one.pk, one.sequence), [])
        before = [those for those, came in wrote if came]
        if not before or (abs(minutes - before[-1]) >= MUCH and minutes not in before):
            _say(one, minutes, turn=len(wrote))


@transaction.atomic
def _say(appointment: Appointment, minutes: int, *, turn: int) -> None:
    """She may come as planned, and knows before she sets out that it will be later. Of what is confidential nothing."""
    patient = appointment.patient.merged_into or appointment.patient
    link = link_to(appointment)
    try:
        with transaction.atomic():  # what somebody else has just told her is not taken back with nothing in its place
            inbox.withdraw(appointment, by=HOUSE, because="it has changed", templates=[TEXT])
            inbox.send(
                patient,
                TEXT,
                by=HOUSE,
                key=f"late:{appointment.pk}:{appointment.sequence}:{minutes}:{turn}",
                about=appointment,
                label=appointment.label,
                not_after=appointment.starts_at,
                link=link,
                sms_link=link,
                said=lambda language: {"time": time(appointment.starts_at, language, appointment.zone)},
                minutes=str(minutes),
            )
    except Refusal as refusal:  # somebody else has just told her
        if refusal.rule != "one_message_per_key":
            raise


def _told(appointments: Collection[uuid.UUID]) -> dict[tuple[uuid.UUID, int], list[tuple[int, bool]]]:
    """By how many minutes we wrote to each that we are late, the last at the end, and whether that may have come."""
    found: dict[tuple[uuid.UUID, int], list[tuple[int, bool]]] = defaultdict(list)
    sent = Message.objects.filter(about_id__in=appointments, template=TEXT, key__startswith="late:")
    for key, state in sent.order_by("due_at", "pk").values_list("key", "state"):
        _late, about, sequence, minutes, *_more = (key or "").split(":")  # of a second call: "voice:again"
        found[uuid.UUID(about), int(sequence)].append((int(minutes), state not in NEVER_CAME))
    return found


def _seen(place: Place, moment: datetime) -> list[Seen]:
    """The last session that has begun of each clinician who is at work there, with what is known of her day."""
    begun = Session.objects.filter(
        place=place, is_cancelled=False, starts_at__lte=moment, starts_at__gt=moment - LONGEST
    ).exclude(mode=Mode.PHONE)
    sessions = {one.staff_member_id: one for one in begun.order_by("starts_at", "id")}
    todays = list(Visit.objects.today(place).select_related("visit_type", "appointment__slot"))
    if not sessions or not _somebody_works(todays):
        return []
    kept = Slot.objects.filter(session__in=sessions.values(), is_closed=False).order_by().values("staff_member")
    began: dict[uuid.UUID, datetime] = dict(kept.annotate(first=Min("starts_at")).values_list("staff_member", "first"))
    offers: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for pk, service in Post.objects.filter(place=place, ended=False).values_list("staff_member", "service"):
        offers[pk].add(service)
    booked = _booked(place, sessions, moment)
    known = {one.session_id: one for one in Lateness.objects.filter(session__in=sessions.values())}
    found = []
    for pk, session in sessions.items():
        if pk not in began or began[pk] > moment:  # she is away: the house knows, and so do they
            continue
        alone = [other for other in sessions if session.service_id in offers[other]] == [pk]
        hers = [one for one in todays if _is_hers(one, pk, offers[pk], alone=alone)]
        day = Hers(
            began[pk],
            [one.called_at for one in todays if one.called_at and _may_be_hers(one, pk, offers[pk])],
            _inside(hers, moment),
            [one.arrived_at for one in hers if _waits(one, moment) and not one.scheduled_at and one.arrived_at],
            [*_here(hers, moment), *(_to_come(one) for one in booked[pk])],
        )
        if session.ends_at > moment or any(one.came_at for one in day.due):
            near = [one for one in booked[pk] if moment < one.starts_at <= moment + COMING]
            found.append(Seen(session, day, near, known.get(session.pk)))
    return found


def _somebody_works(todays: list[Visit]) -> bool:
    """Whether anybody of ours is there: a patient who checked in before a closed door makes nobody late."""
    if any(one.called_at for one in todays):
        return True
    came = Entry.objects.filter(
        subject_id__in=[one.pk for one in todays], verb__in=["visit.arrived", "visit.walked_in"]
    )
    return came.filter(actor_kind__in=[str(role) for role in STAFF]).exists()


def _booked(place: Place, clinicians: Collection[uuid.UUID], moment: datetime) -> dict[uuid.UUID, list[Appointment]]:
    """Who has a time with each of them from now on and is not here."""
    found: dict[uuid.UUID, list[Appointment]] = defaultdict(list)
    coming = Appointment.objects.filter(
        place=place,
        staff_member__in=clinicians,
        status=Status.BOOKED,
        needs_new_time=False,
        starts_at__gte=moment,
        starts_at__lte=moment + COMING,
    ).exclude(visit_type__mode=Mode.PHONE)
    for one in coming.in_order().select_related("patient__merged_into", "slot"):
        found[one.staff_member_id].append(one)
    return found


def _to_come(one: Appointment) -> Due:
    minutes = (one.ends_at - one.starts_at).total_seconds() / 60
    return Due(one.pk, one.starts_at, minutes, group=_group(one))


def _group(one: Appointment | None) -> uuid.UUID | None:
    """The meeting she comes to, with others."""
    return one.slot_id if one is not None and one.slot.seats > 1 else None


def _here(hers: Iterable[Visit], moment: datetime) -> list[Due]:
    return [
        Due(one.pk, one.scheduled_at, _planned(one), one.arrived_at, _group(one.appointment))
        for one in hers
        if one.scheduled_at and one.arrived_at and _waits(one, moment)
    ]


def _waits(visit: Visit, moment: datetime) -> bool:
    """Whether she sits there and could be called."""
    held = visit.held_until is not None and visit.held_until > moment
    return visit.state == State.WAITING and visit.away_since is None and not held


def _is_hers(visit: Visit, pk: uuid.UUID, offers: set[uuid.UUID], *, alone: bool) -> bool:
    """Whose visit it is; of one that is nobody's, that of the only clinician who offers it now."""
    return visit.staff_member_id == pk or (visit.staff_member_id is None and alone and visit.service_id in offers)


def _may_be_hers(visit: Visit, pk: uuid.UUID, offers: set[uuid.UUID]) -> bool:
    """Where nobody wrote down by whom somebody is seen it may be any who offers it: then nobody is said to be late."""
    return visit.staff_member_id == pk or (visit.staff_member_id is None and visit.service_id in offers)


def _planned(visit: Visit) -> float:
    if visit.appointment:
        return (visit.appointment.ends_at - visit.appointment.starts_at).total_seconds() / 60
    return float(visit.visit_type.minutes) if visit.visit_type else USUAL


def _inside(hers: Iterable[Visit], moment: datetime) -> float:
    """Minutes until those who are with her have probably gone; who meet with each other go together."""
    left: dict[object, float] = {}
    for one in hers:
        if one.state in IN_A_ROOM:
            each = _group(one.appointment) or one.pk
            left[each] = max(_left(one, moment), left.get(each, 0.0))
    return sum(left.values())


def _left(visit: Visit, moment: datetime) -> float:
    return still_inside((moment - (visit.began_at or moment)).total_seconds() / 60, _planned(visit))
