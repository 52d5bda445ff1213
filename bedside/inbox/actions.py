"""Saying something to a patient, hearing what she says, and what is done about what was said."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bedside.access.models import PATIENT_SIDE, User
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Entry, Record, Refusal
from bedside.people.models import Label, Patient, staff_name
from bedside.people.wishes import Kind
from bedside.triage import actions as triage
from bedside.ui.papers import Given
from bedside.wording import actions as wording
from bedside.wording.texts import text

from . import enclosing
from .answer_links import how_told
from .models import Channel, Conversation, Message, MessageQuerySet, State, Way
from .promises import promise
from .readers import Reader, carers_of
from .writing import Said as Said
from .writing import addresses as addresses
from .writing import compose as compose
from .writing import compose_for_her as compose_for_her
from .writing import known_of, plan_delivery
from .writing import post as post
from .writing import said_for as said_for
from .writing import send as send

CLOSED = gettext_noop("This record is closed, so nothing can be written to it.")


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


def follow_right(entry: Entry) -> None:
    """A carer's right has ended: what waits to be sent by it will not be sent."""
    told = Message.objects.filter(grant=entry.subject_id)
    take_back(told, by=HOUSE, because="the carer may not read this any more")


@transaction.atomic
def send_again(message: Message, *, by: Hand) -> None:
    """A person decides that a message which failed, or may have failed, is sent once more."""
    message.become(State.WAITING)
    message.due_at = now()
    record("message.sent_again", message, by=by)
    plan_delivery(message)


@transaction.atomic
def write(
    patient: Patient,
    subject: str,
    words: str,
    *,
    by: Hand,
    label: str = Label.NONE,
    papers: Sequence[Given] = (),
) -> Message:
    """A patient, or a carer for her, writes to us about something new, perhaps with photos and papers."""
    conversation = Conversation(patient=patient, label=label, subject=subject, last_at=now())
    record("conversation.began", conversation, by=by, on_behalf_of=_on_behalf_of(patient, by))
    message = _receive(conversation, words, by=by, read_too=subject, papers=papers)
    if message.screening and not message.screening.is_emergency and not message.screening.needs_a_person:
        clinic = the_clinic()
        _answer_at_once(conversation, "received", promise=promise(clinic, patient.language))
    return message


@transaction.atomic
def write_again(conversation: Conversation, words: str, *, by: Hand, papers: Sequence[Given] = ()) -> Message:
    """The patient's side writes again in a conversation."""
    _as_it_stands(conversation)
    conversation.last_at = now()
    record("conversation.continued", conversation, by=by, on_behalf_of=_on_behalf_of(conversation.patient, by))
    return _receive(conversation, words, by=by, papers=papers)


@transaction.atomic
def answer(conversation: Conversation, words: str, *, by: User, papers: Sequence[Given] = ()) -> Message:
    """Somebody of ours answers, by name; the patient is told that there is something to read, not what. Files never
    leave the house: she fetches them where she reads the answer."""
    patient = conversation.patient
    if papers and not patient.login_id and not patient.birth_date and not carers_of(patient, Kind.ANSWERS):
        raise Refusal(_("This patient cannot open a file from us. Give it on paper."), rule="unreached")
    if not patient.may_be_written_to:
        raise Refusal(_(CLOSED), rule="closed")
    _as_it_stands(conversation)
    conversation.last_at, conversation.unread_for_patient = now(), conversation.unread_for_patient + 1
    record("conversation.answered", conversation, by=by)
    message = _say(conversation, words, author=staff_name(by), files=len(papers))
    record("message.answered", message, by=by)
    enclosing.add(message, papers, by=by)
    if conversation.label == Label.NONE:
        name, facts = how_told(message)
        about: dict[str, Any] = {"about": message, "readers": [Reader(patient)]}
        send(patient, name, by=by, key=f"{message.pk}:{name}", **about, **facts)
        tell_carers(message, by=by)
    return message


def tell_carers(message: Message, *, by: Hand) -> None:
    """Who may read her messages is told, too; they read it where they sign in."""
    carers, link = carers_of(message.patient, Kind.ANSWERS), f"/messages/{message.conversation_id}/"
    if carers:
        key = f"{message.pk}:answered"
        send(message.patient, "answered", by=by, key=key, about=message, readers=carers, carers_link=link)


@transaction.atomic
def begin(patient: Patient, subject: str, words: str, *, by: User, papers: Sequence[Given] = ()) -> Message:
    """Somebody of ours writes to a patient first, by name."""
    if not patient.may_be_written_to:
        raise Refusal(_(CLOSED), rule="closed")
    if patient.login_id is None and not list(addresses(patient)) and not carers_of(patient, Kind.ANSWERS):
        raise Refusal(_("Neither a text nor an e-mail reaches this patient. Please call."), rule="unreached")
    conversation = Conversation(patient=patient, subject=subject, last_at=now())
    record("conversation.began", conversation, by=by)
    return answer(conversation, words, by=by, papers=papers)


@transaction.atomic
def leave(
    patient: Patient, name: str, words: str, *, language: str, by: Hand, key: str, about: Record, kind: str
) -> list[Message]:
    """Lay words of ours among a patient's messages, where she signs in: once for each key, and not for the dead."""
    if not patient.may_be_written_to:
        return []
    known, says = known_of(patient), text(name, language)
    conversation = Conversation(patient=patient, subject=says.fill("subject", known)[:120], last_at=now())
    conversation.unread_for_patient = 1
    record("conversation.began", conversation, by=by)
    message = _say(conversation, words, author=known["clinic"], template=name)
    message.language, message.kind = says.language, kind
    message.key, message.about_id = f"{key}:{Channel.PORTAL}", about.pk
    record("message.written", message, by=by)
    return [message]


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


def _receive(
    conversation: Conversation, words: str, *, by: Hand, read_too: str = "", papers: Sequence[Given] = ()
) -> Message:
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
        files=len(papers),
        state=State.RECEIVED,
    )
    cannot_wait = screening.is_emergency or screening.needs_a_person
    verb = "message.received_urgent" if cannot_wait else "message.received"
    acts_for = _on_behalf_of(patient, by)
    record(verb, message, by=by, on_behalf_of=acts_for, level=screening.level)
    enclosing.add(message, papers, by=by, on_behalf_of=acts_for)
    if cannot_wait:
        _answer_at_once(conversation, "emergency" if screening.is_emergency else "soon")
    return message


def _as_it_stands(conversation: Conversation) -> None:
    """Read it again and keep it for this transaction: two who write at the same moment are both heard."""
    conversation.refresh_from_db(from_queryset=Conversation.objects.select_for_update())


def _answer_at_once(conversation: Conversation, name: str, **facts: Any) -> None:
    """What the house itself says to a message, in the conversation, before any person has read it."""
    patient = conversation.patient
    words, known = text(name, patient.language), known_of(patient) | facts
    message = _say(conversation, words.fill("portal", known), author=known["clinic"], template=name)
    record("message.answered_at_once", message, by=HOUSE)
    wording.note_used([(message.pk, words.wording)])


def _say(conversation: Conversation, words: str, *, author: str, template: str = "", files: int = 0) -> Message:
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
        files=files,
        state=State.SENT,
        due_at=moment,
        sent_at=moment,
    )


def _on_behalf_of(patient: Patient, by: Hand) -> uuid.UUID | None:
    """The patient, where somebody else of the patient's side acts for her."""
    if isinstance(by, User) and by.acting_as in PATIENT_SIDE and patient.login_id != by.pk:
        return patient.pk
    return None
