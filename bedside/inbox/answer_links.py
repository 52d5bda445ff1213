"""The link in a message that opens one answer of ours, for who has no account: after two things that she knows."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Outside
from bedside.journal.models import Refusal
from bedside.language.leaks import health_details
from bedside.people.models import Label, Patient
from bedside.people.names import plain

from .models import AnswerLink, Conversation, Enclosure, EnclosureQuerySet, Message, Way

OPENS_FOR = timedelta(days=30)
TRIES, SHUT_FOR, MOST_TRIES = 5, timedelta(minutes=15), 30
LONGEST_IN_FULL = 240  # letters


def how_told(message: Message) -> tuple[str, dict[str, str]]:
    """By which of our texts she learns of an answer, and what stands in it: whoever has no account reads it by a link,
    or, where the clinic allows it and nothing in it is about health, in the message itself."""
    patient = message.patient
    if patient.login_id:
        return "answered", {"link": reverse("inbox:conversation", args=[message.conversation_id])}
    if not patient.birth_date:  # nothing to know her by
        return "answered_call", {}
    if _may_stand_in_a_message(message):
        return "answered_in_full", {"words": message.body.strip()}
    link = reverse("inbox:answer", args=[_made(message)])
    return "answered_link", {"link": link, "sms_link": link}


def _may_stand_in_a_message(message: Message) -> bool:
    words = message.body.strip()
    if message.files or not settings.ANSWERS_IN_FULL or message.patient.phone_is_shared or len(words) > LONGEST_IN_FULL:
        return False
    spoken = {message.patient.language, "en"}
    return not [one for language in spoken for one in health_details(words, language)]


def _made(message: Message) -> str:
    """The key to this answer; only its signature opens it, and it is nowhere kept."""
    record("answerlink.made", AnswerLink(patient=message.patient, message=message), by=HOUSE)
    return _text(message.pk.bytes) + _text(_signed(message.pk))


def link_by(key: str) -> AnswerLink:
    """The answer whose link carries this key, while it opens."""
    try:
        pk = uuid.UUID(bytes=base64.urlsafe_b64decode(f"{key[:22]}=="))
    except (binascii.Error, ValueError):
        raise _unknown() from None
    good = hmac.compare_digest(_text(_signed(pk)).encode(), key[22:].encode())
    links = AnswerLink.objects.select_related("message__conversation", "patient__merged_into")
    found = links.filter(message=pk, label=Label.NONE).first() if good else None
    if found is None or now() - found.message.due_at > OPENS_FOR or hers(found).deceased_on:
        raise _unknown()
    return found


def hers(link: AnswerLink) -> Patient:
    """Whose it is, as she is known now."""
    return link.patient.merged_into or link.patient


def hand_of(link: AnswerLink) -> Outside:
    return Outside("answer_link", str(link.message_id))


@transaction.atomic
def knock(link: AnswerLink, *, family_name: str, birth_date: date) -> bool:
    """Whether who opened the link knows whose it is. Wrong answers shut it for a while, and too many for good."""
    link = AnswerLink.objects.select_for_update(of=("self",)).select_related("patient__merged_into").get(pk=link.pk)
    if link.misses >= MOST_TRIES or (link.shut_until and link.shut_until > now()):
        raise Refusal(_("There were too many wrong tries. Try again in 15 minutes, or call us."), rule="shut")
    patient = hers(link)
    if plain(family_name) == plain(patient.family_name) and birth_date == patient.birth_date:
        return True
    link.misses += 1
    link.shut_until = now() + SHUT_FOR if link.misses % TRIES == 0 else None
    record("answerlink.not_known", link, by=hand_of(link))
    return False


@transaction.atomic
def opened(link: AnswerLink) -> list[Message]:
    """She reads our answer, and what was written in that conversation since; that she has read it is noted, once."""
    conversation = link.message.conversation
    assert conversation
    since = list(conversation.messages.in_order().filter(due_at__gte=link.message.due_at).select_related("screening"))
    if any(one.read_at is None for one in since if one.way == Way.OUT):
        held = Conversation.objects.select_for_update().get(pk=conversation.pk)
        for one in since:
            if one.way == Way.OUT and one.read_at is None:
                one.read_at = now()
                record("message.read", one, by=hand_of(link))
                held.unread_for_patient -= 0 if one.template else min(1, held.unread_for_patient)
        record("conversation.read", held, by=hand_of(link))
    return since


def files_of(link: AnswerLink) -> EnclosureQuerySet:
    """The files that go with what is read by this link."""
    conversation, since = link.message.conversation_id, link.message.due_at
    read = Enclosure.objects.filter(message__conversation=conversation, message__due_at__gte=since, is_nobodys=False)
    return read.filter(message__is_unsure=False).here()


def _unknown() -> Refusal:
    return Refusal(_("This link does not work. Perhaps a part of it is missing. You can also call us."), missing=True)


def _signed(pk: uuid.UUID) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"answer link:" + pk.bytes, hashlib.sha256).digest()[:12]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
