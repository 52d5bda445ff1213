"""What a patient answered when we asked whether we had explained it well: once for each summary."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from bedside.access.models import PATIENT_SIDE, TREATING, User
from bedside.hours.clock import now
from bedside.people.models import AboutPatient, AboutPatientQuerySet, Scope

from .summary import Summary
from .understood import Kind, worded

ASKED_FOR = timedelta(days=30)  # after the signing; whoever calls later finds another life


class Outcome(models.TextChoices):
    RIGHT = "right", _("Clear")
    WRONG = "wrong", _("Not clear")
    UNSURE = "unsure", _("Not sure")


class TeachBackQuerySet(AboutPatientQuerySet["TeachBack"]):
    def visible_to(self, user: User) -> Self:
        """Hers, her carers' who may see results, and of staff those who treat: it says what is in the summary."""
        found = super().visible_to(user)
        return found if user.acting_as in PATIENT_SIDE | TREATING else self.none()


class TeachBack(AboutPatient):
    """Her answers, each with what it was about and whether it was what the summary says."""

    carers_need: ClassVar[str] = Scope.RESULTS

    summary_id: uuid.UUID
    summary = models.ForeignKey(Summary, models.PROTECT, related_name="+")
    summary_version = models.PositiveIntegerField()  # the words she had read
    answers: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)  # kind, subject, said, outcome
    unclear = models.BooleanField(default=False)  # something was wrong, or she was not sure
    by_carer = models.BooleanField(default=False)
    at = models.DateTimeField(default=now)
    call_by = models.DateTimeField(null=True, blank=True)  # until then one of us calls

    objects = TeachBackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["summary"],
                name="asked_once_per_summary",
                violation_error_message=_("These questions are answered already. Thank you."),
            )
        ]

    @property
    def about_visit(self) -> uuid.UUID | None:
        return self.summary.about_visit

    @property
    def shown(self) -> list[dict[str, Any]]:
        """The answers in words."""
        return [
            one
            | {
                "about": one["subject"] or Kind(one["kind"]).label,
                "words": worded(one["said"]),
                "how": Outcome(one["outcome"]).label,
            }
            for one in self.answers
        ]
