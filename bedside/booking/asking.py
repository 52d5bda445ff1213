"""Whom to ask about a time that came free, how many of them at once, and how long each may think about it.

docs/rules/waiting-list.md says why. Nobody is drawn by chance alone: the draw only orders those who are equal, and is
the same each time it is looked at, so that it can be explained.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Max, Q

from bedside.hours.calendar import Calendar
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds, day_of
from bedside.inbox import actions as inbox
from bedside.journal.models import Refusal
from bedside.people.models import Label, Patient
from bedside.triage.models import CAPS, Screening
from bedside.urgency.levels import height

from .models import A_DAY, Answer, Offer, Slot, Waiting
from .needs import needs_of
from .taking import choose, end_of
from .uses import uses_of

TOO_SOON = timedelta(hours=1)  # nobody can be asked and come within that
MOST_AT_ONCE = 8
LEARNED_OVER = timedelta(days=365)
BEFORE_WE_KNOW = (2, 20)  # two of twenty say yes, as elsewhere: what is believed of a place without offers
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Turn:
    """One who is asked now: from when on, until when, and whether somebody must call her."""

    waiting: Waiting
    asked_at: datetime
    until: datetime
    by_phone: bool


def offer_lasts(notice: timedelta) -> timedelta:
    """How long a patient has to answer: the nearer the time, the shorter."""
    if notice < timedelta(hours=24):
        return timedelta(minutes=15)
    return timedelta(hours=2) if notice < timedelta(hours=72) else timedelta(hours=12)


def batch_size(place: uuid.UUID) -> int:
    """How many are asked at once so that one of them says yes: one divided by how often people here do.

    Whoever was too late would have said yes. Whoever was overtaken before she answered is not counted.
    """
    told = Offer.objects.filter(slot__place=place, label=Label.NONE, asked_at__gte=now() - LEARNED_OVER)
    yes = told.filter(Q(answer=Answer.ACCEPTED) | Q(late_at__isnull=False)).count()
    no = told.filter(answer__in=[Answer.DECLINED, Answer.LAPSED], late_at=None).count()
    believed_yes, believed = BEFORE_WE_KNOW
    return min(MOST_AT_ONCE, -(-(yes + no + believed) // (yes + believed_yes)))


def next_in_turn(slot: Slot, most: int) -> list[Turn]:
    """The next who are asked about this time, at most so many, nobody twice. Each place on the list is locked.

    Whoever is being asked about another time at this very moment is passed over and not waited for: two times that
    come free together would else wait for each other, each holding whom the other wants to ask.
    """
    if most <= 0:
        return []
    turns, met = list[Turn](), set[uuid.UUID]()
    suited = Waiting.objects.suited_to(slot).select_related("patient__merged_into", "visit_type", "instead_of__slot")
    for waiting in in_order(slot, list(suited)):
        turn = _turn(slot, waiting) if waiting.whom.pk not in met else None
        if turn is not None and _is_ours_to_ask(waiting):
            turns.append(turn)
            met.add(waiting.whom.pk)
        if len(turns) == most:
            break
    return turns


def _is_ours_to_ask(waiting: Waiting) -> bool:
    locked = Waiting.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=waiting.pk, ended_at=None)
    return bool(list(locked.values_list("pk")))


def in_order(slot: Slot, waiting: Sequence[Waiting]) -> Iterator[Waiting]:
    """The more urgent first, then whoever has waited more days, then whoever was asked least recently, then a draw.

    Whoever was asked as often today as anybody may be is left out.
    """
    levels, names, moment = _levels(waiting), _names(waiting), now()
    asked, today = _last_asked(names), _asked_today(waiting, names, slot)

    def key(one: Waiting) -> tuple[int, int, datetime, bytes]:
        draw = hashlib.sha256(f"{slot.pk}:{one.pk}".encode()).digest()
        return -height(levels[one.pk]), -(moment - one.since).days, asked.get(one.whom.pk, LONG_AGO), draw

    return (one for one in sorted(waiting, key=key) if today[one.whom.pk] < A_DAY)


def _turn(slot: Slot, waiting: Waiting) -> Turn | None:
    """When she would be asked; None where she could not come then, or may not have this time."""
    patient, zone = waiting.whom, slot.place.zone
    written_to = bool(list(inbox.addresses(patient)))
    by_phone = bool(patient.phone) and not written_to and not waiting.label
    if not by_phone and not written_to and patient.login_id is None:
        return None  # nothing reaches her
    asked_at = patient.awake(now(), zone)
    if by_phone and slot.place.opening:
        asked_at = patient.awake(Calendar.of(zone, slot.place.opening).next_open(asked_at), zone)
    notice = slot.starts_at - asked_at
    if notice < max(TOO_SOON, timedelta(hours=waiting.needs_notice)):
        return None
    if not _may_have(slot, waiting) or not _has_all(slot, waiting):
        return None
    return Turn(waiting, asked_at, min(asked_at + offer_lasts(notice), slot.starts_at - TOO_SOON), by_phone)


def _may_have(slot: Slot, waiting: Waiting) -> bool:
    """Whether the booking that would follow is one that she may have: by her age, and by what the time is held for."""
    patient, service = waiting.whom, slot.service
    age = patient.age_on(day_of(slot.starts_at, slot.place.zone))
    if age is not None and not (service.min_age or 0) <= age <= (service.max_age or 200):
        return False
    if waiting.instead_of is not None:
        return slot.is_open_to({waiting.instead_of.slot.held_for})
    screening = Screening.objects.filter(pk=waiting.screening_id).first() if waiting.screening_id else None
    if screening is not None and slot.starts_at > now() + CAPS.get(screening.standing_level, timedelta()):
        return False  # later than she should be seen
    return slot.is_open_to(uses_of(patient.pk, waiting.visit_type, screening))


def _has_all(slot: Slot, waiting: Waiting) -> bool:
    """Whether what her visit needs is free then: a room, a device, an interpreter, and long enough."""
    minutes, wanted = needs_of(waiting.visit_type, waiting.whom).with_clinician(slot.staff_member, waiting.visit_type)
    try:
        choose(wanted, slot, end_of(slot, minutes))
    except Refusal:
        return False
    return True


def _levels(waiting: Sequence[Waiting]) -> dict[uuid.UUID, str]:
    """How urgent each is, as it stands now."""
    instead = {one.pk: one.instead_of.screening_id for one in waiting if one.instead_of is not None}
    asked = {one.pk: one.screening_id or instead.get(one.pk) for one in waiting}
    found = Screening.objects.in_bulk([pk for pk in asked.values() if pk])
    return {pk: found[key].standing_level if key in found else "R14" for pk, key in asked.items()}


def _names(waiting: Sequence[Waiting]) -> dict[uuid.UUID, uuid.UUID]:
    """Each name under which those who wait may have been asked before, and who she is."""
    names = {one.whom.pk: one.whom.pk for one in waiting}
    others = Patient.objects.filter(merged_into__in=list(names)).values_list("pk", "merged_into_id")
    return names | {alias: known for alias, known in others if known is not None}


def _last_asked(names: dict[uuid.UUID, uuid.UUID]) -> dict[uuid.UUID, datetime]:
    asked = dict[uuid.UUID, datetime]()
    hers = Offer.objects.filter(patient__in=names).values("patient").annotate(last=Max("asked_at"))
    for name, last in hers.values_list("patient", "last"):
        asked[names[name]] = max(last, asked.get(names[name], LONG_AGO))
    return asked


def _asked_today(waiting: Sequence[Waiting], names: dict[uuid.UUID, uuid.UUID], slot: Slot) -> Counter[uuid.UUID]:
    """How many offers each was made today, by the wall clock of where she lives."""
    patients = {one.whom.pk: one.whom for one in waiting}
    recent = Offer.objects.filter(patient__in=names, asked_at__gt=now() - timedelta(days=2))
    asked = Counter[uuid.UUID]()
    for patient, at in recent.values_list("patient", "asked_at"):
        start, end = _her_day(patients[names[patient]], slot.place.zone)
        asked[names[patient]] += start <= at < end
    return asked


def _her_day(patient: Patient, zone: str) -> tuple[datetime, datetime]:
    """The day on which she would be asked."""
    there = patient.zone or zone
    return day_bounds(day_of(patient.awake(now(), zone), there), there)
