"""Delivering what waits to be sent: exactly once into the built-in outbox, or by a gateway without ever guessing.

Called by the worker (tasks.py). With a gateway the mark "sending" is committed before the gateway is spoken to; whoever
finds that mark later knows that somebody began and does not know how it ended.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from bedside.directory.clinic import the_clinic
from bedside.hours.calendar import out_of_quiet
from bedside.hours.clock import now
from bedside.jobs.actions import enqueue
from bedside.jobs.models import Lane
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE

from .actions import plan_delivery
from .gateways import Gateway, NotTaken, Refused, gateway_for
from .models import Channel, Delivered, Message, State
from .stopping import has_stopped

NOT_AT_NIGHT = {"reminder", "reminder_costs", "offer", "survey"}  # nobody is woken by these
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
        closed = not message.patient.may_be_written_to
        _note(message, why, "message.withdrawn", because="the record is closed" if closed else "not wished any more")
    elif why == State.EXPIRED:
        _note(message, why, "message.expired")
    return why is not None


def _why_over(message: Message) -> State | None:
    if not message.patient.may_be_written_to or _is_not_wished(message):
        return State.WITHDRAWN
    return State.EXPIRED if message.is_too_late(now()) else None


def _is_not_wished(message: Message) -> bool:
    """She said stop after it was written. That her address was changed is told to the old one all the same."""
    if message.template == "contact_changed":
        return False
    her = message.patient
    unwished = {
        Channel.SMS: not her.wants_sms,
        Channel.EMAIL: not her.wants_email,
        Channel.VOICE: not her.wants_sms and her.remind_by != Channel.VOICE,  # a landline's stop is said of texts
    }
    return unwished.get(Channel(message.channel), False) or has_stopped(message.channel, message.to)


def _waits_for_the_morning(message: Message) -> bool:
    """Whether it would wake her now, perhaps because the gateway was away in the evening; then it is put off."""
    due = _not_before(message)
    if due <= now():
        return False
    message.due_at = due
    record("message.postponed", message, by=HOUSE)
    plan_delivery(message)
    return True


def _not_before(message: Message) -> datetime:
    """When it may be sent: now, or in the morning where it would wake her."""
    if message.template not in NOT_AT_NIGHT and message.channel != Channel.VOICE:
        return now()
    return out_of_quiet(now(), message.patient.zone or the_clinic().zone)


def _note(message: Message, state: State, verb: str, because: str = "") -> None:
    message.become(state)
    record(verb, message, by=HOUSE, because=because)


def _locked(pk: uuid.UUID) -> Message:
    """The message, kept for this transaction, so that a withdrawal at the same moment comes before or after it."""
    return Message.objects.select_for_update(of=("self",)).select_related("patient").get(pk=pk)
