"""Who and what is taken, five minutes by five minutes: the one truth about time."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

CELL = timedelta(minutes=5)
TAKEN = _("That time has just been taken. Please choose another.")


class Taken(models.Model):
    """Five minutes of somebody's or something's time. The database lets nobody be in two places at once."""

    resource = models.UUIDField()  # a clinician, a room, a device, and the patient too
    at = models.DateTimeField()
    appointment = models.ForeignKey("booking.Appointment", models.CASCADE, null=True, related_name="cells")
    offer = models.ForeignKey("booking.Offer", models.CASCADE, null=True, related_name="cells")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "at"], name="nobody_in_two_places", violation_error_message=TAKEN
            ),
            models.CheckConstraint(
                condition=Q(appointment=None) ^ Q(offer=None), name="taken_by_one_thing", violation_error_message=TAKEN
            ),
        ]
