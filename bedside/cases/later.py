"""Answering later: an answer waits for its time and leaves by the clock, once, if nothing has changed meanwhile.

Until it leaves it is no message: nothing of it is in the conversation, in what is told to other systems or in what she
can find, and no promise is kept by it.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from bedside.access.models import Role, User
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.inbox import writing
from bedside.inbox.models import Channel, Conversation, Message, Way
from bedside.inbox.stopping import has_stopped
from bedside.jobs.actions import enqueue
from bedside.jobs.models import Lane
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Label, Patient, staff_name

from . import actions
from .families import family, head, where_she_wrote
from .models import Case, Held, LaterAnswer, Leaves, Priority, State, Why
from .routing import can_own
from .talking import nudge

TASK = "answer_later"
AT_MOST = timedelta(days=30)


@transaction.atomic
def plan(case: Case, words: str, leaves_at: datetime, *, by: User, then: str = "close") -> LaterAnswer:
    """Answer her at a moment that is still to come. Until then the case's clock runs on."""
    actions.as_it_stands(case)
    _refuse_what_cannot_wait(case)
    actions.note_opened(case, by=by)
    planned = LaterAnswer(case=case)
    _write(planned, words, leaves_at, then, by)
    record("lateranswer.planned", planned, by=by)
    _have_it_leave(planned)
    return planned


@transaction.atomic
def change(planned: LaterAnswer, words: str, leaves_at: datetime, *, seen: int, by: User, then: str = "close") -> None:
    """Write it anew, or let it leave at another time. What was held back may leave again: somebody has looked."""
    _kept(planned)
    if planned.version != seen:
        raise Refusal(_("Somebody else has changed this answer. Please look again."), rule="version")
    planned.case = head(planned.case)
    _refuse_what_cannot_wait(planned.case)
    _write(planned, words, leaves_at, then, by)
    record("lateranswer.changed", planned, by=by)
    _have_it_leave(planned)


@transaction.atomic
def take_back(planned: LaterAnswer, *, by: User) -> None:
    """It will not leave."""
    _kept(planned)
    planned.state, planned.ended_at = Leaves.TAKEN_BACK, now()
    record("lateranswer.taken_back", planned, by=by)


@transaction.atomic
def leave(pk: uuid.UUID) -> None:
    """Its time has come: it leaves, waits until her quiet hours are over, or is held back and shown to whoever has the
    case. Done with its own mark as done, so that it leaves once however often it is tried."""
    planned = LaterAnswer.objects.select_related("case__patient", "case__conversation", "author").get(pk=pk)
    _lock(planned)
    if planned.state != Leaves.WAITING or planned.leaves_at > now():
        return  # it has left, was taken back, or leaves at another time
    if why := why_not(planned):
        _hold(planned, why)
    elif (awake := _not_before(planned.case, now())) > now():
        planned.leaves_at = awake
        record("lateranswer.postponed", planned, by=HOUSE, because="quiet hours")
        _have_it_leave(planned)
    else:
        _let_go(planned)


def why_not(planned: LaterAnswer) -> str:
    """Why it would not leave as things stand now; nothing where it would."""
    case, patient = planned.case, planned.case.patient
    if case.is_closed:
        return Held.JOINED if case.state == State.JOINED else Held.CLOSED
    if patient is None or not patient.may_be_written_to:
        return Held.DIED if patient and patient.deceased_on else Held.RECORD
    if any(has_stopped(channel, _address(patient, channel)) for channel in planned.ways):
        return Held.STOPPED
    if not can_own(case, planned.author) or planned.author_role not in planned.author.roles:
        return Held.GONE
    return Held.WROTE if _has_written(planned) else ""


def of(case: Case) -> list[LaterAnswer]:
    """The answers of a case that wait, and those of what was joined to it."""
    found = LaterAnswer.objects.standing().filter(case__in=family(case))
    return list(found.select_related("case__patient", "author").order_by("leaves_at", "pk"))


def quiet_of(case: Case) -> bool:
    """Whether the hours count in which she wishes to be left alone: not where she only reads it where she signs in."""
    return bool(case.patient and case.label == Label.NONE and writing.told_of_answers(case.patient))


