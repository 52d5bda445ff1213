"""What we say about a case among ourselves: notes, who is asked to look, and who has it open at this moment."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.journal.models import Record
from bedside.people.models import topic_of
from bedside.teams.models import teams_of

from .cases import Case

STILL_THERE = timedelta(seconds=45)  # the page says every twenty that it is open
STILL_TYPING = timedelta(seconds=12)


class OfCase(Record):
    """Something that belongs to a case: it is about the same patient, and as confidential."""

    case_id: uuid.UUID
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def about_patient(self) -> uuid.UUID | None:
        return self.case.patient_id

    @property
    def about_label(self) -> str:
        return self.case.label

    def topics(self) -> list[str]:
        return ["inbox:confidential" if self.case.label else "inbox", f"case:{self.case_id}"]


class Note(OfCase):
    """What one of us writes for the others. It is never sent to the patient; that it was written is in her audit."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=200)
    words = models.TextField(max_length=4_000)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="note_by_case")]


class Why(models.TextChoices):
    NAMED = "named", _("A colleague asks you to look")
    HALF = "50", _("Half of the time is gone")
    MOST = "80", _("Four fifths of the time are gone")
    OVER = "100", _("The time is over")
    UNOPENED = "unopened", _("Nobody has opened it")
    PROMISE = "promise", _("A promise was not kept")
    SLOW = "slow", _("A hand-over waits for an answer")
    HANDED = "handed", _("Handed to your team")
    DECLINED = "declined", _("Your team gets it back")
    HELD = "held", _("An answer was not sent")


class NudgeQuerySet(models.QuerySet["Nudge"]):
    def waiting(self) -> Self:
        return self.filter(seen_at=None)

    def of(self, user: User) -> Self:
        """Those to this person by name, or to a team they work in."""
        return self.filter(Q(to=user) | Q(to=None, team__in=teams_of(user)))


class Nudge(OfCase):
    """Somebody of ours, or a team, is asked to look at a case, and why. It waits until they have."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    team = models.CharField(max_length=20, blank=True)
    why = models.CharField(max_length=10, choices=Why.choices)
    at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case"], name="nudge_waiting", condition=Q(seen_at=None))]


class ThereQuerySet(models.QuerySet["There"]):
    def beside(self, case: Case, user: User) -> Self:
        """Who else has it open at this moment."""
        here = self.filter(case=case, at__gte=now() - STILL_THERE).exclude(user=user)
        return here.select_related("user").order_by("user__name", "pk")


class There(models.Model):
    """Somebody of ours has a case open, or types an answer to it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
    typing_at = models.DateTimeField(null=True)

    objects = ThereQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="one_seat_beside_a_case")]
        indexes = [models.Index(fields=["at"], name="there_by_time")]

    @property
    def is_typing(self) -> bool:
        return self.typing_at is not None and self.typing_at >= now() - STILL_TYPING


class Does(models.TextChoices):
    CALL = "call", _("call you")
    WRITE = "write", _("write to you")
    SEND = "send", _("send you what you need")
    LOOK = "look", _("look into it")


class VowQuerySet(models.QuerySet["Vow"]):
    def standing(self) -> Self:
        """Those that are neither kept nor taken back."""
        return self.filter(kept_at=None, taken_back_at=None)

    def ringing(self) -> Self:
        return self.standing().filter(rung_at=None, due_at__lte=now())


class Vow(OfCase):
    """We told her that we will do something by a day. She sees it made, and kept."""

    does = models.CharField(max_length=10, choices=Does.choices)
    due_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=now)
    kept_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_because = models.CharField(max_length=200, blank=True)
    rung_at = models.DateTimeField(null=True, blank=True)

    objects = VowQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "made_at"], name="vow_by_case"),
            models.Index(fields=["due_at"], name="vow_standing", condition=Q(kept_at=None, taken_back_at=None)),
        ]

    @property
    def is_standing(self) -> bool:
        return self.kept_at is None and self.taken_back_at is None

    @property
    def is_late(self) -> bool:
        return self.is_standing and self.due_at < now()

    def topics(self) -> list[str]:
        """She sees it, too."""
        hers = [topic_of(self.case.patient_id, self.case.label)] if self.case.patient_id else []
        return [*super().topics(), *hers]
