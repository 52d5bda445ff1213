"""Chats on the web with somebody who has no account: what she writes, what we answer, and when it has ended.

Whoever holds the key reads and writes; we keep its digest alone. What she says of herself is compared with nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.digests import keyed
from bedside.journal.hands import HOUSE, Outside
from bedside.journal.models import Refusal
from bedside.people.models import staff_name
from bedside.triage import actions as triage
from bedside.triage.models import CHAT, Screening
from bedside.wording import actions as wording
from bedside.wording.texts import text

from .models import Chat, ChatCount, ChatLine, Way
from .promises import promise

COUNTED_OVER = timedelta(hours=1)
MOST_FROM_A_NETWORK = {"begun": 20, "said": 300}  # in an hour; a family, a library and a ward share one
MOST_IN_ALL = {"begun": 600, "said": 6_000}


def new_key() -> str:
    """128 bits that nobody can guess."""
    return secrets.token_urlsafe(16)


def chat_by(key: str) -> Chat | None:
    """The chat to which this key belongs."""
    return Chat.objects.filter(digest=_digest(key)).first()


def hand_of(chat: Chat) -> Outside:
    """Whoever holds its key."""
    return Outside("chat", str(chat.pk))


@transaction.atomic
def begin(key: str, words: str, *, language: str, network: str) -> Chat | None:
    """Somebody writes to us from a web page. None where too much comes from there, and nothing is kept."""
    if not _may(network, "begun", "said"):
        return None
    chat = Chat(digest=_digest(key), language=language)
    record("chat.began", chat, by=hand_of(chat))
    _hear(chat, words, is_first=True)
    _count(network, "begun", "said")
    return chat


@transaction.atomic
def say(chat: Chat, words: str, *, network: str) -> bool:
    """She writes again. False where too much comes from there, and nothing is kept."""
    _as_it_stands(chat)
    if not chat.is_open or not _may(network, "said"):
        return False
    _goes_on(chat, "chat.continued", by=hand_of(chat))
    _hear(chat, words, is_first=False)
    _count(network, "said")
    return True


@transaction.atomic
def answer(chat: Chat, words: str, *, by: User) -> ChatLine:
    """Somebody of ours answers, by name."""
    _as_it_stands(chat)
    if not chat.is_open:
        raise Refusal(_("This chat has ended. An answer here would reach nobody."), rule="closed")
    _goes_on(chat, "chat.answered", by=by)
    line = ChatLine(chat=chat, way=Way.OUT, author=staff_name(by), body=words)
    record("chatline.answered", line, by=by)
    return line


@transaction.atomic
def say_who(chat: Chat, *, name: str, birth_date: date | None, phone: str, network: str) -> bool:
    """She says who she is and where we can call her. Nobody has checked it. False where too much comes from there."""
    _as_it_stands(chat)
    if not chat.is_open:
        raise Refusal(_("This chat has ended."), rule="closed")
    if (chat.said_name, chat.said_birth_date, chat.said_phone) == (name, birth_date, phone):
        return True
    if not _may(network, "said"):
        return False
    chat.said_name, chat.said_birth_date, chat.said_phone = name, birth_date, phone
    _goes_on(chat, "chat.said_who", by=hand_of(chat))
    _count(network, "said")
    return True


@transaction.atomic
def end(chat: Chat) -> None:
    """She goes; whoever sits there next reads nothing of it."""
    _as_it_stands(chat)
    if chat.ended_at is None:
        chat.ended_at = now()
        record("chat.ended", chat, by=hand_of(chat))


@transaction.atomic
def say_called(chat: Chat, screening: Screening) -> None:
    """She has called for help. Saying so again changes nothing."""
    _as_it_stands(chat)
    screening.refresh_from_db()
    if screening.called_at is None:
        triage.say_called(screening, by=hand_of(chat))


@transaction.atomic
def call_me(chat: Chat, screening: Screening, phone: str, *, network: str) -> bool:
    """It may be an emergency, and she cannot call: staff are told to call her, on this number.

    The first time nothing stands in her way; another number counts as one more word, and may be too much.
    """
    _as_it_stands(chat)
    screening.refresh_from_db()
    is_first = screening.cannot_call_at is None
    if not is_first and phone in {"", chat.said_phone}:
        return True
    if not is_first and not _may(network, "said"):
        return False
    if phone:
        chat.said_phone = phone
        record("chat.said_phone", chat, by=hand_of(chat))
    triage.say_cannot_call(screening, by=hand_of(chat), phone=phone)
    if not is_first:
        _count(network, "said")
    return True


def emergency_in(chat: Chat) -> Screening | None:
    """The emergency that stands in this chat, the newest."""
    read = Screening.objects.filter(guest=_guest(chat)).emergencies_standing()
    return read.order_by("-decided_at", "-id").first()


@transaction.atomic
def forget_counts() -> None:
    """Counts of what was written are thrown away after a day. Run by the clock."""
    old = ChatCount.objects.filter(since__lt=now() - timedelta(days=1)).order_by("key")
    free = old.select_for_update(skip_locked=True).values_list("pk", flat=True)
    ChatCount.objects.filter(pk__in=list(free)).delete()


def _hear(chat: Chat, words: str, *, is_first: bool) -> None:
    """Keep what she wrote, read for red flags at once; what may be an emergency goes the urgent way in the house."""
    by = hand_of(chat)
    screening = triage.begin(words, by=by, guest=_guest(chat), language=chat.language, channel=CHAT)
    line = ChatLine(chat=chat, way=Way.IN, body=words, screening=screening)
    cannot_wait = screening.is_emergency or screening.needs_a_person
    record("chatline.said_urgent" if cannot_wait else "chatline.said", line, by=by, level=screening.level)
    if screening.is_emergency:
        _answer_at_once(chat, "emergency")
    elif cannot_wait:
        _answer_at_once(chat, "chat_soon")
    elif is_first:
        _answer_at_once(chat, "chat_received", promise=promise(the_clinic(), chat.language))


def _answer_at_once(chat: Chat, name: str, **facts: Any) -> None:
    clinic = the_clinic()
    known = {"clinic": clinic.name, "phone": clinic.phone, "emergency": clinic.pack.emergency} | facts
    words = text(name, chat.language)
    body = words.fill("portal", known)
    line = ChatLine(chat=chat, way=Way.OUT, author=clinic.name, template=name, body=body)
    record("chatline.answered_at_once", line, by=HOUSE)
    wording.note_used([(line.pk, words.wording)])


def _goes_on(chat: Chat, verb: str, *, by: User | Outside) -> None:
    chat.last_at = now()
    record(verb, chat, by=by)


def _as_it_stands(chat: Chat) -> None:
    """Read it again and keep it for this transaction: two who write at the same moment are both heard."""
    chat.refresh_from_db(from_queryset=Chat.objects.select_for_update())


def _may(network: str, *kinds: str) -> bool:
    """Whether none of these is full. Locks nothing: of those who ask at the same moment a few too many may pass."""
    most = _most(network, kinds)
    running = ChatCount.objects.filter(key__in=most, since__gte=now() - COUNTED_OVER)
    return all(row.count < most[row.key] for row in running)


def _count(network: str, *kinds: str) -> None:
    """One more of each: last in a transaction, for everybody's rows stay locked until its end. All in one order."""
    for key in sorted(_most(network, kinds)):
        row, _is_new = ChatCount.objects.select_for_update().get_or_create(key=key)
        if now() - row.since > COUNTED_OVER:
            row.count, row.since = 0, now()
        row.count += 1
        row.save()


def _most(network: str, kinds: Iterable[str]) -> dict[str, int]:
    """How much may be written in an hour, by the digest under which it is counted."""
    here = {keyed("chat", kind, network): MOST_FROM_A_NETWORK[kind] for kind in kinds}
    return here | {keyed("chat", kind): MOST_IN_ALL[kind] for kind in kinds}


def _guest(chat: Chat) -> str:
    return f"chat:{chat.pk}"


def _digest(key: str) -> str:
    return keyed("chat key", key)
