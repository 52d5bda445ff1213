"""Sending a code to an address that may be nobody's here: it shows that whoever asked for it is reached there."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime

from bedside.access.sealed import seal, unseal
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.jobs.actions import enqueue
from bedside.jobs.models import Lane
from bedside.jobs.tasks import task
from bedside.journal.ids import new_id
from bedside.wording import actions as wording
from bedside.wording.shortening import shorter
from bedside.wording.texts import text

from .gateways import Refused, gateway_for
from .models import Channel, Delivered, Message, State, Way

log = logging.getLogger(__name__)
TASK = "inbox.carry_code"


def send_code(channel: str, to: str, code: str, *, language: str, until: datetime) -> None:
    """Have a code carried to an address, unless it has run out meanwhile. Until then it lies here locked."""
    clinic, words = the_clinic(), text("code", language)
    facts = {"clinic": clinic.name, "phone": clinic.phone, "code": code}
    body = shorter(words.fill("sms", facts)) if channel == Channel.SMS else words.fill("email", facts)
    number = new_id()
    wording.note_used([(number, words.wording)])
    enqueue(
        TASK,
        lane=Lane.URGENT,
        max_attempts=4,
        number=str(number),
        channel=channel,
        to=seal(to),
        subject=words.fill("subject", facts) if channel == Channel.EMAIL else "",
        body=seal(body),
        language=words.language,
        until=until.isoformat(),
    )


@task(TASK)
def carry_code(number: str, channel: str, to: str, subject: str, body: str, language: str, until: str) -> None:
    """Hand a code to its gateway, or keep it in the built-in outbox. Twice the same code does no harm."""
    if now() >= datetime.fromisoformat(until):
        return
    letter = Message(
        pk=uuid.UUID(number),
        way=Way.OUT,
        channel=channel,
        to=unseal(to),
        subject=subject,
        body=unseal(body),
        language=language,
        template="code",
        key=f"code:{number}",
        state=State.SENDING,
    )
    if gateway := gateway_for(channel):
        try:
            gateway.send(letter)
        except Refused:  # there is no such address: asking again changes nothing, and nobody's work waits
            log.warning("the provider of %s does not take a code", channel)
    else:
        Delivered.objects.create(channel=channel, to=letter.to, subject=subject, body=letter.body)
