"""A message that belongs elsewhere: to a conversation of its own, to another person, or to nobody whom we know.

There is one way to move a message. Within one record it is split off; out of it goes its urgency, its files and what
waits to be said about it, and a row says what was done, so that it can be taken back.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.people.identity import AT_LEAST, Identifier
from bedside.people.models import Patient, staff_name
from bedside.triage import actions as triage

from .actions import take_back as let_none_leave
from .models import Channel, Conversation, Enclosure, Message, Moved, Way


@transaction.atomic
def split_off(message: Message, subject: str, *, by: User) -> Conversation:
    """Give what she wrote about another matter a conversation of its own. She sees both."""
    talk = _out_of(message)
    if not talk.messages.filter(way=Way.IN).exclude(pk=message.pk).exists():
        raise Refusal(_("This is all that was written here. There is nothing to split."), rule="split")
    own = _begun(talk.patient, talk, subject.strip()[:120] or talk.subject, message)
    record("conversation.split_off", own, by=by, conversation=str(talk.pk))
    _into(message, own, by=by, before=talk)
    return own


@transaction.atomic
def give_to(
    message: Message, to: Patient | None, *, seen: int, because: str, by: User, fits: Collection[str] = ()
) -> Moved:
    """It is not hers: take it out of her record at once. It goes to whoever was asked two things that fit, or to
    nobody. Of two who do this at once, one is told that it was done."""
    talk = _locked(message, seen)
    before = None if message.is_nobodys else message.patient
    to = to.merged_into or to if to else None
    if not because.strip():
        raise Refusal(_("Say why."), rule="because")
    asked = sorted({one for one in fits if one in Identifier.values})
    if to is not None and len(asked) < AT_LEAST:
        raise Refusal(_("See that two things fit before you go on."), rule="identifiers")
    if to is not None and not to.may_be_written_to:
        raise Refusal(_("This record is closed, so nothing can be written to it."), rule="closed")
    if (to and to.pk) == (before and (before.merged_into_id or before.pk)):
        raise Refusal(_("It stands there already."), rule="moved")
    stood = {"author": message.author, "is_unsure": message.is_unsure, "about_id": _text(message.about_id)}
    moved = Moved(message=message, from_patient=before, from_talk=talk, to_patient=to, label=message.label)
    moved.because, moved.fits, moved.stood = because.strip()[:200], asked, stood
    moved.by, moved.by_name = by, staff_name(by)
    moved.astray = [str(pk) for pk in _answered_since(message, talk)]
    moved.to_talk = _talk_for(message, to, talk, by) if to else None
    told = str(to) if to else message.to
    _place(message, to, moved.to_talk, by=by, because=because, author=told, is_unsure=to is None, about_id=None)
    _tidy(talk, message, by)
    record("moved.made", moved, by=by, because=because)
    return moved


@transaction.atomic
def bring_back(moved: Moved, *, because: str, by: User) -> Moved:
    """It stood right before: it goes back to where it was, with all that stood in it."""
    message = moved.message
    moved.refresh_from_db(from_queryset=Moved.objects.select_for_update(of=("self",)))
    if moved.taken_back_at or Moved.objects.standing().filter(message=message, at__gt=moved.at).exists():
        raise Refusal(_("That can no longer be done with this message. Please look again."), rule="moved")
    if not because.strip():
        raise Refusal(_("Say why."), rule="because")
    message = Message.everybodys.select_for_update(of=("self",)).select_related("screening").get(pk=message.pk)
    stood: dict[str, Any] = dict(moved.stood)
    about = stood["about_id"]
    _place(
        message,
        moved.from_patient,
        moved.from_talk,
        by=by,
        because=because,
        author=stood["author"],
        is_unsure=stood["is_unsure"],
        about_id=uuid.UUID(about) if about else None,
    )
    moved.taken_back_at = now()
    record("moved.taken_back", moved, by=by, because=because)
    moved.message = message
    return moved


def _place(
    message: Message, to: Patient | None, talk: Conversation | None, *, by: Hand, because: str, **now_so: Any
) -> None:
    """Let it stand there, with its files and its urgency; what waits to be said about it to the other is not said."""
    let_none_leave(Message.objects.about(message), by=by, because="moved to another record")
    if to is not None:
        message.patient, message.language = to, to.language
    message.is_nobodys, message.conversation = to is None, talk
    for name, value in now_so.items():
        setattr(message, name, value)
    record("message.given_to" if to else "message.given_to_nobody", message, by=by, because=because)
    for file in Enclosure.objects.filter(message=message):
        file.patient, file.is_nobodys = message.patient, to is None
        record("enclosure.moved", file, by=by)
    if message.screening is not None:
        triage.move(message.screening, to, guest="" if to else message.to or message.channel, by=by, because=because)


def _locked(message: Message, seen: int) -> Conversation | None:
    """The conversation, then the message, as they stand now; refused where somebody was quicker."""
    talk = message.conversation
    if talk is not None:
        talk = Conversation.objects.select_for_update(of=("self",)).get(pk=talk.pk)
    found = Message.everybodys.select_related("patient__merged_into", "screening")
    message.refresh_from_db(from_queryset=found.select_for_update(of=("self",)))
    if message.version != seen:
        raise Refusal(_("Somebody else has moved this message. Please look again."), rule="version")
    if message.way != Way.IN or (talk is None and not message.is_nobodys):
        raise Refusal(_("Choose something that the patient wrote."), rule="moved")
    return talk


def _out_of(message: Message) -> Conversation:
    if message.way != Way.IN or message.conversation_id is None:
        raise Refusal(_("Choose something that the patient wrote."), rule="split")
    return (
        Conversation.objects.select_for_update(of=("self",)).select_related("patient").get(pk=message.conversation_id)
    )


def _begun(patient: Patient, like: Conversation | None, subject: str, message: Message) -> Conversation:
    return Conversation(
        patient=patient,
        label=message.label,
        subject=subject,
        channel=like.channel if like else message.channel,
        last_at=message.due_at,
    )


def _into(message: Message, talk: Conversation, *, by: Hand, before: Conversation) -> None:
    message.conversation = talk
    record("message.moved", message, by=by, before=str(before.pk), to=str(talk.pk))


def _talk_for(message: Message, to: Patient, like: Conversation | None, by: User) -> Conversation:
    """A conversation of its own: under the name she gave it, or none that tells of anybody else."""
    own = _begun(to, like, message.subject[:120] or plain_subject(message.channel, to.language), message)
    record("conversation.began", own, by=by)
    return own


def plain_subject(channel: str, language: str) -> str:
    """What a conversation is called that has no name of its own."""
    with translation.override(language):
        names = {
            Channel.SMS.value: _("Text message"),
            Channel.VOICE.value: _("Phone call"),
            Channel.EMAIL.value: _("E-mail"),
        }
        return names.get(channel, _("Message"))


def _tidy(talk: Conversation | None, message: Message, by: User) -> None:
    """What is left behind does not tell of it by its name, where nothing else was written there."""
    if talk is None:
        return
    if not talk.messages.filter(way=Way.IN).exists():
        talk.subject = plain_subject(talk.channel, talk.patient.language)
        talk.unread_for_patient = 0
    record("conversation.message_taken_out", talk, by=by, message=str(message.pk))


def _answered_since(message: Message, talk: Conversation | None) -> list[uuid.UUID]:
    """What one of us answered to it while it stood with the wrong person: she has had it. What still waits to tell
    her of it is not sent."""
    if talk is None:
        return []
    ours = talk.messages.filter(way=Way.OUT, template="", due_at__gte=message.due_at)
    found = list(ours.order_by("due_at", "id").values_list("pk", flat=True))
    let_none_leave(Message.objects.filter(about_id__in=found), by=HOUSE, because="moved to another record")
    return found


def _text(pk: uuid.UUID | None) -> str:
    return str(pk) if pk else ""
