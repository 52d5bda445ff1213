"""Where somebody who cares for others is reached herself."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bedside.journal.models import Record

from .wishes import Wishes


class CarerWays(Wishes, Record):
    """A carer's own addresses and wishes, never those of the patient. One row for all for whom she cares."""

    carer = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ways")
    phone = models.CharField(max_length=30, blank=True)  # as the whole world writes it
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, default="en")
    zone = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone"], name="carer_by_phone"),
            models.Index(fields=["email"], name="carer_by_email"),
        ]
