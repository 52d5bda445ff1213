"""When somebody who works here is away."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bedside.journal.models import Record
from bedside.people.models import StaffMember


class LeaveQuerySet(models.QuerySet["Leave"]):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(ended_at=None)

    def touching(self, start: datetime, end: datetime) -> Self:
        return self.standing().filter(starts_at__lt=end, ends_at__gt=start)

    def to_come(self, moment: datetime) -> Self:
        """Those that are not over, soonest first."""
        return self.standing().filter(ends_at__gt=moment).order_by("starts_at", "id").select_related("staff_member")


class Leave(Record):
    """Somebody is away from then until then. Why is nobody's business; patients are told no more than a new time."""

    staff_member = models.ForeignKey(StaffMember, models.PROTECT, related_name="leave")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # she is there after all

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "leave"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="leave_ends_after_it_starts",
                violation_error_message=_("Leave must end after it begins."),
            )
        ]
        indexes = [models.Index(fields=["staff_member", "starts_at"], name="leave_by_staff")]
