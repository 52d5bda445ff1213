"""What somebody without an account tells us while a time is kept for her. Thrown away within the hour."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from bedside.hours.clock import now
from bedside.triage.models import Screening

from .appointments import Appointment
from .holds import Hold


class GuestAsk(models.Model):
    """One guest on her way to a visit: the time kept for her, who she says she is, and the code she must type.

    Nothing here has been compared with any record before the code is right.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    screening = models.OneToOneField(Screening, models.PROTECT, related_name="+")
    guest = models.CharField(max_length=64)  # the token of her visit to the site
    hold = models.ForeignKey(Hold, models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField(null=True)
    channel = models.CharField(max_length=10, blank=True)  # how the code went: what it proves is kept, no more
    to = models.CharField(max_length=254, blank=True)
    code = models.CharField(max_length=64, blank=True)  # its keyed digest
    code_until = models.DateTimeField(null=True)
    tries_left = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True)
    visit = models.ForeignKey(Appointment, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    objects: ClassVar[models.Manager[GuestAsk]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["at"], name="guest_ask_by_time")]


class GuestCount(models.Model):
    """How often a code was asked for: from one network, by one browser, for one address, each as a keyed digest."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=now)

    objects: ClassVar[models.Manager[GuestCount]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["since"], name="guest_count_by_time")]