def _write(planned: LaterAnswer, words: str, leaves_at: datetime, then: str, by: User) -> None:
    case = planned.case
    if not words.strip():
        raise Refusal(_("Write an answer."), rule="words")
    if not now() < leaves_at <= now() + AT_MOST:
        raise Refusal(_("Choose a time from now on, within 30 days."), rule="later")
    if _not_before(case, leaves_at) > leaves_at:
        raise Refusal(_("That is in the patient's quiet hours. Choose another time."), rule="quiet")
    planned.words, planned.then, planned.leaves_at = words.strip(), then, leaves_at
    planned.author, planned.author_role, planned.author_name = by, str(by.acting_as.value), staff_name(by)
    planned.planned_at, planned.state, planned.held_because, planned.ended_at = now(), Leaves.WAITING, "", None
    told = writing.told_of_answers(case.patient) if case.patient and case.label == Label.NONE else []
    planned.ways = sorted({channel for reader, channel, _to in told if reader.grant is None})


def _refuse_what_cannot_wait(case: Case) -> None:
    if case.is_closed:
        raise Refusal(_("This case is closed. Open it again first."), rule="closed")
    if case.conversation is None or case.patient is None or not case.patient.may_be_written_to:
        raise Refusal(_("Here one can only answer now."), rule="conversation")
    if case.priority == Priority.NOW:
        raise Refusal(_("This cannot wait. Answer now."), rule="later")


def _have_it_leave(planned: LaterAnswer) -> None:
    key = f"{TASK}:{planned.pk}:{planned.version}"
    enqueue(TASK, key=key, lane=Lane.DELIVERY, run_at=planned.leaves_at, answer=str(planned.pk))


def _lock(planned: LaterAnswer) -> None:
    """The case, where she writes, and the answer, in this order: what she writes at this very moment is heard first."""
    actions.as_it_stands(planned.case)
    talk = where_she_wrote(planned.case) or planned.case.conversation
    if talk is not None:
        Conversation.objects.select_for_update().get(pk=talk.pk)
    planned.refresh_from_db(from_queryset=LaterAnswer.objects.select_for_update())


def _kept(planned: LaterAnswer) -> None:
    """Keep it for this transaction; what has left can be neither changed nor taken back."""
    _lock(planned)
    if not planned.is_standing:
        raise Refusal(_("This answer has left, or was taken back. Please look again."), rule="later")


def _has_written(planned: LaterAnswer) -> bool:
    """Whether she wrote since somebody last said that it may leave: here, or anything else that a person had to read.

    A plain answer to a reminder is none, nor what a machine of hers wrote; what is confidential holds nothing back
    elsewhere, or that would tell of it."""
    case = planned.case
    read = Entry.objects.filter(subject_id=OuterRef("pk"), verb__startswith="message.received")
    here = Q(conversation__cases__in=family(case)) | Q(Exists(read), label__in={Label.NONE.value, case.label})
    wrote = Message.objects.filter(patient=case.patient, way=Way.IN, came_by_itself=False)
    return wrote.filter(here, due_at__gt=planned.planned_at).exists()


def _not_before(case: Case, moment: datetime) -> datetime:
    """The moment, or the end of her quiet hours; any is right where she only reads it where she signs in."""
    if case.patient is None or not quiet_of(case):
        return moment
    return case.patient.awake(moment, the_clinic().zone)


def _address(patient: Patient, channel: str) -> str:
    return patient.email if channel == Channel.EMAIL else patient.phone


def _let_go(planned: LaterAnswer) -> None:
    """As if its author pressed the button at this moment."""
    case, author, then = planned.case, planned.author, planned.then
    author.act_as(Role(planned.author_role))
    planned.state, planned.ended_at = Leaves.LEFT, now()
    try:
        with transaction.atomic():
            record("lateranswer.left", planned, by=HOUSE)
            if case.state == State.WAITING and then == "wait":
                actions.go_on(case, by=HOUSE)
            actions.answer(case, planned.words, by=author, then=then)
    except Refusal:
        _lock(planned)
        _hold(planned, Held.REFUSED)


def hold_what_waits(case: Case) -> None:
    """A message of this case was of somebody else: what waits to be sent was written for another. A person looks."""
    waiting = LaterAnswer.objects.filter(case=case, state=Leaves.WAITING).select_related("case__owner")
    for planned in waiting.select_for_update(of=("self",)):
        _hold(planned, Held.MOVED)


def _hold(planned: LaterAnswer, why: str) -> None:
    """It does not leave. Whoever has the case is told why."""
    planned.state, planned.held_because, planned.ended_at = Leaves.HELD, why, now()
    record("lateranswer.held", planned, by=HOUSE, because=str(Held(why).value))
    case = head(planned.case)
    nudge(case, Why.HELD, to=case.owner, team="" if case.owner else case.team)
