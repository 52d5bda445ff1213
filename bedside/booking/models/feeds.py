"""The private address at which somebody who works here reads her visits in a calendar of her own."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.journal.models import Record
from bedside.people.models import StaffMember


class FeedQuerySet(models.QuerySet["Feed"]):
    def visible_to(self, user: User) -> Self:
        """Only her own: whoever knows an address reads what it tells."""
        return self.filter(staff_member__login=user)

    def standing(self) -> Self:
        """Those whose address still answers."""
        return self.filter(ended_at=None)


class Feed(Record):
    """One address. A new one ends the one before, so that whoever was given the old one reads nothing more."""

    staff_member = models.ForeignKey(StaffMember, models.PROTECT, related_name="feeds")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff_member"],
                condition=Q(ended_at=None),
                name="one_calendar_address_each",
                violation_error_message=_("Your calendar has an address already. Please look again."),
            )
        ]
