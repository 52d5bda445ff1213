"""Templates: what somebody's week looks like, from which sessions are made."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.directory.models import Mode, Place, Service
from bedside.journal.models import Record
from bedside.people.models import StaffMember


class TemplateQuerySet(models.QuerySet["Template"]):
    def visible_to(self, user: User) -> Self:
        """Whoever works here may see who works when; nobody else has a use for it."""
        return self if user.is_staff_member else self.none()

    def standing(self) -> Self:
        return self.filter(is_ended=False)

    def in_order(self) -> Self:
        members = self.select_related("staff_member", "place", "service")
        return members.order_by("staff_member__family_name", "staff_member__given_name", "begins", "id")


class Template(Record):
    """On these weekdays somebody gives a service at a place, at these times.

    `lines` are the times of such a day in order: {"at": "09:00", "minutes": 20, "for": "", "hours": 0}, as pattern.py
    reads them. What lies between two lines is a break.
    """

    staff_member = models.ForeignKey(StaffMember, models.PROTECT, related_name="templates")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    name = models.CharField(max_length=100, blank=True)
    weekdays = models.JSONField(default=list)  # [0, 2] for Monday and Wednesday
    lines = models.JSONField(default=list)
    begins = models.TimeField()  # of the first line, so that a list can be in order
    seats = models.PositiveSmallIntegerField(default=1)  # more than one: a group meets
    applied = models.JSONField(default=list, blank=True)  # to which days: [["2026-11-30", "2026-12-06"], …]
    is_ended = models.BooleanField(default=False)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=100),
                name="template_has_a_seat",
                violation_error_message=_("A time has between 1 and 100 seats."),
            )
        ]

    def spans(self, first: date, last: date) -> list[tuple[date, date]]:
        """What it has been applied to, of these days."""
        kept = [(date.fromisoformat(begins), date.fromisoformat(ends)) for begins, ends in self.applied]
        return [(max(one[0], first), min(one[1], last)) for one in kept if one[0] <= last and one[1] >= first]

    @property
    def last_day(self) -> date | None:
        """The last day it has been applied to."""
        return max((date.fromisoformat(ends) for _begins, ends in self.applied), default=None)
