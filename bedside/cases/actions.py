"""What can be done about cases. Nothing else writes to their table."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
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
from bedside.ui.papers import Given
from bedside.urgency.levels import height

from . import checking, handing, vowing
from .families import family, head, where_she_wrote
from .models import REOPENS_WITHIN, Case, HereBy, Kind, LaterAnswer, Priority, State, Team
from .promising import promise, promise_by, promise_sooner, resume, run_again, wait
from .repeats import contacts
from .routing import can_own, somebody_for
from .ruling import send_its_way
from .talking import stop_ringing

CLOSED = gettext_noop("This case is closed. Open it again first.")


@transaction.atomic
def open_case(
    kind: Kind, subject: str, *, by: Hand, level: str = "", since: datetime | None = None, **facts: Any
) -> Case:
    """Something needs somebody's work: give it a clock, and to somebody who is there."""
    by_when = facts.pop("by_when", None)  # a day that was named, in place of what is promised to everybody
    words = facts.pop("words", "")  # what she wrote, for the rules
    case = Case(kind=kind, subject=subject[:200], **({"here_by": HereBy.KIND} | facts))
    if "team" not in facts:
        send_its_way(case, words)
    case.opened_at = since or now()
    promise(case, level, since=case.opened_at)
    if by_when:
        promise_by(case, by_when)
    case.owner = somebody_for(case)
    record("case.opened", case, by=by)
    checking.lay_in(case)
    return case


@transaction.atomic
def hear(message: Message) -> Case:
    """A message came in: it opens a case, or moves the one that is open about the same conversation."""
    conversation, screening = message.conversation, message.screening
    assert conversation
    level = screening.standing_level if screening else "H"
    case = Case.objects.filter(conversation=conversation).order_by("-opened_at", "-id").first()
    case = head(case) if case is not None else None
    if case is not None and has_heard(case, level, until=message.due_at):
        return case
    if case is None or (case.closed_at and case.closed_at < message.due_at - REOPENS_WITHIN):
        case = open_case(
            Kind.MESSAGE,
            conversation.subject,
            by=HOUSE,
            words=message.body,
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
            resume(case)
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
    as_it_stands(case)
    if case.first_opened_at is None or case.is_unread:
        _look_at(case, by)
        record("case.looked_at", case, by=by)


@transaction.atomic
def take(case: Case, *, instead_of: uuid.UUID | None, by: User) -> None:
    """Take a case, as long as it is still with whom one saw it with; the second of two is refused. That somebody looks
    at it in the same moment, as the page of whoever takes it says by itself, is no reason to refuse it."""
    as_it_stands(case)
    if case.owner_id == by.pk:
        return
    if case.owner_id != instead_of:
        who = staff_name(case.owner) if case.owner else Team(case.team).label
        raise Refusal(_("This case is now with: %(who)s. Please look again.") % {"who": who}, rule="case_owner")
    hand_over(case, by, by=by, verb="case.taken")


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
        case.here_by, case.here_rule = HereBy.HAND, ""
        case.here_name = staff_name(by) if isinstance(by, User) else ""
    hand_over(case, to, by=by, verb="case.given")


@transaction.atomic
def answer(case: Case, words: str, *, by: User, then: str = "close", papers: Sequence[Given] = ()) -> None:
    """Answer the patient in the case's conversation; the promise is kept. Then close it, or wait for her, or go on."""
    whom = case.patient_id
    if case.chat_id:  # the chat before its case, as whoever hears a new line of it does
        Chat.objects.select_for_update().get(pk=case.chat_id)
    as_it_stands(case)
    if case.is_closed:
        raise Refusal(_(CLOSED), rule="closed")
    if case.patient_id != whom:
        raise Refusal(_("This is about somebody else now. Please look again before you answer."), rule="moved")
    if case.chat is not None:
        if papers:
            raise Refusal(_("A chat takes no files. Say where they can be had."), rule="files")
        chats.answer(case.chat, words, by=by)
    elif case.conversation is not None:
        inbox.answer(where_she_wrote(case) or case.conversation, words, by=by, papers=papers)
    else:
        raise Refusal(_("There is no conversation to answer in."), rule="conversation")
    _look_at(case, by)
    vowing.keep_what_was_written(case, by=by)
    if then == "close" and (vowing.stands(case) or checking.standing(case) or _waits_to_leave(case)):
        then = "go_on"  # what we promised her, or each other, is still to be done
    case.first_human_answer_at = case.first_human_answer_at or now()
    case.answered_at, case.look_again_at = now(), None
    case.owner = case.owner or by
    if then == "close":
        _close(case, "answered", by=by)
    elif then == "wait":
        wait(case, gettext_noop("answered, waiting for her reply"))
    record("case.answered", case, by=by, then=then)


@transaction.atomic
def wait_for_patient(case: Case, *, because: str, by: User) -> None:
    """Stop the clock until the patient does something, for five days at most."""
    wait(case, because)
    record("case.waiting", case, by=by, because=because)


@transaction.atomic
def go_on(case: Case, *, by: Hand) -> None:
    """The clock of a waiting case runs again, with as much time left as it had."""
    resume(case)
    record("case.resumed", case, by=by)


@transaction.atomic
def close(case: Case, *, because: str, by: Hand, told: bool = False) -> None:
    """Nothing more is to be done. What she wrote is answered only if somebody answered, or told her in another way."""
    if case.state == State.JOINED:
        raise Refusal(_("This case was joined to another. Please look again."), rule="state")
    if by is not HOUSE:
        _look_at(case, by)
    case.first_human_answer_at = case.first_human_answer_at or (now() if told else None)
    case.answered_at = case.answered_at or case.first_human_answer_at
    _close(case, because, by=by)
    record("case.closed", case, by=by, because=because)


@transaction.atomic
def reopen(case: Case, *, by: User) -> None:
    """There is more to do after all."""
    if case.state != State.CLOSED:
        raise Refusal(_("This case is open already."), rule="state")
    case.reopened += 1
    run_again(case)
    promise(case, case.level, since=now())
    case.owner = by
    record("case.reopened", case, by=by)


def as_it_stands(case: Case) -> None:
    """Read it again and keep it for this transaction: an answer is not refused because the patient wrote meanwhile."""
    case.refresh_from_db(from_queryset=Case.objects.select_for_update())


def _waits_to_leave(case: Case) -> bool:
    """Whether another answer waits for its time."""
    return LaterAnswer.objects.standing().filter(case__in=family(case)).exists()


def hand_over(case: Case, to: User | None, *, by: Hand, verb: str) -> None:
    if case.is_closed:
        raise Refusal(_(CLOSED), rule="closed")
    before, case.owner = case.owner_id, to
    record(verb, case, by=by, before=str(before or ""), to=str(to.pk if to else ""))


def _close(case: Case, because: str, *, by: Hand) -> None:
    handing.withdraw(case, by=by)
    stop_ringing(case, by=by)
    checking.leave(case, because, by=by)
    case.become(State.CLOSED)
    case.closed_at, case.closed_because = now(), because[:200]
    case.look_again_at = case.waiting_since = None
    if not case.was_written:  # a call, a repair: done is done
        case.answered_at = case.answered_at or now()


def _look_at(case: Case, by: Hand) -> None:
    case.first_opened_at, case.seen_at = case.first_opened_at or now(), now()
    stop_ringing(case, by=by)
