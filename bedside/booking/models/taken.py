"""Who and what is taken, five minutes by five minutes: the one truth about time."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.hours.clock import now

CELL = timedelta(minutes=5)
TAKEN = _("That time has just been taken. Please choose another.")
BY_ONE_THING = (
    Q(appointment__isnull=False, hold=None)
    | Q(appointment=None, hold__isnull=False)
    | Q(appointment=None, hold=None, slot__isnull=False)
)


class TakenQuerySet(models.QuerySet["Taken"]):
    def still(self) -> Self:
        """Without what was kept for some minutes that are over."""
        return self.filter(Q(until=None) | Q(until__gt=now()))


class Taken(models.Model):
    """Five minutes of somebody's or something's time. The database lets nobody be in two places at once.

    A seat in a group is a resource too (seats.py). The clinician of a group is taken by the group's own time, once.
    """

    resource = models.UUIDField()  # a clinician, a room, a device, an interpreter, a seat, and the patient too
    at = models.DateTimeField()
    appointment = models.ForeignKey("booking.Appointment", models.CASCADE, null=True, related_name="cells")
    hold = models.ForeignKey("booking.Hold", models.CASCADE, null=True, related_name="cells", db_index=False)
    slot = models.ForeignKey("booking.Slot", models.CASCADE, null=True, related_name="cells", db_index=False)
    until = models.DateTimeField(null=True)  # kept no longer than that

    objects = TakenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "at"], name="nobody_in_two_places", violation_error_message=TAKEN
            ),
            models.CheckConstraint(condition=BY_ONE_THING, name="taken_by_one_thing", violation_error_message=TAKEN),
        ]
        indexes = [  # few rows have one of these, and most writing is of rows that have none
            models.Index(fields=["slot", "at"], name="taken_in_group", condition=Q(slot__isnull=False)),
            models.Index(fields=["hold"], name="taken_by_hold", condition=Q(hold__isnull=False)),
        ]
