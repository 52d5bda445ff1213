"""What a visit may need besides a clinician: a room, a device, an interpreter."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.directory.models import Place, VisitType
from bedside.hours.clock import now
from bedside.journal.models import Record
from bedside.people.models import AboutPatient, AboutPatientQuerySet, Sex


class Means(models.TextChoices):
    """The kinds of resources there are."""

    ROOM = "room", _("Room")
    DEVICE = "device", _("Device")
    INTERPRETER = "interpreter", _("Interpreter")


class ResourceQuerySet(models.QuerySet["Resource"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_staff_member else self.none()

    def in_use(self) -> Self:
        return self.filter(is_open=True)

    def in_order(self) -> Self:
        return self.select_related("place").order_by("kind", "name", "id")


class Resource(Record):
    """One room, device or interpreter. Its time is taken in the same cells as a clinician's."""

    kind = models.CharField(max_length=12, choices=Means.choices)
    what = models.CharField(max_length=60, blank=True)  # of a device: "ultrasound"
    name = models.CharField(max_length=100)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")  # none: anywhere
    hours = models.JSONField(default=dict, blank=True)  # as a place's opening; empty: whenever somebody works
    languages = models.JSONField(default=list, blank=True)  # of an interpreter: ["es", "pl"]
    modes = models.JSONField(default=list, blank=True)  # in which she interprets; empty: in all
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)  # some patients wish for one
    out = models.JSONField(default=list, blank=True)  # out of use: [["2026-11-30T09:00:00+00:00", "…", "why"], …]
    is_open = models.BooleanField(default=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind", "name"],
                condition=Q(is_open=True),
                name="one_resource_of_a_name",
                violation_error_message=_("There is one of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def spans_out(self) -> list[tuple[datetime, datetime, str]]:
        """From when until when it cannot be had, and why; the soonest first."""
        read = datetime.fromisoformat
        return sorted((read(begins), read(ends), str(because)) for begins, ends, because in self.out)

    def is_out(self, start: datetime, end: datetime) -> bool:
        return any(begins < end and ends > start for begins, ends, _because in self.spans_out())


class Need(Record):
    """A kind of visit cannot be without this."""

    visit_type = models.ForeignKey(VisitType, models.PROTECT, related_name="needs")
    kind = models.CharField(max_length=12, choices=Means.choices)
    what = models.CharField(max_length=60, blank=True)
    is_ended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit_type", "kind", "what"],
                condition=Q(is_ended=False),
                name="each_need_once",
                violation_error_message=_("This kind of visit needs that already."),
            )
        ]


class DeclinedQuerySet(AboutPatientQuerySet["Declined"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)


class Declined(AboutPatient):
    """She was offered an interpreter, knows what that means, and wishes for none. Why, in her words."""

    since = models.DateTimeField(default=now)
    said = models.CharField(max_length=400)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DeclinedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "declined"
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(ended_at=None),
                name="declined_once",
                violation_error_message=_("This is noted already."),
            )
        ]
