"""The room of a video visit, the seats in it, and what browsers tell each other to find a way to one another."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.booking.models import Appointment, Status
from bedside.directory.models import Mode, Place
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.models import Refusal
from bedside.people.models import AboutPatient, AboutPatientQuerySet

OPENS_BEFORE = timedelta(minutes=30)
KEPT = timedelta(minutes=2)  # what one browser told another; after that they begin anew
HEARD_WITHIN = timedelta(seconds=75)  # a screen breathes every 25 seconds
CLINICIANS, PATIENTS, MOST = 1, 2, 4  # numbers of the seats: hers, the patient's, and the last of the others


class Open(models.TextChoices):
    VIDEO = "open", _("By video")
    PHONE = "by_phone", _("By phone instead")
    ENDED = "ended", _("Ended")


class MeetingQuerySet(AboutPatientQuerySet["Meeting"]):
    def of(self, appointment: Appointment) -> Meeting | None:
        return self.filter(appointment=appointment).select_related("appointment", "place", "patient").first()


class Meeting(AboutPatient):
    """The room of one video visit. It is empty of everything that was said: nothing is recorded."""

    appointment = models.OneToOneField(Appointment, models.PROTECT, related_name="meeting")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=Open.choices, default=Open.VIDEO)
    opened_at = models.DateTimeField(default=now)
    by_phone_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    @property
    def about_visit(self) -> uuid.UUID:
        return self.appointment_id

    @property
    def is_over(self) -> bool:
        return self.state == Open.ENDED

    def topics(self) -> list[str]:
        """Her own screens, the day of the place, and whoever sits in here; none is told what changed."""
        return [*super().topics(), f"place:{self.place_id}", topic_of(self.pk)]


class Kind(models.TextChoices):
    CLINICIAN = "clinician", _("Clinician")
    PATIENT = "patient", _("Patient")
    CARER = "carer", _("Carer")
    INTERPRETER = "interpreter", _("Interpreter")


class At(models.TextChoices):
    INVITED = "invited", _("Not here yet")
    LOBBY = "lobby", _("In the lobby")
    ADMITTED = "admitted", _("In the visit")
    LEFT = "left", _("Has left")
    REMOVED = "removed", _("Link taken back")


MAY_BECOME = {
    At.INVITED: {At.LOBBY, At.ADMITTED, At.REMOVED},
    At.LOBBY: {At.LOBBY, At.ADMITTED, At.LEFT, At.REMOVED},
    At.ADMITTED: {At.ADMITTED, At.LOBBY, At.LEFT, At.REMOVED},
    At.LEFT: {At.LOBBY, At.ADMITTED, At.REMOVED},
}


class SeatQuerySet(AboutPatientQuerySet["Seat"]):
    def in_order(self) -> Self:
        return self.order_by("number").select_related("meeting__place", "meeting__appointment", "patient", "login")

    def inside(self) -> Self:
        return self.filter(state=At.ADMITTED)


class Seat(AboutPatient):
    """One of up to four who take part. `line` is this opening of the page and this letting-in, and no other."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=100)
    login = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    key_digest = models.CharField(max_length=64, blank=True)  # of the key that her browser holds
    line = models.UUIDField(default=uuid.uuid4)
    state = models.CharField(max_length=10, choices=At.choices, default=At.INVITED)
    lobby_at = models.DateTimeField(null=True, blank=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                condition=~Q(state="removed"),
                name="one_on_each_seat",
                violation_error_message=_("Somebody has just taken this seat. Please try again."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=4),
                name="four_at_most",
                violation_error_message=_("Four people at most can be in a video visit."),
            ),
            models.UniqueConstraint(
                fields=["key_digest"],
                condition=~Q(key_digest=""),
                name="one_seat_of_a_key",
                violation_error_message=_("We are busy. Please try again."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def about_visit(self) -> uuid.UUID:
        return self.meeting.appointment_id

    @property
    def is_clinicians(self) -> bool:
        return self.number == CLINICIANS

    def become(self, state: At) -> None:
        if state not in MAY_BECOME.get(At(self.state), set()):
            raise Refusal(_("That can no longer be done with this visit. Please look again."), rule="state")
        self.state = state

    def topics(self) -> list[str]:
        return self.meeting.topics()


class Heard(models.Model):
    """When a seat's screen last said that it is there."""

    seat = models.OneToOneField(Seat, models.CASCADE, primary_key=True, related_name="heard")
    at = models.DateTimeField(default=now)


class SignalQuerySet(models.QuerySet["Signal"]):
    def for_line(self, line: uuid.UUID, after: int) -> Self:
        """In order. A little of what was read before is told again: on PostgreSQL a smaller number may come later."""
        return self.filter(to_line=line, pk__gt=max(after - 200, 0), at__gt=now() - KEPT).order_by("pk")

    def lately_from(self, line: uuid.UUID, moment: datetime) -> int:
        return self.filter(from_line=line, at__gt=moment - timedelta(minutes=1)).count()


class Signal(models.Model):
    """One word of a browser to another about how they reach each other. Never a picture, never a sound."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="signals")
    from_line = models.UUIDField()
    to_line = models.UUIDField()
    body = models.TextField()
    at = models.DateTimeField(default=now)

    objects = SignalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["to_line", "id"], name="signal_to"),
            models.Index(fields=["from_line", "at"], name="signal_from"),
            models.Index(fields=["at"], name="signal_by_age"),
        ]


def topic_of(meeting: uuid.UUID) -> str:
    return f"video:{meeting}"


def room_of(appointment: Appointment) -> Meeting | None:
    """For whoever holds the link of this very visit."""
    return Meeting.objects.of(appointment)


def others_inside(seat: Seat) -> list[Seat]:
    """Who else was let in, for somebody who was let in herself."""
    if seat.state != At.ADMITTED:
        return []
    return list(Seat.objects.inside().filter(meeting=seat.meeting_id).exclude(pk=seat.pk).in_order())


def is_by_video(appointment: Appointment) -> bool:
    return appointment.visit_type.mode == Mode.VIDEO


def may_open(appointment: Appointment) -> bool:
    """Whether its room can be opened: from half an hour before until it is over; who arrived may return that day."""
    if not is_by_video(appointment) or appointment.patient.deceased_on:
        return False
    if appointment.status == Status.ARRIVED:
        return day_of(appointment.ends_at, appointment.zone) >= day_of(now(), appointment.zone)
    return appointment.status == Status.BOOKED and appointment.starts_at - OPENS_BEFORE <= now() < appointment.ends_at


def is_there(seat: Seat) -> bool:
    """Whether its screen was heard a moment ago."""
    return Heard.objects.filter(seat=seat, at__gt=now() - HEARD_WITHIN).exists()


def seat_of(meeting: Meeting, user: User) -> Seat | None:
    return Seat.objects.visible_to(user).filter(meeting=meeting, login=user).first()
