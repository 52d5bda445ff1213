"""An e-mail came in, by whichever way: it is read, kept once, and given to whom it is for."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from bedside.journal.hands import Outside
from bedside.journal.models import Refusal

from . import receipts
from .enclosing import keep
from .incoming import Told, bare, from_nobody, take_in
from .letters import Letter, read
from .models import Channel, Message
from .strangers import answer_stranger
from .writers import OURS, writer_of


def hear_letter(raw: bytes, *, size: int = 0) -> None:
    """Take in an e-mail as it came over the wire; told again, also by another way, it changes nothing."""
    letter = read(raw, size=size, checked_by=settings.MAIL_CHECKED_BY)
    key = f"in:{Channel.EMAIL}:{letter.key}"
    if Message.everybodys.filter(key=key).exists():
        return
    try:
        with transaction.atomic():
            _hear(letter, key)
    except Refusal:  # told twice at this very moment; whatever else was refused is no answer to a letter
        if not Message.everybodys.filter(key=key).exists():
            raise


def _hear(letter: Letter, key: str) -> None:
    if _is_our_own(letter):
        return
    if letter.bounced:
        for name in letter.bounced:
            if ours := OURS.match(name.lower()):
                receipts.bounced(uuid.UUID(ours[1]))
        return
    writer = writer_of(letter)
    told = Told(
        Channel.EMAIL,
        letter.sender,
        letter.words,
        quoted=letter.quoted,
        subject=letter.subject,
        read_too=_to_be_read(letter, writer.answers),
        letter_id=letter.name,
        by_itself=letter.by_itself,
        unanswerable=letter.unanswerable,
        doubted=letter.doubted,
        is_vouched_for=bool(settings.MAIL_CHECKED_BY) and not letter.doubted,
        is_too_large=letter.is_too_large,
        files=len(letter.files),
    )
    if not writer.patients:
        answer = from_nobody(_with_its_sender(told, letter), key)
        if answer:
            answer_stranger(letter.sender, answer)
        return
    message = take_in(told, writer, key)
    keep(message, letter.files, by=Outside(message.channel, message.to[:200]))


def _to_be_read(letter: Letter, answers: Message | None) -> str:
    """Her subject is read for red flags too, unless it is the one that we wrote ourselves."""
    subject = bare(letter.subject)
    return "" if answers and subject == answers.subject else subject


def _with_its_sender(told: Told, letter: Letter) -> Told:
    """Whoever reads it must know whom to answer, and that something is missing."""
    added = ""
    if letter.files or letter.is_too_large:
        added = "\n" + _("Files came with this e-mail. We kept none.") + "\n"
    return replace(told, added=f"{added}\n{told.sender}")


def _is_our_own(letter: Letter) -> bool:
    """A letter of ours that came back to us in a circle."""
    ours = {settings.DEFAULT_FROM_EMAIL.casefold(), settings.MAIL_REPLY_TO.casefold()} - {""}
    return letter.sender in ours and not letter.bounced
