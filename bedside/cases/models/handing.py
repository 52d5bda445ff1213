"""Handing a case from one team to another: asked, accepted or declined, each with a clock of its own."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.hours.clock import now
from bedside.people.models import topic_of
from bedside.teams.models import Team

from .talk import OfCase


class Handed(models.TextChoices):
    ASKED = "asked", _("Asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")


class HandoffQuerySet(models.QuerySet["Handoff"]):
    def waiting(self) -> Self:
        return self.filter(state=Handed.ASKED)

    def ringing(self) -> Self:
        return self.waiting().filter(rung_at=None, due_at__lte=now())


class Handoff(OfCase):
    """One team asks another to go on with a case. Until that is accepted, whoever had it has it."""

    from_team = models.CharField(max_length=20, choices=Team.choices)
    to_team = models.CharField(max_length=20, choices=Team.choices)
    what = models.CharField(max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()  # by when the other team says yes or no, in its own hours
    state = models.CharField(max_length=10, choices=Handed.choices, default=Handed.ASKED)
    said_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True)
    rung_at = models.DateTimeField(null=True, blank=True)

    objects = HandoffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="asked"),
                name="one_handoff_at_a_time",
                violation_error_message=_("A team was asked already. Wait for its answer."),
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="handoff_waiting", condition=Q(state="asked"))]

    def topics(self) -> list[str]:
        """She sees who has her question, too."""
        hers = [topic_of(self.case.patient_id, self.case.label)] if self.case.patient_id else []
        return [*super().topics(), *hers]
