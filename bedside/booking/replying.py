"""What a plain reply to one of our messages does: only what fits one visit and no other; else a person reads it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.urls import reverse

from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.inbox import actions as inbox
from bedside.inbox.incoming import give_to_a_person
from bedside.inbox.models import Channel, Message
from bedside.inbox.writers import patients_at, who_may_answer
from bedside.journal.actions import record
from bedside.journal.hands import Outside
from bedside.journal.models import Entry, Refusal
from bedside.language.replies import Intent, Reply, understood
from bedside.people import actions as people
from bedside.people.models import Patient

from . import actions
from .answering import confirm
from .models import Appointment, Status
from .notices import when_and_where
from .visit_links import key_of

ON_THE_DAY = frozenset({Intent.HERE, Intent.LATER, Intent.LEAVE, Intent.WORSE})
OnTheDay = Callable[[Intent, list[Patient], Outside], bool]
_on_the_day: list[OnTheDay] = []  # what a room above does with a word about today: whether it did


def hang(*answers: OnTheDay) -> None:
    """From now on a word about the day itself is told to these."""
    _on_the_day[:] = answers


def follow_reply(entry: Entry) -> None:
    """Do what a plain reply asks, once."""
    message = Message.objects.select_related("patient", "conversation").get(pk=entry.subject_id)
    if message.read_at is not None:
        return
    with transaction.atomic():
        message.read_at = now()
        record("message.read", message, by=Outside(message.channel, message.to))
        try:
            with transaction.atomic():
                done = _followed(message, understood(message.body))
        except Refusal:  # it cannot be done any more: a person tells her why
            done = False
        if not done:
            give_to_a_person(message)


def _followed(message: Message, reply: Reply) -> bool:
    by = Outside(message.channel, message.to)
    if reply.intent in {Intent.STOP, Intent.START}:
        _wish(message, patients_at(message.channel, message.to), reply.intent is Intent.START, by)
        return True
    patients = who_may_answer(message.channel, message.to)
    if reply.intent in ON_THE_DAY:
        return any(answer(reply.intent, patients, by) for answer in _on_the_day)
    visit = _the_one(patients, reply, message.about_id)
    if visit is None:  # of the one for which she waits with us now, a room above knows
        asks_today = (
            reply.intent is Intent.OTHER_TIME
            and reply.in_days in (None, 0)
            and not _may_mean_another(patients, message)
        )
        return asks_today and any(answer(reply.intent, patients, by) for answer in _on_the_day)
    match reply.intent:
        case Intent.CONFIRM:
            confirm(visit, by=by)
            _tell("confirmed", visit, message, by)
        case Intent.CANCEL:  # she is told so, with a link that takes it back
            actions.cancel(visit, by=by, because="in a reply to our message")
        case Intent.OTHER_TIME:
            _tell("other_time", visit, message, by)
        case _:
            return False
    return True


def _the_one(patients: list[Patient], reply: Reply, about: uuid.UUID | None) -> Appointment | None:
    """The visit of which we had spoken in a call; else the only one to come of all who are reached there, on the day
    she names if she does. One that is confidential makes it two: nothing is done by guessing, nobody learns of it."""
    coming = Appointment.objects.filter(patient__in=patients, status=Status.BOOKED, starts_at__gt=now())
    if about is not None:
        coming = coming.filter(pk=about)
    fits = [
        one
        for one in coming.in_order()
        if reply.in_days is None or (day_of(one.starts_at, one.zone) - day_of(now(), one.zone)).days == reply.in_days
    ]
    return fits[0] if len(fits) == 1 and not fits[0].label else None


def _may_mean_another(patients: list[Patient], message: Message) -> bool:
    """Whether she answers a message about a visit, or has one still to come: then her words may not be of today's."""
    coming = Appointment.objects.filter(patient__in=patients, status=Status.BOOKED, starts_at__gt=now())
    return message.about_id is not None or coming.exists()


def _tell(name: str, visit: Appointment, message: Message, by: Outside) -> None:
    link = reverse("booking:by-link-times" if name == "other_time" else "booking:by-link", args=[key_of(visit)])
    facts: dict[str, Any] = {"link": link, "sms_link": link, "not_after": visit.starts_at}
    facts["said"] = lambda language: when_and_where(visit, language)
    inbox.send(visit.patient, name, by=by, key=f"{message.pk}:{name}", about=visit, label=visit.label, **facts)


def _wish(message: Message, patients: list[Patient], wanted: bool, by: Outside) -> None:
    """All who are reached there get messages that way again, or no more."""
    field = "wants_email" if message.channel == Channel.EMAIL else "wants_sms"
    for patient in patients:
        people.change_details(patient, by=by, because="in a reply to our message", **{field: wanted})
