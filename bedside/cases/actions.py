"""What can be done about cases. Nothing else writes to their table."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox import chats
from bedside.inbox.models import Chat, Message
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.people.models import staff_name
from bedside.triage import actions as triage
from bedside.triage.models import Screening
from bedside.urgency.levels import height

from . import handing, vowing
from .models import NO_LONGER, REOPENS_WITHIN, WAITS_AT_MOST, Case, Kind, Priority, State, Team
from .promising import percent, plan_next_look, promise, promise_by, promise_sooner, run_again, stood_still
from .repeats import contacts
from .routing import can_own, present, somebody_for, team_for
from .talking import tell_of_the_clock

CLOSED = gettext_noop("This case is closed. Open it again first.")


@transaction.atomic
def open_case(
    kind: Kind, subject: str, *, by: Hand, level: str = "", since: datetime | None = None, **facts: Any
) -> Case:
    """Something needs somebody's work: give it a clock, and to somebody who is there."""
    by_when = facts.pop("by_when", None)  # a day that was named, in place of what is promised to everybody
    facts = {"team": team_for("", facts.get("label", ""), kind)} | facts
    case = Case(kind=kind, subject=subject[:200], **facts)
    case.opened_at = since or now()
    promise(case, level, since=case.opened_at)
    if by_when:
        promise_by(case, by_when)
    case.owner = somebody_for(case)
    record("case.opened", case, by=by)
    return case


@transaction.atomic
def hear(message: Message) -> Case:
    """A message came in: it opens a case, or moves the one that is open about the same conversation."""
    conversation, screening = message.conversation, message.screening
    assert conversation
    level = screening.standing_level if screening else "H"
    case = Case.objects.filter(conversation=conversation).order_by("-opened_at", "-id").first()
    if case is not None and has_heard(case, level, until=message.due_at):
        return case
    if case is None or (case.closed_at and case.closed_at < message.due_at - REOPENS_WITHIN):
        case = open_case(
            Kind.MESSAGE,
            conversation.subject,
            by=HOUSE,
            level=level,
            since=message.due_at,
            patient=conversation.patient,
            label=conversation.label,
            conversation=conversation,
            screening=screening,
            heard_until=message.due_at,
            contacts=contacts(conversation, message.due_at),
        )
    else:
        case.contacts = contacts(conversation, message.due_at)
        hear_again(case, level, screening, since=message.due_at)
    if screening and screening.is_emergency:
        triage.note_alerted(screening, by=HOUSE)
    return case


def has_heard(case: Case, level: str, *, until: datetime) -> bool:
    """Whether a case knows this already: the work of an urgent word may be done after that of a later, harmless one."""
    return case.heard_until is not None and case.heard_until >= until and height(level) <= height(case.level or "SC")


@transaction.atomic
def hear_again(case: Case, level: str, screening: Screening | None, *, since: datetime) -> None:
    case.heard_until = max(case.heard_until or since, since)
    if screening and (not case.level or height(level) >= height(case.level)):
        case.screening = screening
    if (
        case.answered_at is None and not case.is_closed
    ):  # what was promised before stands; a second message does not let us start anew
        if case.state == State.WAITING:
            _resume(case)
        promise_sooner(case, level, since=since)
    else:
        if case.state == State.CLOSED:
            case.reopened += 1
            case.level, case.priority = "", Priority.USUAL
        run_again(case)
        promise(case, level, since=since)
    if not can_own(case, case.owner):
        case.owner = somebody_for(case)
    record("case.heard", case, by=HOUSE, level=level)


@transaction.atomic
def note_opened(case: Case, *, by: User) -> None:
    """Somebody of ours has looked at what is new in it."""
    _as_it_stands(case)
    if case.first_opened_at is None or case.is_unread:
        _look_at(case)
        record("case.looked_at", case, by=by)


@transaction.atomic
def take(case: Case, *, instead_of: uuid.UUID | None, by: User) -> None:
    """Take a case, as long as it is still with whom one saw it with; the second of two is refused."""
    if case.owner_id == by.pk:
        return
    if case.owner_id != instead_of:
        who = staff_name(case.owner) if case.owner else Team(case.team).label
        raise Refusal(_("This case is now with: %(who)s. Please look again.") % {"who": who}, rule="case_owner")
    _hand(case, by, by=by, verb="case.taken")


@transaction.atomic
def give(case: Case, to: User | None, *, by: Hand, team: Team | None = None) -> None:
    """Hand a case to somebody, or to a team. Its clock runs on."""
    if to is not None and not can_own(case, to):
        raise Refusal(_("This person cannot take this case. Please choose another."), rule="case_owner")
    if team is not None and case.label and team != Team.NURSES:
        raise Refusal(_("This case is confidential and stays with the nurses."), rule="confidential")
    if team is not None and team not in case.teams:
        raise Refusal(_("This team cannot take this case. Please choose another."), rule="case_owner")
    if team is not None and team != case.team:
        handing.withdraw(case, by=by)
        case.team, case.held_since = team, now()
    _hand(case, to, by=by, verb="case.given")


