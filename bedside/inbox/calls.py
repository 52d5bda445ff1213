"""A call: what is said to whoever picks up, and what a key that is pressed does."""

from __future__ import annotations

import uuid

from django.db import transaction

from bedside.hours.clock import now

from . import incoming, receipts
from .models import Channel, Message, State, Way
from .spoken import CALL_ME, NO, YES, for_anybody, thanks, to_hear_it

UNDER_WAY = {State.SENDING, State.SENT, State.UNSURE, State.DELIVERED}
MEANS = {YES: "I will come", NO: "I cannot come", CALL_ME: "Please call me."}  # the same words as in a text message


def call_by(pk: uuid.UUID) -> Message | None:
    """A call of ours, as a provider names it."""
    return Message.objects.filter(channel=Channel.VOICE, way=Way.OUT, pk=pk).select_related("patient").first()


def is_under_way(message: Message, tries: int) -> bool:
    """Whether this very call may still be going on, and what it says is still worth saying."""
    stands = message.state in UNDER_WAY and message.tries == tries
    return stands and message.patient.may_be_written_to and not message.is_too_late(now())


@transaction.atomic
def pressed(message: Message, key: str) -> str:
    """She pressed a key: it is taken in as an answer to this message, once for a call. Returns what to say to her."""
    receipts.arrived(_locked(message))
    name = f"{message.pk}:{message.tries}"
    incoming.hear(Channel.VOICE, message.to, MEANS[key], key=name, answers=message)
    return thanks(message, key)


@transaction.atomic
def picked_up(message: Message) -> str:
    """A person listens. Returns what to say to her."""
    receipts.arrived(_locked(message))
    return message.body


def not_surely_a_person(message: Message) -> str:
    """Returns what may be said to a machine, too."""
    return f"{for_anybody(message)} {to_hear_it(message)}"


def _locked(message: Message) -> Message:
    return Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
