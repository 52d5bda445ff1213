"""What was written, by the words in it: SQLite and PostgreSQL each search it with their own index."""

from __future__ import annotations

import re
import unicodedata
import uuid
from typing import Self

from django.db import connection, models
from django.db.models.expressions import RawSQL

from bedside.hours.clock import now
from bedside.inbox.models import Chat, Conversation

MOST_WORDS = 8
IN_SQLITE = "SELECT rowid FROM cases_words_fts WHERE cases_words_fts MATCH %s"
IN_POSTGRESQL = "SELECT id FROM cases_words WHERE to_tsvector('simple', text) @@ to_tsquery('simple', %s)"


def plain(text: str) -> str:
    """Small letters without accents: what somebody types on any keyboard finds what was written on another."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


class WordsQuerySet(models.QuerySet["Words"]):
    def saying(self, asked: str) -> Self:
        """Those in which each of these words stands, or begins a word that stands there."""
        words = re.findall(r"\w+", plain(asked))[:MOST_WORDS]
        if not words:
            return self.none()
        if connection.vendor == "postgresql":
            return self.filter(pk__in=RawSQL(IN_POSTGRESQL, [" & ".join(f"{word}:*" for word in words)]))
        return self.filter(pk__in=RawSQL(IN_SQLITE, [" ".join(f'"{word}"*' for word in words)]))


class Words(models.Model):
    """What one message, line of a chat or note says, as it is searched. Who may find it, its cases say."""

    source_id = models.UUIDField(unique=True)
    conversation_id: uuid.UUID | None
    conversation = models.ForeignKey(Conversation, models.CASCADE, null=True, related_name="+")
    chat_id: uuid.UUID | None
    chat = models.ForeignKey(Chat, models.CASCADE, null=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, null=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=now)

    objects = WordsQuerySet.as_manager()
