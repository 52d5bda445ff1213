"""Telling those who were confirmed, at most a hundred each time the clock strikes, each asked about anew.

One transaction for each person: she is found to be still among those it is for, her message is written and her row
is marked, all of it or nothing. So whoever is killed in the middle has told nobody twice, and a stop is heard before
the next person.
"""

from __future__ import annotations

import uuid

from django.db import transaction

from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message
from bedside.jobs.actions import enqueue
from bedside.jobs.models import Lane
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal

from .audience import audience
from .models import Addressee, Mailing, NotTold, Step, Turn
from .reaching import Reach, reached
from .saying import TEXT, languages, said_to

MOST = 100  # people at a time


def send_on() -> None:
    """Every minute: have the next of each message that is being sent told, or note that it is over."""
    minute = f"{now():%Y-%m-%dT%H:%M}"
    for pk in Mailing.objects.filter(step=Step.SENDING).order_by("confirmed_at", "id").values_list("pk", flat=True):
        enqueue("tell_many", key=f"mailing:{pk}:{minute}", lane=Lane.UPKEEP, mailing=str(pk))


def tell(pk: uuid.UUID) -> int:
    """Tell the next of one message, a hundred at most. How many were looked at."""
    due = list(Addressee.objects.filter(mailing=pk).due(now()).values_list("pk", flat=True)[:MOST])
    looked_at = 0
    for one in due:
        if not _take(pk, one):
            return looked_at
        looked_at += 1
    _note_end(pk)
    return looked_at


@transaction.atomic
def _take(pk: uuid.UUID, addressee: uuid.UUID) -> bool:
    """One person's turn. False where the message is not being sent any more, so that nobody's turn comes."""
    mailing = Mailing.objects.select_for_update().get(pk=pk)
    if mailing.step != Step.SENDING:
        return False
    one = Addressee.objects.select_for_update().filter(pk=addressee, turn=Turn.WAITING).first()
    if one is None:  # another worker was here
        return True
    reach = next(reached(mailing, [one.patient]))
    if why := _why_not(mailing, reach):
        _leave_out(one, why)
    elif reach.awake_at is not None:
        one.not_before = reach.awake_at
        record("addressee.waits", one, by=HOUSE)
    else:
        _tell(mailing, one, reach)
    return True


def _why_not(mailing: Mailing, reach: Reach) -> str:
    """Why she is not told after all, whatever was so when it was confirmed; nothing where she is."""
    if reach.not_told == NotTold.CLOSED:
        return NotTold.CLOSED
    if now() > mailing.not_after:
        return NotTold.TOO_LATE
    if not audience(mailing).filter(pk=reach.patient.pk).exists():
        return NotTold.GONE
    return reach.not_told


def _tell(mailing: Mailing, one: Addressee, reach: Reach) -> None:
    try:
        with transaction.atomic():
            written = _written(mailing, reach)
    except Refusal:  # one who cannot be written to keeps nobody else waiting
        written = []
    if written:
        one.turn = Turn.TOLD
        record("addressee.told", one, by=HOUSE)
    else:
        _leave_out(one, NotTold.REFUSED)


def _written(mailing: Mailing, reach: Reach) -> list[Message]:
    """Her message, through the one door; the key is the mailing's and hers."""
    patient, said = reach.patient, said_to(reach.patient, mailing.words)
    key = f"mailing:{mailing.pk}:{patient.pk}"
    if reach.in_portal:
        language = inbox.said_for(patient.reads(mailing.kind), languages(mailing.words)).split("-")[0]
        words, kind = said(language)["words"], mailing.kind
        return inbox.leave(patient, TEXT, words, language=language, by=HOUSE, key=key, about=mailing, kind=kind)
    return inbox.send(
        patient,
        TEXT,
        by=HOUSE,
        key=key,
        about=mailing,
        kind=mailing.kind,
        not_after=mailing.not_after,
        said=said,
        said_in=languages(mailing.words),
    )


def _leave_out(one: Addressee, why: str) -> None:
    one.turn, one.not_told = Turn.LEFT_OUT, why
    record("addressee.left_out", one, by=HOUSE, because=why)


@transaction.atomic
def _note_end(pk: uuid.UUID) -> None:
    """Nobody waits any more: it is over."""
    mailing = Mailing.objects.select_for_update().get(pk=pk)
    if mailing.step == Step.SENDING and not mailing.addressees.waiting().exists():
        mailing.become(Step.ENDED)
        mailing.over_at = now()
        record("mailing.ended", mailing, by=HOUSE)
