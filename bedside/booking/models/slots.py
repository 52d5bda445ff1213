"""Sessions, and the bookable times in them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import Mode, Place, Service
from bedside.hours.clock import now
from bedside.journal.ids import new_id
from bedside.journal.models import Record
from bedside.people.models import StaffMember

from .taken import Taken
from .templates import Template

A_DAY = timedelta(hours=24)
SAME_DAY = timedelta(hours=24)  # so long before it, a time held for the same day is for whoever asks


class Use(models.TextChoices):
    """What a time is held for, until it is released to whoever asks."""

    ANY = "", _("Anybody")
    SAME_DAY = "same_day", _("The same day")
    URGENT = "urgent", _("Urgent visits")
    FOLLOW_UP = "follow_up", _("Follow-up visits")


class Session(Record):
    """A stretch of somebody's working day given to one service at one place."""

    staff_member = models.ForeignKey(StaffMember, models.PROTECT, related_name="sessions")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    slot_minutes = models.PositiveSmallIntegerField()
    template = models.ForeignKey(Template, models.PROTECT, null=True, blank=True, related_name="sessions")
    day = models.DateField(null=True, blank=True)  # of the template: the day by the wall clock of the place
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
            models.UniqueConstraint(
                fields=["template", "day"],
                condition=Q(is_cancelled=False),
                name="one_session_of_a_template_a_day",
                violation_error_message=_("This template has been applied to that day already."),
            ),
        ]


class SlotQuerySet(models.QuerySet["Slot"]):
    def free(self, after: datetime | None = None, *, uses: Collection[str] = ()) -> Self:
        """Still to come, not closed, held for nothing but these uses, and nobody has taken the clinician's time in it.

        A group has free times while it has a seat.
        """
        coming = self.filter(starts_at__gt=after or now(), is_closed=False, is_full=False).open_to(uses)
        return coming.exclude(Exists(taken_by_others())).filter(Q(seats=1) | Q(seats__gt=_seated()))

    def of(self, resources: Iterable[uuid.UUID], start: datetime, end: datetime) -> Self:
        """Those of these clinicians that touch the time from start to end."""
        begun = start - A_DAY  # so that the index leads to them: no time is longer
        return self.filter(staff_member__in=resources, starts_at__gt=begun, starts_at__lt=end, ends_at__gt=start)

    def open_to(self, uses: Collection[str]) -> Self:
        """Held for nobody, for one of these uses, or released by now."""
        moment = now()
        todays = Q(held_for=Use.SAME_DAY, starts_at__lte=moment + SAME_DAY)
        return self.filter(Q(held_for__in=["", *uses]) | Q(release_at__lte=moment) | todays)

    def not_while_busy(self, patient: uuid.UUID, *, but: uuid.UUID | None = None) -> Self:
        """Without the times at which she is elsewhere already; `but` is the visit that would be moved."""
        hers = Taken.objects.still().filter(resource=patient, at__gte=OuterRef("starts_at"), at__lt=OuterRef("ends_at"))
        return self.exclude(Exists(hers.exclude(appointment=but) if but else hers))

    def until(self, limit: datetime | None) -> Self:
        """Those that start no later than an urgency allows; None allows any."""
        return self if limit is None else self.filter(starts_at__lte=limit)

    def in_order(self) -> Self:
        return self.with_its_people().order_by("starts_at", "id")

    def with_its_people(self) -> Self:
        """Many times share few clinicians and places, so these are read once each and not beside every time."""
        return self.prefetch_related("staff_member", "place", "service")


def taken_by_others() -> models.QuerySet[Taken]:
    """What else has taken the clinician's time of a slot: anything but the group that the slot itself is."""
    hers = Taken.objects.still().filter(
        resource=OuterRef("staff_member_id"), at__gte=OuterRef("starts_at"), at__lt=OuterRef("ends_at")
    )
    return hers.filter(Q(slot=None) | ~Q(slot=OuterRef("pk")))


def _seated() -> Coalesce:
    """How many seats of a group are taken."""
    there = Taken.objects.still().filter(slot=OuterRef("pk"), at=OuterRef("starts_at"))
    seats = there.exclude(resource=OuterRef("staff_member_id")).order_by().values("slot").annotate(many=Count("pk"))
    return Coalesce(Subquery(seats.values("many")), 0)


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
    minutes = models.PositiveSmallIntegerField()
    held_for = models.CharField(max_length=10, choices=Use.choices, default=Use.ANY, blank=True)
    release_at = models.DateTimeField(null=True, blank=True)  # from then on for whoever asks
    seats = models.PositiveSmallIntegerField(default=1)  # more than one: a group meets
    is_full = models.BooleanField(default=False)  # somebody's visit has it; what is free is still asked of the cells
    is_closed = models.BooleanField(default=False)
    closed_by = models.UUIDField(null=True, blank=True)  # the leave or the closure, so that it can be opened again

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
            models.Index(fields=["service", "starts_at"], name="slot_not_full", condition=Q(is_full=False)),
            models.Index(fields=["place", "starts_at"], name="slot_by_place"),
        ]

    def is_open_to(self, uses: Collection[str]) -> bool:
        """As `open_to`, of this one."""
        moment = now()
        released = self.release_at is not None and self.release_at <= moment
        todays = self.held_for == Use.SAME_DAY and self.starts_at <= moment + SAME_DAY
        return self.held_for in {"", *uses} or released or todays
