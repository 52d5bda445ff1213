"""What comes in by text message or e-mail: whose it is, whether it cannot wait, and whether it is a plain reply.

Every word is read for red flags first. A reply that says one thing plainly is left to whom it answers
(`message.replied`); all else goes to a person, like every message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import Outside
from bedside.language.replies import Intent, understood
from bedside.people.models import Patient
from bedside.triage import actions as triage
from bedside.triage.deciding import decide
from bedside.triage.models import A_PERSON_NOW, EMERGENCY, Screening

from . import stopping
from .actions import send
from .letter_words import added_below, parted
from .models import Channel, Conversation, FromNobody, Message, State, Way
from .strangers import answer_stranger
from .writers import Writer, writer_at

GOES_ON_FOR = timedelta(days=14)  # then what comes is about something new
NO_WORDS = "…"
AT_ONCE, MOST_AT_ONCE = ("call_now", "not_read", "too_large"), 12
MOST_TO_NOBODY = 6  # answers in an hour to one address that nobody of ours has
ANSWERING = re.compile(r"^(?:(?:re|aw|rv|fwd?|tr|odp|pd|رد)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
TOLD_AGAIN_WITHIN = timedelta(days=60)  # no provider tells a message again so late


@dataclass(frozen=True)
class Told:
    """One message as it reached us. `read_too` is read for red flags with it, such as the subject of an e-mail."""

    channel: str
    sender: str
    words: str
    quoted: str = ""
    subject: str = ""
    read_too: str = ""
    letter_id: str = ""
    by_itself: bool = False
    unanswerable: bool = False
    doubted: bool = False
    is_vouched_for: bool = False  # our own mail server found that it comes from whom it says
    added: str = ""  # by us, for whoever reads what nobody known wrote
    is_too_large: bool = False
    files: int = 0


@transaction.atomic
def hear(channel: str, sender: str, words: str, *, key: str, answers: Message | None = None) -> str:
    """Take in one message that reached us from outside. Returns what to answer at once where nobody is known by that
    address; the same message told twice is taken in once. `answers` is the message of ours to which it certainly is
    an answer: it is hers to whom that went, and about the same."""
    key = f"in:{channel}:{key}"
    own, quoted = parted(words) if channel == Channel.EMAIL else (words, "")
    told = Told(channel, sender, own.replace("\x00", "")[:20_000], quoted.replace("\x00", "")[:20_000])
    if Message.everybodys.filter(key=key).exists():
        return ""
    writer = writer_at(channel, sender, answers)
    if not writer.patients:
        return from_nobody(told, key)
    take_in(told, writer, key)
    return ""


def take_in(told: Told, writer: Writer, key: str) -> Message:
    """Keep what somebody of ours wrote, read for red flags at once; a plain reply is left to whom it answers."""
    by = Outside(told.channel, told.sender[:200])
    patient = _last_written_to(told.channel, writer.patients)
    read = "\n".join(filter(None, [told.read_too, told.words, _flags_below(told, writer.patients)]))
    screening = triage.screen(read, patient, by=by, channel="message")
    message = Message(
        patient=patient,
        conversation=_goes_on(writer.conversation, by)
        or _conversation(patient, told, by, is_sure=not writer.is_unsure),
        way=Way.IN,
        channel=told.channel,
        language=patient.language,
        to=told.sender[:254],
        author=(writer.author or str(patient))[:200],
        subject=told.subject,
        body=told.words.strip() or NO_WORDS,
        quoted=told.quoted,
        letter_id=told.letter_id,
        is_unsure=writer.is_unsure,
        came_by_itself=told.by_itself,
        files=told.files,
        was_too_large=told.is_too_large,
        screening=screening,
        about_id=writer.answers.about_id if writer.answers else None,
        key=key,
        state=State.RECEIVED,
    )
    if writer.may_act and not told.by_itself:
        _note_stop(told, by)
    record(_verb(message, writer, told.read_too), message, by=by, level=screening.level)
    if not (told.by_itself or told.unanswerable or _answered_often(message)):
        _answer_at_once(message, told)
    return message


def _flags_below(told: Told, patients: list[Patient]) -> str:
    """What stands below her words and is no quotation of ours, where a red flag is in it."""
    sent = Message.objects.filter(patient__in=patients, way=Way.OUT).order_by("-due_at")
    below = added_below(told.quoted, list(sent.values_list("body", flat=True)[:50]))
    language = patients[0].language if patients else ""
    return below if below and decide(below, {"language": language, "answers": {}}).rules else ""


def _note_stop(told: Told, by: Outside) -> bool:
    """A plain stop or start holds for the address it came from. Whether it was one."""
    intent = understood(told.words).intent
    if intent in {Intent.STOP, Intent.START} and told.channel in {Channel.SMS, Channel.EMAIL}:
        stopping.say(told.channel, told.sender, stops=intent is Intent.STOP, by=by)
        return True
    return False


def _verb(message: Message, writer: Writer, read_too: str) -> str:
    """Who reads it: whoever is there now, whom it answers, somebody in turn, or, where a machine wrote it, nobody."""
    screening = message.screening
    assert screening
    replied = writer.may_act and understood(message.body).intent is not Intent.PERSON and not message.was_too_large
    replied = replied and not (screening.rules or message.files or read_too)
    cannot_wait = screening.is_emergency or (screening.needs_a_person and bool(screening.rules or not replied))
    if message.came_by_itself and not (cannot_wait or screening.rules):
        return "message.came_by_itself"
    return "message.received_urgent" if cannot_wait else "message.replied" if replied else "message.received"


def _answer_at_once(message: Message, told: Told) -> None:
    """What cannot wait for a person is said at once, in the ways she wishes, and to the address that wrote."""
    patient, screening, by = message.patient, message.screening, Outside(message.channel, message.to[:200])
    assert screening
    name = "call_now" if screening.is_emergency else "not_read" if screening.was_not_read else ""
    if name:
        send(patient, name, by=by, key=f"{message.pk}:{name}", about=message)
    elif message.was_too_large and not message.is_unsure:
        send(patient, "too_large", by=by, key=f"{message.pk}:too_large", about=message)
    if (
        name
        and message.channel == Channel.EMAIL
        and not told.doubted
        and message.to.casefold() != patient.email.casefold()
    ):
        answer_stranger(message.to, to_nobody(screening.is_emergency))


def _answered_often(message: Message) -> bool:
    """Whether something answers our answers: an hour with so many is no person's."""
    lately = Message.objects.filter(
        patient=message.patient, template__in=AT_ONCE, due_at__gt=now() - timedelta(hours=1)
    )
    return lately.count() >= MOST_AT_ONCE


