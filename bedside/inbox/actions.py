"""Saying something to a patient, hearing what she says, and what is done about what was said."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bedside.access.models import PATIENT_SIDE, User
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.jobs.actions import enqueue_all
from bedside.jobs.models import Lane
from bedside.journal.actions import record, record_each
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Record, Refusal
from bedside.people.models import Label, Patient, staff_name
from bedside.triage import actions as triage
from bedside.wording import actions as wording
from bedside.wording.shortening import shorter
from bedside.wording.texts import Text, text

from .answer_links import how_told
from .models import Channel, Conversation, Message, MessageQuerySet, State, Way
from .numbers import is_landline
from .promises import promise
from .stopping import has_stopped

CLOSED = gettext_noop("This record is closed, so nothing can be written to it.")


@transaction.atomic
def send(patient: Patient, name: str, *, by: Hand, key: str, **wishes: Any) -> list[Message]:
    """Write one of our texts to a patient; `wishes` are those of `compose`."""
    return post(compose(patient, name, key=key, **wishes), by=by)


def compose(
    patient: Patient,
    name: str,
    *,
    key: str,
    about: Record | None = None,
    label: str = Label.NONE,
    due: datetime | None = None,
    not_after: datetime | None = None,
    link: str = "/home/",
    sms_link: str = "",
    attachment: str = "",
    **facts: Any,
) -> list[Message]:
    """One of our texts on each channel a patient wishes, to be posted: with others of the same moment all at once.

    A labelled subject leaves no echo: nothing is written. Nothing is written to the dead. The key makes a second
    call with the same key a refusal by the database, never a second message. An attachment leaves with the e-mail.
    """
    if label != Label.NONE or not patient.may_be_written_to:
        return []
    words = text(name, patient.language)
    known = _known(patient) | facts | {"shared": patient.phone_is_shared}
    made = [
        Message(
            patient=patient,
            way=Way.OUT,
            channel=channel,
            template=name,
            language=words.language,
            to=to,
            author=known["clinic"],
            subject=words.fill("subject", known) if channel == Channel.EMAIL else "",
            body=_filled(words, channel, known, sms_link if channel == Channel.SMS else link),
            attachment=attachment if channel == Channel.EMAIL else "",
            about_id=about.pk if about else None,
            key=f"{key}:{channel}",
            due_at=due or now(),
            not_after=not_after,
            state=State.WAITING,
        )
        for channel, to in [*addresses(patient), *_called_at(patient)]
        if words.speaks(channel)
    ]
    for message in made:
        message.wording = words.wording
    return made


@transaction.atomic
def post(messages: Sequence[Message], *, by: Hand) -> list[Message]:
    """Keep messages that were composed, all or none; the worker delivers each when it is due."""
    record_each("message.written", messages, by=by)
    wording.note_used((message.pk, message.wording) for message in messages)
    plan_delivery(*messages)
    return list(messages)


def _filled(words: Text, channel: str, known: dict[str, Any], link: str) -> str:
    """The text of one channel. A text message is short: its link leads to the front page, where one signs in, unless
    what it leads to is short and asks for no sign-in. A call has no link."""
    if channel == Channel.SMS:
        return shorter(words.fill("sms", known | {"link": f"{settings.PUBLIC_URL}{link}"}))
    if channel == Channel.VOICE:
        return words.fill("voice", known)
    return words.fill("email", known | {"link": f"{settings.PUBLIC_URL}{link}"})


def plan_delivery(*messages: Message) -> None:
    """Have the worker deliver these versions of messages, each when it is due."""
    wanted = [(f"deliver:{one.pk}:{one.version}", {"message": str(one.pk)}) for one in messages]
    enqueue_all("deliver", wanted, lane=Lane.DELIVERY, run_at=[one.due_at for one in messages])


def addresses(patient: Patient) -> Iterable[tuple[str, str]]:
    """The ways in which a patient wishes to be written to, with the address of each. No text reaches a landline."""
    if patient.wants_email and patient.email and not has_stopped(Channel.EMAIL, patient.email):
        yield Channel.EMAIL, patient.email
    may_text = patient.wants_sms and patient.phone and not is_landline(patient.phone)
    if may_text and not has_stopped(Channel.SMS, patient.phone):
        yield Channel.SMS, patient.phone


def _called_at(patient: Patient) -> Iterable[tuple[str, str]]:
    """The number at which a machine may call her: as she wishes, or where nothing else reaches a landline."""
    lands = patient.wants_sms and is_landline(patient.phone) and not list(addresses(patient))
    if patient.phone and (patient.remind_by == Channel.VOICE or lands):
        yield Channel.VOICE, patient.phone


@transaction.atomic
def withdraw(about: Record, *, by: Hand, because: str, templates: Sequence[str] = ()) -> None:
    """What waits to be sent about this, or these texts alone, is no longer true: it will not be sent."""
    messages = Message.objects.about(about)
    take_back(messages.filter(template__in=templates) if templates else messages, by=by, because=because)


@transaction.atomic
def take_back(messages: MessageQuerySet, *, by: Hand, because: str) -> None:
    """Those of these that wait to be sent will not be sent."""
    # The lock lets a delivery that is under way finish first, so that neither of the two is refused.
    for message in messages.waiting().select_for_update():
        message.become(State.WITHDRAWN)
        record("message.withdrawn", message, by=by, because=because)


@transaction.atomic
def send_again(message: Message, *, by: Hand) -> None:
    """A person decides that a message which failed, or may have failed, is sent once more."""
    message.become(State.WAITING)
    message.due_at = now()
    record("message.sent_again", message, by=by)
    plan_delivery(message)


@transaction.atomic
def write(patient: Patient, subject: str, words: str, *, by: Hand, label: str = Label.NONE) -> Message:
    """A patient, or a carer for her, writes to us about something new."""
    conversation = Conversation(patient=patient, label=label, subject=subject, last_at=now())
    record("conversation.began", conversation, by=by, on_behalf_of=_on_behalf_of(patient, by))
    message = _receive(conversation, words, by=by, read_too=subject)
    if message.screening and not message.screening.is_emergency and not message.screening.needs_a_person:
        clinic = the_clinic()
        _answer_at_once(conversation, "received", promise=promise(clinic, patient.language))
    return message


@transaction.atomic
def write_again(conversation: Conversation, words: str, *, by: Hand) -> Message:
    """The patient's side writes again in a conversation."""
    _as_it_stands(conversation)
    conversation.last_at = now()
    record("conversation.continued", conversation, by=by, on_behalf_of=_on_behalf_of(conversation.patient, by))
    return _receive(conversation, words, by=by)


