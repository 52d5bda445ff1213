"""Who of us is given nothing new for a while, and until when. It never says why: that is hers."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bedside.hours.clock import now
from bedside.journal.models import Record


class RestKind(models.TextChoices):
    BREAK = "break", _("A break")
    TURNS = "turns", _("Somebody else takes the next")


class RestQuerySet(models.QuerySet["Rest"]):
    def running(self) -> Self:
        moment = now()
        return self.filter(begins_at__lte=moment, ends_at__gt=moment)


class Rest(Record):
    """From when until when new work goes to others."""

    who_id: uuid.UUID
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RestKind.choices)
    begins_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField()

    objects = RestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("begins_at")),
                name="a_rest_ends_after_it_begins",
                violation_error_message=_("Someone else has just changed this. Please look again."),
            )
        ]
        indexes = [models.Index(fields=["who", "-ends_at"], name="rest_by_person")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def topics(self) -> list[str]:
        return []
