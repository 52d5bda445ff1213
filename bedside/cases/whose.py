"""A message of the wrong person, and the case about it: both go to whom they belong, and what was said is set right.

What one of us has answered meanwhile has reached the wrong person. That cannot be called back: the managers are told.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bedside.access.models import User
from bedside.inbox import moving
from bedside.inbox.models import Conversation, Message, Moved, Way
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people.models import Patient
from bedside.triage.models import Screening
from bedside.urgency.levels import height

from . import handing, later
from .actions import as_it_stands, close, hear_again, open_case
from .models import Case, Kind, Priority, State, Team, Words, priority_of
from .promising import promise, run_again
from .routing import can_own, somebody_for

ASTRAY = gettext_noop("An answer went to the wrong person")
WENT_BACK = gettext_noop("The message was moved back.")


@transaction.atomic
def not_hers(
    case: Case, message: Message, to: Patient | None, *, seen: int, because: str, by: User, fits: Collection[str] = ()
) -> Case:
    """This message is not hers: it leaves her record, and somebody works on it for whoever it is."""
    as_it_stands(case)
    _refuse_a_family(case)
    talk = message.conversation
    moved = moving.give_to(message, to, seen=seen, because=because, by=by, fits=fits)
    own = _follow(case, moved, talk, by)
    if moved.astray:
        _tell_the_managers(moved, by)
    return own


@transaction.atomic
def hers_after_all(case: Case, moved: Moved, *, because: str, by: User) -> Case:
    """It was hers: message and case stand again where they did."""
    as_it_stands(case)
    _refuse_a_family(case)
    moved = moving.bring_back(moved, because=because, by=by)
    return _follow(case, moved, moved.to_talk, by, back=True)


def may_be_moved(case: Case) -> list[Message]:
    """What was written to us in it, and is perhaps somebody else's."""
    if case.kind not in (Kind.MESSAGE, Kind.SCREENING):
        return []
    if case.conversation_id:
        return list(Message.objects.filter(conversation=case.conversation_id, way=Way.IN).order_by("due_at", "id"))
    return list(Message.everybodys.filter(is_nobodys=True, screening=case.screening_id)) if case.screening_id else []


def moves_of(case: Case) -> list[Moved]:
    """What was taken out of this case's record, and what came into it."""
    talks = [case.conversation_id] if case.conversation_id else []
    nobodys = [one.pk for one in may_be_moved(case) if one.is_nobodys]
    found = Moved.objects.about(talks) | Moved.objects.filter(message__in=nobodys)
    shown = found.select_related("from_patient", "to_patient", "message").order_by("at", "pk").distinct()
    return list(shown)


def astray_of(moved: Moved) -> list[Message]:
    """Our answers that the wrong person got."""
    return list(Message.objects.filter(pk__in=[uuid.UUID(one) for one in moved.astray]).order_by("due_at", "id"))


def _follow(case: Case, moved: Moved, before: Conversation | None, by: User, *, back: bool = False) -> Case:
    """The case goes with the message where nothing else was written in it; else the message has one of its own."""
    message = moved.message
    left = before is not None and before.messages.filter(way=Way.IN).exists()
    Words.objects.filter(source_id=message.pk).update(conversation=message.conversation)
    if left:
        _count_anew(case, by)
    there = Case.objects.select_for_update().filter(conversation=message.conversation).exclude(pk=case.pk)
    goes_on = there.order_by("-opened_at", "-id").first() if back and message.conversation else None
    if goes_on is not None:
        level = message.screening.standing_level if message.screening else "H"
        hear_again(goes_on, level, message.screening, since=message.due_at)
        if not left:
            _end(case, by)
        return goes_on
    return _opened(message, by) if left else _carried(case, message, by)


def _opened(message: Message, by: User) -> Case:
    talk, screening = message.conversation, message.screening
    return open_case(
        Kind.MESSAGE if talk else Kind.SCREENING,
        talk.subject if talk else str(screening.get_level_display() if screening else ""),
        by=by,
        level=screening.standing_level if screening else "H",
        since=message.due_at,
        words=message.body,
        patient=None if message.is_nobodys else message.patient,
        label=message.label,
        conversation=talk,
        screening=screening,
        heard_until=message.due_at,
    )


def _carried(case: Case, message: Message, by: User) -> Case:
    """The same case, with its notes, about whoever it is. What the wrong person was told was no answer."""
    talk, screening = message.conversation, message.screening
    later.hold_what_waits(case)
    handing.withdraw(case, by=by)
    case.patient, case.conversation = None if message.is_nobodys else message.patient, talk
    case.kind, case.contacts = Kind.MESSAGE if talk else Kind.SCREENING, 0
    case.subject = talk.subject if talk else str(screening.get_level_display() if screening else "")
    case.screening = screening
    if case.is_closed or case.answered_at is not None or case.state == State.WAITING:
        run_again(case)
        case.first_human_answer_at = None
        promise(case, case.level or (screening.standing_level if screening else "H"), since=message.due_at)
    elif screening is not None and height(screening.standing_level) > height(case.level or "SC"):
        promise(case, screening.standing_level, since=message.due_at)
    case.owner = case.owner if can_own(case, case.owner) else somebody_for(case)
    record("case.went_with_message", case, by=by)
    return case


def _count_anew(case: Case, by: User) -> None:
    """How urgent it is by what is still written in it; what was promised for it stands."""
    later.hold_what_waits(case)
    wrote = Message.objects.filter(conversation=case.conversation_id, way=Way.IN).select_related("screening")
    read: list[Screening] = [one.screening for one in wrote if one.screening]
    highest = max(read, key=lambda one: height(one.standing_level), default=None)
    case.screening, case.level = highest, highest.standing_level if highest else ""
    case.priority = priority_of(case.level) if case.level else Priority.USUAL
    record("case.message_taken_out", case, by=by)


def _end(case: Case, by: User) -> None:
    if not case.is_closed:
        close(case, because=WENT_BACK, by=HOUSE)


def _refuse_a_family(case: Case) -> None:
    if case.state == State.JOINED or Case.objects.filter(joined_to=case, state=State.JOINED).exists():
        raise Refusal(_("Cases are joined here. Take them apart first."), rule="joined")


def _tell_the_managers(moved: Moved, by: User) -> None:
    """Somebody read what was for another: a manager decides whom to tell, and writes it down. Not a word of it is
    told here, and of what is confidential not even whose it was."""
    key = f"astray:{moved.pk}"
    patient = None if moved.label else moved.from_patient
    open_case(Kind.ASTRAY, ASTRAY, by=by, key=key, team=Team.MANAGERS, patient=patient)
