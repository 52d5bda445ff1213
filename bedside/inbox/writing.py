"""Writing one of our texts: a message for each who is to be told, in her language, on the ways she wishes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.jobs.actions import enqueue_all
from bedside.jobs.models import Lane
from bedside.journal.actions import record_each
from bedside.journal.hands import Hand
from bedside.journal.models import Record
from bedside.people.models import Label, Patient
from bedside.people.wishes import Kind
from bedside.wording import actions as wording
from bedside.wording.shortening import shorter
from bedside.wording.texts import Text, text

from .kinds import kind_of
from .models import Channel, Message, State, Way
from .readers import Reader, readers_of, shared_out
from .stopping import stopped_among

SPOKEN = (Channel.EMAIL, Channel.SMS, Channel.VOICE)
Said = Callable[[str], dict[str, Any]]


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
    carers_link: str = "/home/",
    attachment: str = "",
    said: Said | None = None,
    said_in: Collection[str] = (),
    kind: str = "",
    readers: Sequence[Reader] | None = None,
    **facts: Any,
) -> list[Message]:
    """One of our texts on each channel each reader wishes, to be posted: with others of the same moment all at once.

    A labelled subject leaves no echo: nothing is written. Nothing is written to the dead. The key makes a second
    call with the same key a refusal by the database, never a second message. An attachment leaves with the e-mail.
    `said` are the facts that sound otherwise in each language; where they are `said_in` some alone, whoever reads
    another is written to in English. A carer's link leads to where she signs in: one that
    opens by itself would open after her right has ended.
    """
    if label != Label.NONE or not patient.may_be_written_to:
        return []
    kind = kind or kind_of(name)
    known = known_of(patient) | facts | {"shared": patient.phone_is_shared}
    speaks = [channel for channel in SPOKEN if text(name, patient.language).speaks(channel)]
    told = readers_of(patient, kind) if readers is None else readers
    written = []
    for reader, channel, to in shared_out(told, kind, speaks):
        words, grant = text(name, said_for(reader.wishes.reads(kind), said_in)), reader.grant
        tells = known | (said(words.language) if said else {})
        leads = carers_link if grant else (sms_link if channel == Channel.SMS else link)
        body = _filled(words, channel, tells, leads)
        written.append(
            Message(
                patient=patient,
                grant=grant,
                kind=kind,
                way=Way.OUT,
                channel=channel,
                template=name,
                language=words.language,
                to=to,
                author=known["clinic"],
                subject=words.fill("subject", tells) if channel == Channel.EMAIL else "",
                body=f"{body}\n\n{_why(patient, words.language)}" if grant and channel == Channel.EMAIL else body,
                attachment=attachment if channel == Channel.EMAIL and not grant else "",
                about_id=about.pk if about else None,
                key=f"{key}:{channel}:{grant.pk}" if grant else f"{key}:{channel}",
                due_at=due or now(),
                not_after=not_after,
                state=State.WAITING,
            )
        )
        written[-1].wording = words.wording
    return written


def said_for(language: str, said_in: Collection[str]) -> str:
    """The language in which somebody who reads this one is written to."""
    return language if not said_in or language.split("-")[0] in said_in else "en"


def compose_for_her(patient: Patient, name: str, **wishes: Any) -> list[Message]:
    """One of our texts that is nobody's but the patient's own."""
    return compose(patient, name, readers=[Reader(patient)], **wishes)


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


def _why(patient: Patient, language: str) -> str:
    """Why a carer gets this, and where she says otherwise."""
    with translation.override(language):
        said = _("You get this because you care for %(name)s. You can change that under “Your details”.")
        return said % {"name": patient.called}


def plan_delivery(*messages: Message) -> None:
    """Have the worker deliver these versions of messages, each when it is due."""
    wanted = [(f"deliver:{one.pk}:{one.version}", {"message": str(one.pk)}) for one in messages]
    enqueue_all("deliver", wanted, lane=Lane.DELIVERY, run_at=[one.due_at for one in messages])


def addresses(patient: Patient) -> Iterable[tuple[str, str]]:
    """The ways in which a patient herself wishes to be written to, with the address of each. No text reaches a
    landline."""
    hers = Reader(patient)
    return hers.open("", stopped_among(hers.open("")))


def told_of_answers(patient: Patient) -> list[tuple[Reader, str, str]]:
    """Who is told outside the portal that one of us has answered, on which channel and where; perhaps nobody."""
    kind = Kind.ANSWERS
    return list(shared_out(readers_of(patient, kind), kind, SPOKEN)) if patient.may_be_written_to else []


def known_of(patient: Patient) -> dict[str, Any]:
    """What every text may say."""
    clinic = the_clinic()
    return {
        "name": patient.called,
        "clinic": clinic.name,
        "phone": clinic.phone,
        "emergency": clinic.pack.emergency,
    }
