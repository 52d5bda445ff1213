"""What is said in a chat on the web, without an account."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.journal.models import Record
from bedside.language.keys import without_keys
from bedside.people.models import ANYBODY_THERE
from bedside.triage.models import Screening

from .messages import Way

CHAT_IS_QUIET = timedelta(minutes=30)  # then it has ended


class ChatQuerySet(models.QuerySet["Chat"]):
    def visible_to(self, user: User) -> Self:
        """Staff who look after patients. Whoever wrote comes by the key, and by nothing else."""
        return self.all() if user.acting_as in ANYBODY_THERE else self.none()


class Chat(Record):
    """What somebody without an account and we write to each other on the web while both are there.

    Who she says she is, she says; nobody has checked it, and no record is tied to it.
    """

    digest = models.CharField(max_length=64, unique=True)  # of the key that her browser alone holds
    language = models.CharField(max_length=10, default="en")
    began_at = models.DateTimeField(default=now)
    last_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)
    said_name = models.CharField(max_length=200, blank=True)
    said_birth_date = models.DateField(null=True, blank=True)
    said_phone = models.CharField(max_length=30, blank=True)

    objects = ChatQuerySet.as_manager()

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and now() - self.last_at < CHAT_IS_QUIET

    def topics(self) -> list[str]:
        return ["inbox"]


class ChatLineQuerySet(models.QuerySet["ChatLine"]):
    def visible_to(self, user: User) -> Self:
        return self.all() if user.acting_as in ANYBODY_THERE else self.none()

    def in_order(self) -> Self:
        return self.order_by("due_at", "id")


class ChatLine(Record):
    """One thing that was said in a chat."""

    is_unsure: ClassVar[bool] = False  # who writes in a chat is checked by nobody, and the case says so

    chat = models.ForeignKey(Chat, models.PROTECT, related_name="lines")
    way = models.CharField(max_length=3, choices=Way.choices)
    author = models.CharField(max_length=200, blank=True)
    template = models.CharField(max_length=60, blank=True)
    body = models.TextField(max_length=20_000)
    screening = models.ForeignKey(Screening, models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(default=now)  # when it was said, named as a message's is

    objects = ChatLineQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["chat", "due_at"], name="line_by_chat")]

    @property
    def shown(self) -> str:
        return without_keys(self.body)

    @property
    def is_from_patient(self) -> bool:
        return self.way == Way.IN

    @property
    def is_automatic(self) -> bool:
        return bool(self.template)

    def topics(self) -> list[str]:
        return ["inbox"]


class ChatCount(models.Model):
    """How much was written in chats within the hour: from one network, and in all, each as a keyed digest."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["since"], name="chat_count_by_time")]
