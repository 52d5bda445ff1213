"""That somebody has looked at her own week. What it weighs is counted anew each time, and kept nowhere."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bedside.hours.clock import now
from bedside.journal.models import Record


class OwnWeek(Record):
    """She has said that she saw what a week that is over weighed for her: from then on her lead may see it too."""

    who_id: uuid.UUID
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    week = models.DateField()  # its Monday, on the clinic's wall
    opened_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["who", "week"],
                name="one_own_week_of_each",
                violation_error_message=_("Someone else has just changed this. Please look again."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.week:%Y-%m-%d}"

    def topics(self) -> list[str]:
        return []
