"""Screens that belong to the clinic and to nobody who signs in; and one person's minute at a kiosk."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.hands import Outside
from bedside.journal.models import Record
from bedside.people.models import Label, Patient
from bedside.triage.models import Screening
from bedside.visits.models import Visit

CODE_LASTS = timedelta(minutes=10)
SEEN_AGAIN_AFTER = timedelta(minutes=1)  # so that not every refresh writes


class Kind(models.TextChoices):
    DISPLAY = "display", _("Waiting-room screen")
    KIOSK = "kiosk", _("Check-in kiosk")


class DeviceQuerySet(models.QuerySet["Device"]):
    def let_in(self) -> Self:
        """Those that may knock: a code was typed there, and nobody has shut them out since."""
        return self.filter(revoked_at=None).exclude(digest=None)

    def standing(self) -> Self:
        """Those that are at work or expected, by place and name."""
        return self.filter(revoked_at=None).select_related("place", "paired_by", "seen").order_by("place__name", "name")


class Device(Record):
    """A screen or a kiosk of ours. It is no person: it knocks with a secret of its own, and only at its own doors."""

    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    place_id: uuid.UUID
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, null=True, blank=True, unique=True)  # of its secret; None: not yet there
    paired_at = models.DateTimeField(null=True, blank=True)
    paired_by = models.ForeignKey(  # whoever made the code; nobody in the demo
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DeviceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def hand(self) -> Outside:
        """By whose hand the journal says something was done here."""
        return Outside("device", str(self.pk))

    @property
    def home(self) -> str:
        return reverse("wall:kiosk" if self.kind == Kind.KIOSK else "wall:display")

    @property
    def last_seen(self) -> datetime | None:
        found: Seen | None = getattr(self, "seen", None)  # paired a moment ago, it may not have asked for anything yet
        return found.at if found else None


class Seen(models.Model):
    """When a screen last asked for anything, to the minute."""

    device = models.OneToOneField(Device, models.CASCADE, related_name="seen")
    at = models.DateTimeField(default=now)


class PairingCode(models.Model):
    """A code that lets one screen in, once. Only its digest is kept; it is gone once it was used."""

    device = models.OneToOneField(Device, models.CASCADE, related_name="code")
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=20)  # wrong codes typed anywhere while this one stands


class Tries(models.Model):
    """How often something was guessed wrong: at one screen, or about one person. Counted before it is looked at."""

    key = models.CharField(max_length=80, unique=True)
    count = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(default=now)
    shut_until = models.DateTimeField(null=True)


class Outcome(models.TextChoices):
    NONE = "", _("Still at it")
    CHECKED_IN = "checked_in", _("Checked in")
    DESK = "desk", _("Sent to the front desk")
    LEFT = "left", _("Left")


class TurnQuerySet(models.QuerySet["Turn"]):
    def at(self, device: Device) -> Turn | None:
        """Whose turn it is at this kiosk; nobody's once its time is over."""
        return (
            self.filter(device=device, ended_at=None, until__gt=now())
            .select_related("device", "patient", "screening")
            .first()
        )


class Turn(Record):
    """One person in front of a kiosk, for as long as its page stands. Only that kiosk shows it, and only then."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="turns")
    language = models.CharField(max_length=10)
    began_at = models.DateTimeField(default=now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    misses = models.PositiveSmallIntegerField(default=0)
    patient_id: uuid.UUID | None
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, blank=True, related_name="+")
    known_by = models.CharField(max_length=60, blank=True)  # which two things she told us: "birth_date, family_name"
    label = models.CharField(max_length=20, choices=Label.choices, default=Label.NONE, blank=True)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="+")
    screening = models.ForeignKey(
        Screening, models.PROTECT, null=True, blank=True, related_name="+"
    )  # of her own words
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.NONE, blank=True)

    objects = TurnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device"],
                condition=Q(ended_at=None),
                name="one_turn_at_a_kiosk",
                violation_error_message=_("Somebody has just begun here. Please start again."),
            )
        ]

    @property
    def about_patient(self) -> uuid.UUID | None:
        return self.patient_id

    @property
    def about_label(self) -> str:
        return self.label
