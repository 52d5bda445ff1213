"""Sessions, and the bookable times in them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import Mode, Place, Service
from bedside.hours.clock import now
from bedside.journal.ids import new_id
from bedside.journal.models import Record
from bedside.people.models import StaffMember

from .taken import Taken


class Session(Record):
    """A stretch of somebody's working day given to one service at one place."""

    staff_member = models.ForeignKey(StaffMember, models.PROTECT, related_name="sessions")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    slot_minutes = models.PositiveSmallIntegerField()
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("A session must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=5),
                name="slot_lasts_at_least_5_minutes",
                violation_error_message=_("A time lasts at least 5 minutes."),
            ),
        ]


class SlotQuerySet(models.QuerySet["Slot"]):
    def free(self, moment: datetime | None = None) -> Self:
        """Still to come, not closed, and no five minutes of the clinician's time in it are taken."""
        taken = Taken.objects.filter(
            resource=OuterRef("staff_member_id"), at__gte=OuterRef("starts_at"), at__lt=OuterRef("ends_at")
        )
        return self.filter(starts_at__gt=moment or now(), is_closed=False).exclude(Exists(taken))

    def not_while_busy(self, patient: uuid.UUID, *, but: uuid.UUID | None = None) -> Self:
        """Without the times at which she is elsewhere already; `but` is the visit that would be moved."""
        hers = Taken.objects.filter(resource=patient, at__gte=OuterRef("starts_at"), at__lt=OuterRef("ends_at"))
        return self.exclude(Exists(hers.exclude(appointment=but) if but else hers))

    def until(self, limit: datetime | None) -> Self:
        """Those that start no later than an urgency allows; None allows any."""
        return self if limit is None else self.filter(starts_at__lte=limit)

    def in_order(self) -> Self:
        return self.with_its_people().order_by("starts_at", "id")

    def with_its_people(self) -> Self:
        """Many times share few clinicians and places, so these are read once each and not beside every time."""
        return self.prefetch_related("staff_member", "place", "service")


class Slot(models.Model):
    """One bookable time of a session. It follows its session, so that it needs no history of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="slots")
    staff_member = models.ForeignKey(StaffMember, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="slots")
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_closed = models.BooleanField(default=False)

    objects = SlotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff_member", "starts_at"],
                name="one_slot_at_a_time",
                violation_error_message=_("There is another session at that time."),
            )
        ]
        indexes = [
            models.Index(fields=["service", "starts_at"], name="slot_by_service"),
            models.Index(fields=["place", "starts_at"], name="slot_by_place"),
        ]

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
