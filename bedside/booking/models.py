"""Sessions and their slots, the appointments that fill them, and the people who wait for one."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.directory.models import Mode, Place, Post, Service, VisitType
from bedside.hours.clock import now
from bedside.journal.ids import new_id
from bedside.journal.models import Record, Refusal
from bedside.people.models import ANYBODY_THERE, AboutPatient, AboutPatientQuerySet, StaffMember
from bedside.triage.models import Screening

CELL = timedelta(minutes=5)
TAKEN = _("That time has just been taken. Please choose another.")
KEPT = _("We keep a time for this patient already.")


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
}


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


class AppointmentQuerySet(AboutPatientQuerySet["Appointment"]):
    def visible_to(self, user: User) -> Self:
        """As every record about a patient; staff who have posts see the places where they work."""
        found = super().visible_to(user)
        if user.acting_as in ANYBODY_THERE:
            posts = Post.objects.filter(staff_member__login=user, ended=False)
            return found.filter(place__in=posts.values("place")) if posts.exists() else found
        return found

    def holding(self) -> Self:
        return self.filter(status__in=HOLDS_ITS_TIME)

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
    cancelled_because = models.CharField(max_length=200, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot"],
                condition=Q(status__in=["booked", "arrived", "fulfilled"]),
                name="one_appointment_per_slot",
                violation_error_message=TAKEN,
            )
        ]
        indexes = [
            models.Index(fields=["patient", "starts_at"], name="appointment_by_patient"),
            models.Index(fields=["place", "starts_at"], name="appointment_by_place"),
            models.Index(fields=["staff_member", "starts_at"], name="appointment_by_staff"),
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


class WaitingQuerySet(AboutPatientQuerySet["Waiting"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)

    def suited_to(self, slot: Slot) -> Self:
        """Whom this slot would help and whom we have not asked about it, longest waiting first."""
        asked = Offer.objects.filter(waiting=OuterRef("pk"), slot=slot)
        deciding = Offer.objects.filter(waiting=OuterRef("pk"), answer=Answer.NONE)
        busy = Taken.objects.filter(resource=OuterRef("patient_id"), at__gte=slot.starts_at, at__lt=slot.ends_at)
        fitting = self.standing().filter(
            visit_type__service=slot.service_id,
            visit_type__mode=slot.mode,
            visit_type__minutes__lte=slot.minutes,
            not_before__lte=slot.starts_at,
            patient__deceased_on=None,
            patient__merged_into=None,
        )
        emergency = Screening.objects.emergencies_standing().filter(patient=OuterRef("patient"))
        fitting = fitting.exclude(Exists(emergency))
        fitting = fitting.filter(Q(not_after=None) | Q(not_after__gte=slot.starts_at))
        fitting = fitting.filter(
            Q(instead_of=None) | Q(instead_of__starts_at__gt=slot.starts_at, instead_of__status=Status.BOOKED)
        )
        return fitting.exclude(Exists(asked) | Exists(deciding) | Exists(busy)).order_by("since", "id")


class Waiting(AboutPatient):
    """Somebody would like an earlier time for a kind of visit."""

    visit_type = models.ForeignKey(VisitType, models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField(default=now)
    not_before = models.DateTimeField(default=now)
    not_after = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    screening_id = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "visit_type"],
                condition=Q(ended_at=None),
                name="one_place_on_the_waiting_list",
                violation_error_message=_("You are already on the waiting list for this."),
            )
        ]


class Answer(models.TextChoices):
    NONE = "", "No answer yet"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"  # the time to answer ran out
    WITHDRAWN = "withdrawn"


class OfferQuerySet(AboutPatientQuerySet["Offer"]):
    def standing(self) -> Self:
        return self.filter(answer=Answer.NONE, until__gt=now())

    def run_out(self) -> Self:
        return self.filter(answer=Answer.NONE, until__lte=now())


class Offer(AboutPatient):
    """A time kept for one waiting patient until she answers or the time to answer runs out."""

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="offers")
    waiting = models.ForeignKey(Waiting, models.PROTECT, related_name="offers")
    until = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NONE, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=Q(answer=""), name="one_offer_per_slot", violation_error_message=TAKEN
            ),
            models.UniqueConstraint(
                fields=["waiting"], condition=Q(answer=""), name="one_offer_at_a_time", violation_error_message=KEPT
            ),
        ]


class Taken(models.Model):
    """Five minutes of somebody's or something's time. The database lets nobody be in two places at once."""

    resource = models.UUIDField()  # a clinician, a room, a device, and the patient too
    at = models.DateTimeField()
    appointment = models.ForeignKey(Appointment, models.CASCADE, null=True, related_name="cells")
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, related_name="cells")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "at"], name="nobody_in_two_places", violation_error_message=TAKEN
            ),
            models.CheckConstraint(
                condition=Q(appointment=None) ^ Q(offer=None), name="taken_by_one_thing", violation_error_message=TAKEN
            ),
        ]
