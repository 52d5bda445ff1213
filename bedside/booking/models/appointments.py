"""Appointments: the visits that fill the times, and what may become of each."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.directory.models import Place, Post, Service, VisitType
from bedside.hours.clock import now
from bedside.journal.models import Refusal
from bedside.people.models import ANYBODY_THERE, AboutPatient, AboutPatientQuerySet, StaffMember

from .slots import Slot
from .taken import TAKEN


class Status(models.TextChoices):
    BOOKED = "booked"
    ARRIVED = "arrived"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    NOSHOW = "noshow"


HOLDS_ITS_TIME = [Status.BOOKED, Status.ARRIVED, Status.FULFILLED]
MAY_BECOME = {
    Status.BOOKED: {Status.ARRIVED, Status.CANCELLED, Status.NOSHOW},
    Status.ARRIVED: {Status.FULFILLED, Status.CANCELLED},
    Status.NOSHOW: {Status.ARRIVED},  # she came after all
    Status.CANCELLED: {Status.BOOKED},  # by mistake, and the time is still free
}


class AppointmentQuerySet(AboutPatientQuerySet["Appointment"]):
    def visible_to(self, user: User) -> Self:
        """As every record about a patient; staff who have posts see the places where they work."""
        found = super().visible_to(user)
        if user.acting_as in ANYBODY_THERE:
            posts = Post.objects.filter(staff_member__login=user)  # whose last one ended does not see every place now
            return found.filter(place__in=posts.filter(ended=False).values("place")) if posts.exists() else found
        return found

    def holding(self) -> Self:
        return self.filter(status__in=HOLDS_ITS_TIME)

    def left_alone(self) -> Self:
        """Still to come, and whoever was to see her is away."""
        return self.filter(needs_new_time=True, status=Status.BOOKED, starts_at__gt=now())

    def in_order(self) -> Self:
        return self.select_related("patient", "staff_member", "place", "service", "visit_type").order_by("starts_at")


class Appointment(AboutPatient):
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="appointments")
    visit_type = models.ForeignKey(VisitType, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    staff_member = models.ForeignKey(StaffMember, models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.BOOKED)
    reason = models.CharField(max_length=1000, blank=True)  # why she comes, in her own words
    screening_id = models.UUIDField(null=True, blank=True)  # the screening that let her choose this time
    asked_at = models.DateTimeField(default=now)  # when she asked, so that demand that waited can be seen
    sequence = models.PositiveIntegerField(default=0)  # of the calendar file: counts its changes
    seat = models.PositiveSmallIntegerField(default=0)  # in a group; of one booked over another, 1
    overbooked_because = models.CharField(max_length=200, blank=True)
    series = models.UUIDField(null=True, blank=True)  # the same visit again and again
    bundle = models.UUIDField(null=True, blank=True)  # several visits one after the other, on one way
    needs_new_time = models.BooleanField(default=False)  # nobody is there for it: the front desk finds another
    confirmed_at = models.DateTimeField(null=True, blank=True)  # when she said that she will come
    cancelled_because = models.CharField(max_length=200, blank=True)
    left_unseen_at = models.DateTimeField(null=True, blank=True)  # she came, and left before anybody saw her

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "seat"],
                condition=Q(status__in=["booked", "arrived", "fulfilled"]),
                name="one_appointment_per_slot",
                violation_error_message=TAKEN,
            )
        ]
        indexes = [
            models.Index(fields=["patient", "starts_at"], name="appointment_by_patient"),
            models.Index(fields=["place", "starts_at"], name="appointment_by_place"),
            models.Index(fields=["staff_member", "starts_at"], name="appointment_by_staff"),
            models.Index(fields=["starts_at"], name="appointment_left_alone", condition=Q(needs_new_time=True)),
            models.Index(fields=["series"], name="appointment_by_series", condition=Q(series__isnull=False)),
            models.Index(fields=["bundle"], name="appointment_by_bundle", condition=Q(bundle__isnull=False)),
        ]

    @property
    def about_visit(self) -> uuid.UUID:
        return self.pk

    @property
    def zone(self) -> str:
        return self.place.zone

    def become(self, status: Status) -> None:
        if status not in MAY_BECOME.get(Status(self.status), set()):
            raise Refusal(_("That can no longer be done with this visit. Please look again."), rule="status")
        self.status = status

    def topics(self) -> list[str]:
        """The patient's screens and the place's day; neither is told what changed, nor with whom."""
        return [*super().topics(), f"place:{self.place_id}"]
