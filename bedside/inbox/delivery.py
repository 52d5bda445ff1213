"""Delivering what waits to be sent: exactly once into the built-in outbox, or by a gateway without ever guessing.

Called by the worker (tasks.py). With a gateway the mark "sending" is committed before the gateway is spoken to; whoever
finds that mark later knows that somebody began and does not know how it ended.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.jobs.actions import enqueue
from bedside.jobs.models import Lane
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.people.wishes import NEVER_QUIET, Kind

from .gateways import Gateway, NotTaken, Refused, gateway_for
from .kinds import CARERS_NEED, NOT_AT_NIGHT, kind_of
from .models import Channel, Delivered, Message, State
from .readers import ONLY_FOR_HER, Reader, ways_of_carer
from .stopping import has_stopped
from .writing import plan_delivery

TRIED = "the provider did not answer at any try"


@transaction.atomic
def deliver(pk: uuid.UUID) -> None:
    """Send one message if it still should be, to the built-in outbox in this very transaction, or on to a gateway."""
    message = _locked(pk)
    if message.state != State.WAITING or _is_over(message) or _waits_for_the_morning(message):
        return
    if gateway_for(message.channel):
        enqueue("hand_over", key=f"hand_over:{message.pk}:{message.version}", lane=Lane.DELIVERY, message=str(pk))
    else:
        _keep_in_outbox(message)


def hand_over(pk: uuid.UUID) -> None:
    """Give one message to its gateway, outside any transaction, and note what came of it."""
    gateway = gateway_for(Message.objects.values_list("channel", flat=True).get(pk=pk))
    message = _begin(pk, gateway) if gateway else None
    if message is None or gateway is None:
        return
    try:
        gateway.send(message)
    except NotTaken:  # it certainly did not leave: wait, and let the worker try again later
        _ended(pk, State.WAITING, "message.not_taken")
        raise
    except Refused as error:
        _ended(pk, State.FAILED, "message.failed", because=str(error))
    except Exception as error:  # it may or may not have left
        if gateway.takes_a_key:  # the worker hands it over again, and under the same key nothing is sent twice
            raise
        _ended(pk, State.UNSURE, "message.unsure", because=type(error).__name__)  # a person looks, nobody guesses
    else:
        _ended(pk, State.SENT, "message.sent")


@transaction.atomic
def give_up(pk: uuid.UUID) -> None:
    """The last try is over: staff are told that it did not leave, or that nobody knows whether it did."""
    message = _locked(pk)
    if message.state == State.SENDING:
        _note(message, State.UNSURE, "message.unsure", because=TRIED)
    elif message.state == State.WAITING:
        _note(message, State.FAILED, "message.failed", because=TRIED)


@transaction.atomic
def _begin(pk: uuid.UUID, gateway: Gateway) -> Message | None:
    """Mark a message as being sent. None where there is nothing to send, or nothing that may be sent again."""
    message = _locked(pk)
    if message.state == State.SENDING and gateway.takes_a_key and not _why_over(message):
        return message
    if message.state == State.SENDING:
        _note(message, State.UNSURE, "message.unsure", because="left behind while it was being sent")
        return None
    if message.state != State.WAITING or _is_over(message) or _waits_for_the_morning(message):
        return None
    message.tries += 1
    _note(message, State.SENDING, "message.sending")
    return message


@transaction.atomic
def _ended(pk: uuid.UUID, state: State, verb: str, because: str = "") -> None:
    """How handing it over ended, unless a receipt has told us more in the meantime."""
    message = _locked(pk)
    if message.state != State.SENDING:
        return
    if state == State.SENT:
        message.sent_at = now()
    _note(message, state, verb, because)


def _keep_in_outbox(message: Message) -> None:
    """What would leave the house, kept once; the database lets no second one in."""
    Delivered.objects.create(
        message=message,
        channel=message.channel,
        to=message.to,
        subject=message.subject,
        body=message.body,
        attachment=message.attachment,
    )
    message.sent_at = now()
    _note(message, State.SENT, "message.sent")


def _is_over(message: Message) -> bool:
    """Whether there is no sense any more in sending it; then that is noted, and nothing is sent."""
    why = _why_over(message)
    if why == State.WITHDRAWN:
        _note(message, why, "message.withdrawn", because=_why_not(message))
    elif why == State.EXPIRED:
        _note(message, why, "message.expired")
    return why is not None


def _why_over(message: Message) -> State | None:
    if _why_not(message):
        return State.WITHDRAWN
    return State.EXPIRED if message.is_too_late(now()) else None


def _why_not(message: Message) -> str:
    """Why it may not be sent any more, whatever was so when it was written; nothing where it may."""
    if not message.patient.may_be_written_to:
        return "the record is closed"
    if message.grant is not None and not _may_be_told(message):
        return "the carer may not read this any more"
    kind, wished = _kind(message), _reader(message).still_wishes(_kind(message), message.channel)
    stopped = kind != Kind.ALWAYS and has_stopped(message.channel, message.to)  # what cannot wait is said all the same
    return "" if wished and not stopped else "not wished any more"


def _may_be_told(message: Message) -> bool:
    """Whether the right still stands by which a carer was to be told, and in just this."""
    assert message.grant
    return message.grant.lets(CARERS_NEED.get(_kind(message), ""), now())


def _reader(message: Message) -> Reader:
    """Who would read it, with what she wishes now."""
    grant = message.grant
    return Reader(ways_of_carer(grant, message.patient), grant) if grant else Reader(message.patient)


def _kind(message: Message) -> Kind:
    return Kind(message.kind) if message.kind else kind_of(message.template)


def _waits_for_the_morning(message: Message) -> bool:
    """Whether it would come in her quiet hours, perhaps because the gateway was away before; then it is put off. What
    makes no sense any more when they are over is said to be too late at once, so that a person still can call."""
    due = _not_before(message)
    if due <= now():
        return False
    if message.is_too_late(due):
        _note(message, State.EXPIRED, "message.expired", because="quiet hours last longer than it makes sense")
        return True
    message.due_at = due
    record("message.postponed", message, by=HOUSE)
    plan_delivery(message)
    return True


def _not_before(message: Message) -> datetime:
    """When it may be sent: now, or when her quiet hours are over. Her own hold for all but what she waits for today and
    what cannot wait; the clinic's only for what would wake somebody."""
    kind, hers = _kind(message), _reader(message).wishes
    wakes = message.template in NOT_AT_NIGHT or kind in ONLY_FOR_HER or message.channel == Channel.VOICE
    if kind in NEVER_QUIET or not (wakes or hers.has_own_quiet):
        return now()
    return hers.awake(now(), the_clinic().zone)


def _note(message: Message, state: State, verb: str, because: str = "") -> None:
    message.become(state)
    record(verb, message, by=HOUSE, because=because)


def _locked(pk: uuid.UUID) -> Message:
    """The message, kept for this transaction, so that a withdrawal at the same moment comes before or after it."""
    told = Message.objects.select_related("patient", "grant__carer__ways")
    return told.select_for_update(of=("self",)).get(pk=pk)