@transaction.atomic
def answer(conversation: Conversation, words: str, *, by: User) -> Message:
    """Somebody of ours answers, by name; the patient is told that there is something to read, not what."""
    patient = conversation.patient
    if not patient.may_be_written_to:
        raise Refusal(_(CLOSED), rule="closed")
    _as_it_stands(conversation)
    conversation.last_at, conversation.unread_for_patient = now(), conversation.unread_for_patient + 1
    record("conversation.answered", conversation, by=by)
    message = _say(conversation, words, author=staff_name(by))
    record("message.answered", message, by=by)
    if conversation.label == Label.NONE:
        name, facts = how_told(message)
        send(patient, name, by=by, key=f"{message.pk}:{name}", about=message, **facts)
    return message


@transaction.atomic
def begin(patient: Patient, subject: str, words: str, *, by: User) -> Message:
    """Somebody of ours writes to a patient first, by name."""
    if not patient.may_be_written_to:
        raise Refusal(_(CLOSED), rule="closed")
    if patient.login_id is None and not list(addresses(patient)):
        raise Refusal(_("Neither a text nor an e-mail reaches this patient. Please call."), rule="unreached")
    conversation = Conversation(patient=patient, subject=subject, last_at=now())
    record("conversation.began", conversation, by=by)
    return answer(conversation, words, by=by)


@transaction.atomic
def read(conversation: Conversation, *, by: User) -> None:
    """The patient's side has read what is new in a conversation."""
    _as_it_stands(conversation)
    if conversation.unread_for_patient == 0:
        return
    conversation.unread_for_patient = 0
    record("conversation.read", conversation, by=by, on_behalf_of=_on_behalf_of(conversation.patient, by))
    for message in conversation.messages.filter(way=Way.OUT, read_at=None):
        message.read_at = now()
        record("message.read", message, by=by)


def _receive(conversation: Conversation, words: str, *, by: Hand, read_too: str = "") -> Message:
    """Keep what came in, read for red flags at once, and answer at once where it cannot wait.

    A red flag goes the urgent way through the house, so that no other news stands before it.
    """
    patient = conversation.patient
    if not patient.may_be_written_to:
        raise Refusal(_(CLOSED), rule="closed")
    told = f"{read_too}\n{words}" if read_too else words
    screening = triage.screen(told, patient, by=by, channel="message", label=conversation.label)
    message = Message(
        patient=patient,
        label=conversation.label,
        conversation=conversation,
        way=Way.IN,
        channel=conversation.channel,
        language=patient.language,
        author=by.name if isinstance(by, User) and by.name else str(patient),
        body=words,
        screening=screening,
        state=State.RECEIVED,
    )
    cannot_wait = screening.is_emergency or screening.needs_a_person
    verb = "message.received_urgent" if cannot_wait else "message.received"
    record(verb, message, by=by, on_behalf_of=_on_behalf_of(patient, by), level=screening.level)
    if cannot_wait:
        _answer_at_once(conversation, "emergency" if screening.is_emergency else "soon")
    return message


def _as_it_stands(conversation: Conversation) -> None:
    """Read it again and keep it for this transaction: two who write at the same moment are both heard."""
    conversation.refresh_from_db(from_queryset=Conversation.objects.select_for_update())


def _answer_at_once(conversation: Conversation, name: str, **facts: Any) -> None:
    """What the house itself says to a message, in the conversation, before any person has read it."""
    patient = conversation.patient
    words, known = text(name, patient.language), _known(patient) | facts
    message = _say(conversation, words.fill("portal", known), author=known["clinic"], template=name)
    record("message.answered_at_once", message, by=HOUSE)
    wording.note_used([(message.pk, words.wording)])


def _say(conversation: Conversation, words: str, *, author: str, template: str = "") -> Message:
    moment = now()
    return Message(
        patient=conversation.patient,
        label=conversation.label,
        conversation=conversation,
        way=Way.OUT,
        channel=Channel.PORTAL,
        template=template,
        language=conversation.patient.language,
        author=author,
        body=words,
        state=State.SENT,
        due_at=moment,
        sent_at=moment,
    )


def _known(patient: Patient) -> dict[str, Any]:
    """What every text may say."""
    clinic = the_clinic()
    return {
        "name": patient.called,
        "clinic": clinic.name,
        "phone": clinic.phone,
        "emergency": clinic.pack.emergency,
    }


def _on_behalf_of(patient: Patient, by: Hand) -> uuid.UUID | None:
    """The patient, where somebody else of the patient's side acts for her."""
    if isinstance(by, User) and by.acting_as in PATIENT_SIDE and patient.login_id != by.pk:
        return patient.pk
    return None
