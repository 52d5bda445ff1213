"""One call, or one talk at the desk: who it was, how surely, what it was about, what was promised."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import TREATING, User
from bedside.hours.clock import now
from bedside.journal.models import Record
from bedside.people.models import ANYBODY_THERE, Label, Patient

PROMISED = "talk:"  # begins the key of a case about what was promised
MISSED = "missed:"  # and of one about a call that nobody answered
SHORT = 5  # seconds: whoever hangs up sooner has not waited for us
WRITTEN_WITHIN = timedelta(minutes=15)  # what is written down later is no longer part of the work of that call
RINGS_AT_MOST = timedelta(minutes=30)  # a call of which we hear nothing more


class Way(models.TextChoices):
    PHONE = "phone", _("Phone call")
    IN_PERSON = "in_person", _("In person")


class Reason(models.TextChoices):
    VISIT = "visit", _("Getting or changing a visit")
    QUESTION = "question", _("A question about health")
    MEDICINE = "medicine", _("A medicine or a prescription")
    RESULT = "result", _("A result")
    MONEY = "money", _("Bills and costs")
    WAY = "way", _("The way here, opening times")
    OTHER = "other", _("Something else")


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: User) -> Self:
        """Whoever looks after patients; what is confidential, those who treat. Nobody else: managers see the counts."""
        if user.acting_as not in ANYBODY_THERE:
            return self.none()
        return self if user.acting_as in TREATING else self.filter(label=Label.NONE)

    def ringing(self) -> Self:
        """Nobody of ours has it yet, and it is not over."""
        recent = now() - RINGS_AT_MOST
        return self.filter(way=Way.PHONE, taken_by=None, ended_at=None, noted_at=None, rang_at__gte=recent)

    def to_write_down(self) -> Self:
        """Answered by somebody, and not a word of it written down yet."""
        return self.filter(noted_at=None).exclude(taken_by=None)


class Contact(Record):
    """What our telephone system told of it, and what whoever answered wrote down."""

    way = models.CharField(max_length=10, choices=Way.choices)
    key = models.CharField(max_length=100, null=True, blank=True)  # as our telephone system names the call
    number = models.CharField(max_length=30, blank=True)  # empty: withheld, or in person
    patient_id: uuid.UUID | None
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=20, choices=Label.choices, default=Label.NONE, blank=True)
    identified_by = models.JSONField(default=list, blank=True)  # what was asked and did fit
    caller = models.CharField(max_length=120, blank=True)  # who spoke, where it was not the patient

    rang_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    taken_by_id: uuid.UUID | None
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    said = models.TextField(max_length=4_000, blank=True)
    promised = models.CharField(max_length=150, blank=True)
    settled = models.BooleanField(default=False)  # as whoever answered thinks
    noted_at = models.DateTimeField(null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="one_contact_per_call",
                violation_error_message=_("This call is known already. Please look again."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=models.F("rang_at")),
                name="answered_after_it_rang",
                violation_error_message=_("A call is answered after it rings."),
            ),
        ]
        indexes = [
            models.Index(fields=["-rang_at"], name="contact_by_time"),
            models.Index(fields=["patient", "-rang_at"], name="contact_by_patient"),
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display() if self.reason else self.get_way_display())

    @property
    def about_patient(self) -> uuid.UUID | None:
        return self.patient_id

    @property
    def about_label(self) -> str:
        return self.label

    @property
    def is_measured(self) -> bool:
        """Whether the telephone system counted the seconds. What was typed in says nothing of a wait."""
        return self.key is not None

    @property
    def waited(self) -> float | None:
        """Seconds until somebody answered, or until the caller gave up."""
        until = self.answered_at or self.ended_at
        return (until - self.rang_at).total_seconds() if self.is_measured and until else None

    @property
    def was_abandoned(self) -> bool:
        return self.answered_at is None and self.ended_at is not None

    @property
    def seconds(self) -> float | None:
        """How long it took us: the talk, and writing it down where that followed."""
        if self.answered_at is None:
            return None
        over: datetime | None = self.ended_at or self.noted_at
        if over and self.noted_at and over <= self.noted_at <= over + WRITTEN_WITHIN:
            over = self.noted_at
        return (over - self.answered_at).total_seconds() if over else None

    @property
    def is_written_down(self) -> bool:
        return self.noted_at is not None

    def topics(self) -> list[str]:
        return ["desk", "calls"]
