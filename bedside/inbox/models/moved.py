"""That a message stood with the wrong person, and where it went: for both journals, and for going back."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from bedside.hours.clock import now
from bedside.journal.models import Record
from bedside.people.models import Label, Patient, topic_of

from .messages import Conversation, Message


class MovedQuerySet(models.QuerySet["Moved"]):
    def standing(self) -> Self:
        return self.filter(taken_back_at=None)

    def about(self, talks: list[uuid.UUID]) -> Self:
        """What came into these conversations, or was taken out of them."""
        return self.filter(Q(from_talk__in=talks) | Q(to_talk__in=talks))


class Moved(Record):
    """One message, taken from one record and given to another, or to nobody; by whom, when and why."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="+")
    from_patient = models.ForeignKey(Patient, models.PROTECT, null=True, related_name="+")
    from_talk = models.ForeignKey(Conversation, models.PROTECT, null=True, related_name="+")
    to_patient = models.ForeignKey(Patient, models.PROTECT, null=True, related_name="+")
    to_talk = models.ForeignKey(Conversation, models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=20, choices=Label.choices, default=Label.NONE, blank=True)
    because = models.CharField(max_length=200)
    fits = models.JSONField(default=list, blank=True)  # which things of the right person were seen to fit
    stood = models.JSONField(default=dict, blank=True)  # what stood in the message before: author, unsure, about_id
    astray = models.JSONField(default=list, blank=True)  # our answers to it that the wrong person got
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = MovedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["message"], name="moved_by_message"),
            models.Index(fields=["from_talk"], name="moved_out_of"),
            models.Index(fields=["to_talk"], name="moved_into"),
        ]

    @property
    def about_patient(self) -> uuid.UUID | None:
        """She from whose record it was taken; the message's own line tells the other one's journal."""
        return self.from_patient.pk if self.from_patient else self.to_patient.pk if self.to_patient else None

    @property
    def about_label(self) -> str:
        return self.label

    def topics(self) -> list[str]:
        hers = [topic_of(one.pk, self.label) for one in (self.from_patient, self.to_patient) if one]
        return [*hers, "inbox:confidential" if self.label else "inbox"]

    @property
    def sent_to(self) -> str:
        """Whom our answers reached."""
        return str(self.from_patient) if self.from_patient else ""
