"""Times that are kept for a few minutes, while somebody fills in the rest."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.journal.models import Record
from bedside.people.models import AboutPatientQuerySet, Label, Patient, Scope, topic_of

from .slots import Slot

LASTS = timedelta(minutes=10)
AT_ONCE = (1, 2)  # so many at a time, by their numbers
TWO_KEPT = _("Two times are kept for you already. Please book one of them first.")


class HoldQuerySet(AboutPatientQuerySet["Hold"]):
    def visible_to(self, user: User) -> Self:
        """As everything about patients; a guest's are found by the token of her visit to the site, not by a login."""
        return super().visible_to(user).exclude(patient=None)

    def standing(self) -> Self:
        return self.filter(ended_at=None, until__gt=now())

    def run_out(self) -> Self:
        return self.filter(ended_at=None, until__lte=now())


class Hold(Record):
    """A time kept for one person for at most ten minutes. A guest's has no patient, only the token of her visit."""

    carers_need = Scope.APPOINTMENTS

    patient_id: uuid.UUID | None
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, blank=True, related_name="+")
    guest = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=20, choices=Label.choices, default=Label.NONE, blank=True)
    holder = models.UUIDField()  # the patient, or one made of the guest's token
    number = models.PositiveSmallIntegerField()
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="holds")
    visit_type = models.ForeignKey(VisitType, models.PROTECT, related_name="+")
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "number"],
                condition=Q(ended_at=None),
                name="two_holds_at_a_time",
                violation_error_message=TWO_KEPT,
            ),
            models.CheckConstraint(
                condition=Q(number__in=AT_ONCE), name="hold_is_one_of_two", violation_error_message=TWO_KEPT
            ),
        ]
        indexes = [models.Index(fields=["until"], name="hold_standing", condition=Q(ended_at=None))]

    @property
    def about_patient(self) -> uuid.UUID | None:
        return self.patient_id

    @property
    def about_label(self) -> str:
        return self.label

    def topics(self) -> list[str]:
        return [topic_of(self.patient_id, self.label)] if self.patient_id else []
