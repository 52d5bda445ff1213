"""What comes in by text message or e-mail: whose it is, whether it cannot wait, and whether it is a plain reply.

Every word is read for red flags first. A reply that says one thing plainly is left to whom it answers
(`message.replied`); all else goes to a person, like every message.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import Outside
from bedside.language.replies import Intent, own_words, understood
from bedside.people.models import Patient
from bedside.triage import actions as triage

from .actions import send
from .models import Channel, Conversation, FromNobody, Message, State, Way
from .numbers import whole

GOES_ON_FOR = timedelta(days=14)  # then what comes is about something new
TOLD_AGAIN_WITHIN = timedelta(days=60)  # no provider tells a message again so late


@transaction.atomic
def hear(channel: str, sender: str, words: str, *, key: str, answers: Message | None = None) -> str:
    """Take in one message that reached us from outside. Returns what to answer at once where nobody is known by that
    address; the same message told twice is taken in once. `answers` is the message of ours to which it certainly is
    an answer: it is hers to whom that went, and about the same."""
    key = f"in:{channel}:{key}"
    words = (own_words(words) if channel == Channel.EMAIL else words).replace("\x00", "")[:20_000]
    if Message.objects.filter(key=key).exists():
        return ""
    by = Outside(channel, sender[:200])
    patients = [answers.patient] if answers else patients_at(channel, sender)
    if not patients:
        return _from_nobody(words, by, key)
    patient = _last_written_to(channel, patients)
    screening = triage.screen(words, patient, by=by, channel="message")
    conversation = _conversation(patient, channel, by)
    message = Message(
        patient=patient,
        conversation=conversation,
        way=Way.IN,
        channel=channel,
        language=patient.language,
        to=sender[:254],
        author=str(patient),
        body=words,
        is_unsure=len(patients) > 1,
        screening=screening,
        about_id=answers.about_id if answers else None,
        key=key,
        state=State.RECEIVED,
    )
    replied = understood(words).intent is not Intent.PERSON
    cannot_wait = screening.is_emergency or (screening.needs_a_person and bool(screening.rules or not replied))
    verb = "message.received_urgent" if cannot_wait else "message.replied" if replied else "message.received"
    record(verb, message, by=by, level=screening.level)
    if screening.is_emergency:
        send(patient, "call_now", by=by, key=f"{message.pk}:call_now", about=message)
    elif screening.was_not_read:
        send(patient, "not_read", by=by, key=f"{message.pk}:not_read", about=message)
    return ""


@transaction.atomic
def give_to_a_person(message: Message) -> None:
    """A reply that nothing fits: somebody of ours reads it."""
    record("message.received", message, by=Outside(message.channel, message.to))


def patients_at(channel: str, address: str) -> list[Patient]:
    """Who is reached there: more than one where a family shares a phone or a mailbox."""
    living = Patient.objects.living()
    if channel == Channel.EMAIL:
        return list(living.filter(email__iexact=address.strip()).order_by("pk"))
    wanted = whole(address)
    same_end = living.filter(phone__endswith=address.strip()[-2:]) if wanted else living.none()
    return [one for one in same_end.order_by("pk") if whole(one.phone) == wanted]


def _last_written_to(channel: str, patients: list[Patient]) -> Patient:
    """Of those who share an address, the one to whom we wrote last."""
    told = Message.objects.filter(patient__in=patients, way=Way.OUT, channel=channel).exclude(sent_at=None)
    last = told.order_by("-sent_at", "-id").first()
    return next((one for one in patients if last and one.pk == last.patient_id), patients[0])


def _conversation(patient: Patient, channel: str, by: Outside) -> Conversation:
    """What goes on with her on this channel, or a new beginning."""
    hers = Conversation.objects.filter(patient=patient, channel=channel, label="", last_at__gte=now() - GOES_ON_FOR)
    found = hers.order_by("-last_at").select_for_update().first()
    if found is not None:
        found.last_at = now()
        record("conversation.continued", found, by=by)
        return found
    with translation.override(patient.language):
        subject = {Channel.SMS: _("Text message"), Channel.VOICE: _("Phone call")}.get(Channel(channel), _("E-mail"))
    began = Conversation(patient=patient, channel=channel, subject=subject, last_at=now())
    record("conversation.began", began, by=by)
    return began


def _from_nobody(words: str, by: Outside, key: str) -> str:
    """Nobody is known by this address. What may be an emergency opens a case all the same, and once."""
    FromNobody.objects.filter(at__lt=now() - TOLD_AGAIN_WITHIN).delete()
    heard = FromNobody.objects.filter(key=key).first() or _heard_once(words, by, key)
    clinic = the_clinic()
    facts = {"phone": clinic.phone, "emergency": clinic.pack.emergency}
    if heard.is_emergency:
        return _("Call %(emergency)s now. Do not wait for us. You can reach us on %(phone)s.") % facts
    return _("We do not know this address. Call us on %(phone)s. In an emergency call %(emergency)s.") % facts


def _heard_once(words: str, by: Outside, key: str) -> FromNobody:
    """Read it and give it to a person, unless the same is told twice at this very moment."""
    try:
        with transaction.atomic():
            screening = triage.begin(words, by=by, guest=by.address[:64], channel=by.channel)
            heard = FromNobody.objects.create(key=key, is_emergency=screening.is_emergency)
            if not screening.is_emergency:
                record("screening.needs_a_person", screening, by=by)
            return heard
    except IntegrityError:
        return FromNobody.objects.get(key=key)
