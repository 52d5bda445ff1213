"""Two cases that are one, and one that is two. What she was promised first stands, and each step can be taken back."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.inbox import moving
from bedside.inbox.models import Message, Way
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import staff_name
from bedside.urgency.levels import height

from . import handing
from .actions import as_it_stands, open_case
from .models import NO_LONGER, NOT_CLOSED, Case, CaseQuerySet, HereBy, Kind, Nudge, Priority, State, Words
from .promising import plan_next_look, resume
from .routing import can_own, somebody_for
from .ruling import team_for

JOINS = [Kind.MESSAGE, Kind.PROMISED]
CLOCK = ("clock_from", "limit_minutes", "day_and_night", "clock_team", "paused_minutes", "escalated", "due_at")
LENT = (*CLOCK, "answered_at", "level", "priority", "screening_id")
TIMES = {"clock_from", "due_at", "answered_at"}


def may_be_joined(case: Case, user: User) -> CaseQuerySet:
    """The other open cases of the same patient, or of the same number in a chat; never another patient's."""
    found = Case.objects.visible_to(user).filter(state__in=NOT_CLOSED, kind__in=JOINS, label=case.label)
    if case.kind not in JOINS or case.is_closed:
        return found.none()
    if case.patient is not None:
        one = case.patient.merged_into_id or case.patient_id
        return found.filter(Q(patient=one) | Q(patient__merged_into=one)).exclude(pk=case.pk)
    said = case.chat.said_phone if case.chat else ""
    return found.filter(patient=None, chat__said_phone=said).exclude(pk=case.pk) if said else found.none()


def joined_to(case: Case) -> CaseQuerySet:
    """What it took in."""
    return Case.objects.filter(joined_to=case, state=State.JOINED).order_by("joined_at", "id")


def may_be_split_off(case: Case) -> list[Message]:
    """What she wrote in it, where she wrote more than once."""
    if case.is_closed or case.kind != Kind.MESSAGE or case.conversation_id is None:
        return []
    wrote = list(Message.objects.filter(conversation=case.conversation_id, way=Way.IN).order_by("due_at", "id"))
    return wrote if len(wrote) > 1 else []


@transaction.atomic
def join(case: Case, to: Case, *, by: User) -> None:
    """Let a case go on in another one of the same patient. Of the two clocks the one that falls due first counts."""
    for one in sorted((case, to), key=lambda one: one.pk):
        as_it_stands(one)
    if not may_be_joined(to, by).filter(pk=case.pk).exists():
        raise Refusal(_("Only open cases of the same patient can be joined."), rule="join")
    fresh = case.is_unread
    for one in (case, to):
        if one.state == State.WAITING:
            resume(one)
    handing.withdraw(case, by=by)
    case.lent = _lend(case, to)
    case.become(State.JOINED)
    case.joined_to, case.joined_at, case.joined_by = to, now(), staff_name(by)
    record("case.joined", case, by=by, to=str(to.pk))
    to.heard_until = max(filter(None, (to.heard_until, case.heard_until)), default=None)
    to.contacts = max(to.contacts, case.contacts)
    to.seen_at = None if fresh else to.seen_at
    if team_for(to.level, to.label) and to.team != team_for(to.level, to.label):
        handing.withdraw(to, by=by)
        to.team, to.here_by, to.here_rule = team_for(to.level, to.label) or to.team, HereBy.URGENT, ""
    if not can_own(to, to.owner):
        to.owner = somebody_for(to)
    plan_next_look(to)
    record("case.took_in", to, by=by, case=str(case.pk))
    for nudge in Nudge.objects.waiting().filter(case=case).select_related("case"):
        nudge.seen_at = now()
        record("nudge.seen", nudge, by=by)


@transaction.atomic
def take_apart(case: Case, *, by: Hand) -> Case:
    """They were two after all: each has its own clock again, as it would be had they never been joined."""
    as_it_stands(case)
    if case.state != State.JOINED or case.joined_to is None or case.joined_at is None:
        raise Refusal(NO_LONGER, rule="state")
    to, since = case.joined_to, case.joined_at
    as_it_stands(to)
    case.become(State.OPEN)
    answered = to.answered_at if to.answered_at and to.answered_at >= since else None
    later = _wrote_after(case, to.clock_from) if to.clock_from >= since else None
    if later:  # what she wrote to it since then is on the other one's clock: it is on its own, too
        for name in CLOCK:
            setattr(case, name, getattr(to, name))
        case.answered_at = None
    elif case.answered_at is None and answered:
        case.answered_at = answered
        case.first_human_answer_at = case.first_human_answer_at or to.first_human_answer_at
    if case.lent and to.answered_at is None and to.clock_from == case.clock_from and to.due_at == case.due_at:
        _give_back(case.lent, to)
        plan_next_look(to)
        record("case.taken_apart", to, by=by, case=str(case.pk))
    case.joined_to, case.joined_at, case.joined_by, case.lent = None, None, "", {}
    case.owner = case.owner if can_own(case, case.owner) else somebody_for(case)
    plan_next_look(case)
    record("case.taken_out", case, by=by, of=str(to.pk))
    return case


@transaction.atomic
def split(case: Case, message: Message, subject: str, *, by: User) -> Case:
    """What she wrote about another matter becomes a case of its own. Its clock runs from when that came in."""
    as_it_stands(case)
    if case.is_closed or message.conversation_id is None:
        raise Refusal(NO_LONGER, rule="state")
    talk = moving.split_off(message, subject, by=by)
    Words.objects.filter(source_id=message.pk).update(conversation=talk)
    screening = message.screening
    return open_case(
        Kind.MESSAGE,
        talk.subject,
        by=by,
        level=screening.standing_level if screening else "H",
        since=message.due_at,
        words=message.body,
        patient=case.patient,
        label=case.label,
        conversation=talk,
        screening=screening,
        heard_until=message.due_at,
    )


def _lend(case: Case, to: Case) -> dict[str, Any]:
    """Where what is joined was promised sooner, its clock counts from now on. What stood before is kept."""
    before = {name: getattr(to, name) for name in LENT}
    sooner = case.answered_at is None and (to.answered_at is not None or case.due_at < to.due_at)
    if sooner:
        for name in (*CLOCK, "answered_at"):
            setattr(to, name, getattr(case, name))
    if height(case.level or "SC") > height(to.level or "SC"):
        to.level, to.screening_id = case.level, case.screening_id
    to.priority = min(Priority(to.priority), Priority(case.priority))
    changed = any(getattr(to, name) != value for name, value in before.items())
    return {name: _kept(value) for name, value in before.items()} if changed else {}


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value) if isinstance(value, uuid.UUID) else value


def _give_back(lent: dict[str, Any], to: Case) -> None:
    for name in LENT:
        value = lent[name]
        setattr(to, name, parse_datetime(value) if name in TIMES and value else value)


def _wrote_after(case: Case, moment: datetime) -> bool:
    """Whether she wrote to this one's own conversation at that moment, or since."""
    wrote = Message.objects.filter(conversation=case.conversation_id, way=Way.IN, due_at__gte=moment)
    return case.conversation_id is not None and wrote.exists()