@transaction.atomic
def give_to_a_person(message: Message) -> None:
    """A reply that nothing fits: somebody of ours reads it."""
    record("message.received", message, by=Outside(message.channel, message.to))


def _last_written_to(channel: str, patients: list[Patient]) -> Patient:
    """Of those who share an address, the one to whom we wrote last."""
    told = Message.objects.filter(patient__in=patients, way=Way.OUT, channel=channel).exclude(sent_at=None)
    last = told.order_by("-sent_at", "-id").first()
    return next((one for one in patients if last and one.pk == last.patient_id), patients[0])


def _goes_on(conversation: Conversation | None, by: Outside) -> Conversation | None:
    """The conversation with one more in it, if there is one."""
    found = Conversation.objects.select_for_update().filter(pk=conversation.pk).first() if conversation else None
    if found is not None:
        found.last_at = now()
        record("conversation.continued", found, by=by)
    return found


def _conversation(patient: Patient, told: Told, by: Outside, *, is_sure: bool) -> Conversation:
    """What goes on with her on this channel, in e-mails about the same; or a new beginning. What is perhaps not hers
    gives it no name that she would read."""
    channel, about = told.channel, bare(told.subject)[:120] if is_sure else ""
    with translation.override(patient.language):
        names = {Channel.SMS: _("Text message"), Channel.VOICE: _("Phone call")}
        subject = about or names.get(Channel(channel), _("E-mail"))
    hers = Conversation.objects.filter(patient=patient, channel=channel, label="", last_at__gte=now() - GOES_ON_FOR)
    hers = hers.filter(subject=subject) if about or not is_sure else hers
    if found := _goes_on(hers.order_by("-last_at", "-id").first(), by):
        return found
    began = Conversation(patient=patient, channel=channel, subject=subject, last_at=now())
    record("conversation.began", began, by=by)
    return began


def bare(subject: str) -> str:
    """A subject without what programs put before it when somebody answers or passes it on."""
    return ANSWERING.sub("", subject).strip()


def from_nobody(told: Told, key: str) -> str:
    """Nobody is known by this address. A person reads it all the same, and once; returns what to answer at once."""
    FromNobody.objects.filter(at__lt=now() - TOLD_AGAIN_WITHIN).delete()
    proven = told.channel != Channel.EMAIL or told.is_vouched_for
    if proven and not (told.by_itself or told.doubted) and _note_stop(told, Outside(told.channel, told.sender[:200])):
        FromNobody.objects.get_or_create(key=key, defaults={"is_emergency": False})
        return ""
    heard = FromNobody.objects.filter(key=key).first() or _heard_once(told, key)
    is_silent = told.by_itself or told.unanswerable or told.doubted or _answers_our_answers(told)
    return "" if is_silent else to_nobody(heard.is_emergency)


def _answers_our_answers(told: Told) -> bool:
    """Whether an address that nobody has wrote so often within the hour that a machine may be answering ours."""
    lately = Screening.objects.filter(guest=told.sender[:64], channel=told.channel)
    return lately.filter(decided_at__gt=now() - timedelta(hours=1)).count() > MOST_TO_NOBODY


def to_nobody(is_emergency: bool) -> str:
    """What is said to an address that is nobody's here: nothing of anybody."""
    clinic = the_clinic()
    facts = {"phone": clinic.phone, "emergency": clinic.pack.emergency}
    if is_emergency:
        return _("Call %(emergency)s now. Do not wait for us. You can reach us on %(phone)s.") % facts
    return _("We do not know this address. Call us on %(phone)s. In an emergency call %(emergency)s.") % facts


def _heard_once(told: Told, key: str) -> FromNobody:
    """Read it and give it to a person, unless the same is told twice at this very moment. What a machine wrote whom
    nobody knows is only read for what needs a person."""
    by = Outside(told.channel, told.sender[:200])
    words = "\n".join(filter(None, [told.read_too, told.words, _flags_below(told, []), told.added]))
    try:
        with transaction.atomic():
            read = decide(words, {})
            if told.by_itself and read.level not in EMERGENCY + A_PERSON_NOW and not read.rules:
                return FromNobody.objects.create(key=key, is_emergency=False)
            screening = triage.begin(words, by=by, guest=by.address[:64], channel=by.channel)
            heard = FromNobody.objects.create(key=key, is_emergency=screening.is_emergency)
            if not screening.is_emergency:
                record("screening.needs_a_person", screening, by=by)
            return heard
    except IntegrityError:
        return FromNobody.objects.get(key=key)
