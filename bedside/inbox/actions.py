"""Saying something to a patient, and what is done about what was said."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from bedside.directory.models import the_clinic
from bedside.hours.clock import now
from bedside.jobs.actions import enqueue
from bedside.jobs.models import Lane
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Record
from bedside.people.models import Label, Patient

from .models import Channel, Message, State, Way
from .texts import text


@transaction.atomic
def send(
    patient: Patient,
    name: str,
    *,
    by: Hand,
    key: str,
    about: Record | None = None,
    label: str = Label.NONE,
    due: datetime | None = None,
    not_after: datetime | None = None,
    link: str = "/home/",
    visit: uuid.UUID | None = None,
    **facts: Any,
) -> list[Message]:
    """Write one of our texts to a patient on each channel she wishes; the worker delivers it when it is due.

    A labelled subject leaves no echo: nothing is written. Nothing is written to the dead. The key makes a second
    call with the same key a refusal by the database, never a second message.
    """
    if label != Label.NONE or not patient.may_be_written_to:
        return []
    words = text(name, patient.language)
    clinic = the_clinic()
    known = {
        "name": patient.called,
        "clinic": clinic.name,
        "phone": clinic.phone,
        "link": f"{settings.PUBLIC_URL}{link}",
    } | facts
    written = []
    for channel, to in addresses(patient):
        message = Message(
            patient=patient,
            way=Way.OUT,
            channel=channel,
            template=name,
            language=words.language,
            to=to,
            author=clinic.name,
            subject=words.fill("subject", known) if channel == Channel.EMAIL else "",
            body=words.fill("sms" if channel == Channel.SMS else "email", known),
            about_id=about.pk if about else None,
            key=f"{key}:{channel}",
            due_at=due or now(),
            not_after=not_after,
            state=State.WAITING,
        )
        record("message.written", message, by=by)
        enqueue(
            "deliver", key=f"deliver:{message.pk}", lane=Lane.DELIVERY, run_at=message.due_at, message=str(message.pk)
        )
        written.append(message)
    return written


def addresses(patient: Patient) -> Iterable[tuple[str, str]]:
    """The ways in which a patient wishes to hear from us, with the address of each."""
    if patient.wants_email and patient.email:
        yield Channel.EMAIL, patient.email
    if patient.wants_sms and patient.phone:
        yield Channel.SMS, patient.phone


@transaction.atomic
def withdraw(about: Record, *, by: Hand, because: str) -> None:
    """What waits to be sent about this is no longer true: it will not be sent."""
    for message in Message.objects.about(about).waiting():
        message.become(State.WITHDRAWN)
        record("message.withdrawn", message, by=by, because=because)
