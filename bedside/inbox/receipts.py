"""What a provider tells us later about a message that it took.

It tells it twice, late and in another order; each try of a message has its own number, and only what is news about
the last one changes anything.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction

from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Outside

from .actions import post
from .models import MAY_BECOME, Channel, Message, State, Way

COUNTS_FOR = timedelta(days=3)  # then no network tries any longer: what comes later is an echo
BOUNCES_FOR = timedelta(days=7)  # mail servers try longer
CALLED_AGAIN_AFTER = timedelta(hours=1)
AGAIN = ":again"

TAKEN = {"accepted", "queued", "scheduled", "sending", "sent", "initiated", "ringing", "in-progress", "answered"}
ARRIVED = {"delivered", "read"}
NOT_REACHED = {"busy", "no-answer", "voicemail", "completed"}  # a call that ended; who heard it was noted as she did
LOST = {"failed", "undelivered", "canceled", "rejected", "expired"}


@transaction.atomic
def told(pk: uuid.UUID, tries: int, status: str) -> None:
    """Note what became of one try of a message."""
    message = Message.objects.select_for_update(of=("self",)).filter(pk=pk, tries=tries, way=Way.OUT).first()
    if message is None or now() - (message.sent_at or message.due_at) > COUNTS_FOR:
        return
    status = status.lower().replace("_", "-")
    if status in ARRIVED:
        arrived(message)
    elif status in TAKEN and message.state == State.UNSURE:
        message.sent_at = now()
        _note(message, State.SENT, "message.sent")
    elif status in NOT_REACHED and message.channel == Channel.VOICE:
        _not_reached(message)
    elif status in LOST:
        _note(message, State.FAILED, "message.failed", because=f"the provider said {status}")


@transaction.atomic
def bounced(pk: uuid.UUID) -> None:
    """A mail server sent one of our e-mails back: it will not arrive."""
    message = Message.objects.select_for_update(of=("self",)).filter(pk=pk, way=Way.OUT, channel=Channel.EMAIL).first()
    if message is not None and now() - (message.sent_at or message.due_at) <= BOUNCES_FOR:
        _note(message, State.FAILED, "message.failed", because="the mail server sent it back")


def arrived(message: Message) -> None:
    """She has it: it reached her phone or mailbox, or she listened to it."""
    message.sent_at = message.sent_at or now()
    _note(message, State.DELIVERED, "message.delivered")


def _not_reached(message: Message) -> None:
    """Nobody picked up, or only a machine: she is called once more, and then a person looks."""
    again_at = now() + CALLED_AGAIN_AFTER
    key = message.key or str(message.pk)
    too_late = message.is_too_late(again_at)
    if key.endswith(AGAIN) or too_late:
        _note(message, State.FAILED, "message.failed", because="nobody answered the call")
    elif _note(message, State.FAILED, "message.not_answered"):
        same = (
            *("patient", "grant_id", "way", "channel", "kind", "template", "language", "to", "author", "body"),
            *("about_id", "not_after"),
        )
        again = Message(**{name: getattr(message, name) for name in same}, key=f"{key}{AGAIN}", due_at=again_at)
        again.state = State.WAITING
        post([again], by=HOUSE)


def _note(message: Message, state: State, verb: str, because: str = "") -> bool:
    """Note it if it is news: what has ended stays as it ended."""
    if message.state == State.WAITING or state not in MAY_BECOME.get(State(message.state), set()):
        return False
    message.become(state)
    record(verb, message, by=Outside(message.channel, "provider"), because=because)
    return True
