"""Keeping what was written so that it is found: each message, line of a chat and note once."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from bedside.inbox.models import ChatLine, Message
from bedside.journal.models import Entry

from .models import Words, plain

AT_ONCE = 1000  # of those that an import brought, in one go


def keep_message(entry: Entry) -> None:
    """What she wrote, or one of us answered, is found from now on. What the house says by itself is not searched."""
    message = Message.objects.select_related("conversation").filter(pk=entry.subject_id).first()
    if message is not None and not message.is_automatic:
        _keep(message)


def _keep(message: Message) -> None:
    if message.conversation is not None:
        told = f"{message.conversation.subject} {message.author} {message.body}"
        keep(message.pk, told, conversation_id=message.conversation_id, at=message.due_at)


def keep_line(entry: Entry) -> None:
    line = ChatLine.objects.get(pk=entry.subject_id)
    if not line.is_automatic:
        keep(line.pk, f"{line.author} {line.body}", chat_id=line.chat_id, at=line.due_at)


@transaction.atomic
def keep(source: uuid.UUID, text: str, **about: Any) -> None:
    """Keep the words of one thing; told twice, they are kept once."""
    kept, fresh = Words.objects.get_or_create(source_id=source, defaults={"text": plain(text), **about})
    if fresh and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cases_words_fts WHERE rowid = %s", [kept.pk])
            cursor.execute("INSERT INTO cases_words_fts (rowid, text) VALUES (%s, %s)", [kept.pk, kept.text])


def catch_up() -> int:
    """What came in by import tells nobody: it is found from now on, too."""
    known = Words.objects.filter(source_id=OuterRef("pk"))
    written = Message.objects.filter(template="").exclude(conversation=None).filter(~Exists(known))
    fresh = list(written.select_related("conversation")[:AT_ONCE])
    for message in fresh:
        _keep(message)
    return len(fresh)