@transaction.atomic
def answer(case: Case, words: str, *, by: User, then: str = "close") -> None:
    """Answer the patient in the case's conversation; the promise is kept. Then close it, or wait for her, or go on."""
    if case.chat_id:  # the chat before its case, as whoever hears a new line of it does
        Chat.objects.select_for_update().get(pk=case.chat_id)
    _as_it_stands(case)
    if case.is_closed:
        raise Refusal(_(CLOSED), rule="closed")
    if case.chat is not None:
        chats.answer(case.chat, words, by=by)
    elif case.conversation is not None:
        inbox.answer(case.conversation, words, by=by)
    else:
        raise Refusal(_("There is no conversation to answer in."), rule="conversation")
    _look_at(case)
    vowing.keep_what_was_written(case, by=by)
    if then == "close" and vowing.stands(case):
        then = "go_on"  # what we promised her is still to be done
    case.first_human_answer_at = case.first_human_answer_at or now()
    case.answered_at, case.look_again_at = now(), None
    case.owner = case.owner or by
    if then == "close":
        _close(case, "answered", by=by)
    elif then == "wait":
        _wait(case, gettext_noop("answered, waiting for her reply"))
    record("case.answered", case, by=by, then=then)


@transaction.atomic
def wait_for_patient(case: Case, *, because: str, by: User) -> None:
    """Stop the clock until the patient does something, for five days at most."""
    _wait(case, because)
    record("case.waiting", case, by=by, because=because)


@transaction.atomic
def go_on(case: Case, *, by: Hand) -> None:
    """The clock of a waiting case runs again, with as much time left as it had."""
    _resume(case)
    record("case.resumed", case, by=by)


@transaction.atomic
def close(case: Case, *, because: str, by: Hand, told: bool = False) -> None:
    """Nothing more is to be done. What she wrote is answered only if somebody answered, or told her in another way."""
    if by is not HOUSE:
        _look_at(case)
    case.first_human_answer_at = case.first_human_answer_at or (now() if told else None)
    case.answered_at = case.answered_at or case.first_human_answer_at
    _close(case, because, by=by)
    record("case.closed", case, by=by, because=because)


@transaction.atomic
def reopen(case: Case, *, by: User) -> None:
    """There is more to do after all."""
    if not case.is_closed:
        raise Refusal(_("This case is open already."), rule="state")
    case.reopened += 1
    run_again(case)
    promise(case, case.level, since=now())
    case.owner = by
    record("case.reopened", case, by=by)


@transaction.atomic
def escalate(case: Case) -> None:
    """A step of the promised time has passed: say so, and pass the case on if its owner is not there."""
    if case.state == State.WAITING:
        _resume(case)
        record("case.resumed", case, by=HOUSE, because="the patient has not answered")
        return
    passed = percent(case)
    case.escalated = max(case.escalated, passed)
    _pass_on(case, must_be_there=passed >= 80)
    plan_next_look(case)
    tell_of_the_clock(case)
    record("case.escalated", case, by=HOUSE, percent=case.escalated)


@transaction.atomic
def ring_again(case: Case) -> None:
    """Somebody must call her now: the owner, or whoever is there where the owner is not."""
    _pass_on(case, must_be_there=True)
    record("case.call_back", case, by=HOUSE)


@transaction.atomic
def ring_for(case: Case, screening: Screening, *, since: datetime) -> None:
    """She cannot call for help: her case rings and is about this, also one that was answered, waits or is closed."""
    _as_it_stands(case)
    case.screening = screening
    if not case.is_running:
        hear_again(case, screening.standing_level, screening, since=since)
    ring_again(case)


@transaction.atomic
def reassign(case: Case, *, by: Hand) -> None:
    """Its owner has left or is away: give it to somebody who is there, or to the team. Its clock runs on."""
    to = somebody_for(case)
    if to != case.owner:
        _hand(case, to, by=by, verb="case.reassigned")


def _as_it_stands(case: Case) -> None:
    """Read it again and keep it for this transaction: an answer is not refused because the patient wrote meanwhile."""
    case.refresh_from_db(from_queryset=Case.objects.select_for_update())


def _pass_on(case: Case, *, must_be_there: bool) -> None:
    """To somebody who is there, where its owner can no longer do it, or should be there and is not."""
    owner = case.owner if can_own(case, case.owner) else None
    if owner is None or (must_be_there and str(owner.pk) not in present([owner.pk])):
        case.owner = somebody_for(case) or owner


def _hand(case: Case, to: User | None, *, by: Hand, verb: str) -> None:
    if case.is_closed:
        raise Refusal(_(CLOSED), rule="closed")
    before, case.owner = case.owner_id, to
    record(verb, case, by=by, before=str(before or ""), to=str(to.pk if to else ""))


def _wait(case: Case, because: str) -> None:
    if not because.strip():
        raise Refusal(_("Say what the patient is to do."), rule="because")
    case.become(State.WAITING)
    case.waiting_since, case.waiting_because = now(), because[:200]
    case.look_again_at = now() + WAITS_AT_MOST


def _resume(case: Case) -> None:
    if case.waiting_since is None:
        raise Refusal(NO_LONGER, rule="state")
    case.become(State.OPEN)
    if case.answered_at is None:
        stood_still(case, case.waiting_since)
        case.waiting_since, case.waiting_because = None, ""
    else:  # answered, and she never came back: somebody decides what becomes of it, in the usual time
        run_again(case)
        promise(case, case.level, since=now())


def _close(case: Case, because: str, *, by: Hand) -> None:
    handing.withdraw(case, by=by)
    case.become(State.CLOSED)
    case.closed_at, case.closed_because = now(), because[:200]
    case.look_again_at = case.waiting_since = None
    if not case.was_written:  # a call, a repair: done is done
        case.answered_at = case.answered_at or now()


def _look_at(case: Case) -> None:
    case.first_opened_at, case.seen_at = case.first_opened_at or now(), now()
