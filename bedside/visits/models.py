"""Rooms, and the visits that go through them: when she came, waited, was called, was seen and left."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.booking.models import Appointment, Status
from bedside.directory.models import Mode, Place, Post, Service, VisitType
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.models import Record, Refusal
from bedside.people.models import ANYBODY_THERE, AboutPatient, AboutPatientQuerySet, StaffMember
from bedside.triage.models import Level

from .announced import Announced
from .lateness import Lateness
from .phrase import Phrase
from .room_facts import Asked, RoomFacts
from .summary import Change, Origin, Summary
from .teachback import TeachBack

__all__ = [
    "Announced",
    "Asked",
    "Change",
    "Lateness",
    "Origin",
    "Phrase",
    "Room",
    "RoomFacts",
    "State",
    "Summary",
    "TeachBack",
    "Visit",
]

ALREADY_HERE = _("This patient has checked in already.")
OPENS_BEFORE = timedelta(hours=3)  # from then on a patient may say that she is here
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like a number


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    CALLED = "called", _("Called")
    WITH_CLINICIAN = "with_clinician", _("With a clinician")
    FINISHED = "finished", _("Finished")
    LEFT = "left", _("Left")  # without being seen to the end


IN_A_ROOM = [State.CALLED, State.WITH_CLINICIAN]
OPEN = [State.WAITING, *IN_A_ROOM]

MAY_BECOME = {
    State.WAITING: {State.CALLED, State.LEFT},
    State.CALLED: {State.WITH_CLINICIAN, State.WAITING, State.LEFT},
    State.WITH_CLINICIAN: {State.FINISHED, State.LEFT},
    State.LEFT: {State.WAITING},  # she came back
}


class RoomQuerySet(models.QuerySet["Room"]):
    def open_at(self, place: Place) -> Self:
        return self.filter(place=place, is_open=True).order_by("name")

    def free_at(self, place: Place) -> Self:
        """Rooms in use in which nobody is, and to which nobody has been called."""
        taken = Visit.objects.filter(place=place, state__in=IN_A_ROOM, room__isnull=False)
        return self.open_at(place).exclude(pk__in=taken.values("room"))


class Room(Record):
    """Where somebody is seen."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=60)
    step_free = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name"],
                name="one_room_of_a_name",
                violation_error_message=_("There is a room of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def topics(self) -> list[str]:
        return [f"place:{self.place_id}"]


class VisitQuerySet(AboutPatientQuerySet["Visit"]):
    def visible_to(self, user: User) -> Self:
        """As every record about a patient; staff who have posts see the places where they work."""
        found = super().visible_to(user)
        return found.filter(_where_they_work(user)) if user.acting_as in ANYBODY_THERE else found

    def tickets_for(self, user: User) -> Self:
        """Every ticket of the places where this member of staff works, whoever holds it.

        A confidential visit waits and is called like any other. Whoever may not see it may work with its ticket alone:
        nothing else of such a row is shown, neither who she is nor why she came.
        """
        return self.filter(_where_they_work(user)) if user.acting_as in ANYBODY_THERE else self.none()

    def today(self, place: Place) -> Self:
        """Those of the clinic's day it is now on the wall of that place."""
        return self.filter(place=place, day=day_of(now(), place.zone))

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def waiting(self, place: Place) -> Self:
        """Who sits there and has not been called, as they came."""
        return self.today(place).filter(state=State.WAITING).order_by("arrived_at", "id")

    def with_its_people(self) -> Self:
        return self.select_related("patient", "place", "service", "staff_member", "room", "visit_type", "appointment")


def _where_they_work(user: User) -> Q:
    posts = Post.objects.filter(staff_member__login=user)  # whose last one has ended does not see every place now
    return Q(place__in=posts.filter(ended=False).values("place")) | Q(
        ~Exists(posts)
    )  # in the one question that is asked


class Visit(AboutPatient):
    """Somebody is here to be seen. Each time is written by the one who did it; a time nobody wrote is unknown."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, null=True, blank=True, related_name="visits")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    visit_type = models.ForeignKey(VisitType, models.PROTECT, null=True, blank=True, related_name="+")
    staff_member = models.ForeignKey(StaffMember, models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)  # why she comes, in her own words
    day = models.DateField()  # the clinic's day, by the wall clock of the place
    ticket = models.CharField(max_length=6)  # "A12": the order of coming, and nothing about why
    level = models.CharField(max_length=3, choices=Level.choices, default=Level.R14)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)  # the clinician is with her
    ended_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)  # she did not answer: asked again from then
    overtaken = models.PositiveSmallIntegerField(default=0)  # how many came later and were called before her
    worse_at = models.DateTimeField(null=True, blank=True)  # when staff were last told that she feels worse
    away_since = models.DateTimeField(null=True, blank=True)  # has gone out, and comes back when she is told
    travel_minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # which she needs to be back
    recalled_at = models.DateTimeField(null=True, blank=True)  # when she was told to come back
    later_at = models.DateTimeField(null=True, blank=True)  # when she asked for ten more minutes
    another_day_at = models.DateTimeField(null=True, blank=True)  # looks for another day; her place is kept until then
    asked_us_at = models.DateTimeField(null=True, blank=True)  # when she wished to speak to one of us
    slots_again_at = models.DateTimeField(null=True, blank=True)  # back later than agreed: two go before her from then

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "label"],  # a confidential one beside another gives itself away by no refusal
                condition=Q(state__in=["waiting", "called", "with_clinician"]),
                name="one_open_visit_per_patient",
                violation_error_message=ALREADY_HERE,
            ),
            models.UniqueConstraint(
                fields=["room"],
                condition=Q(state__in=["called", "with_clinician"]),
                name="one_visit_in_a_room",
                violation_error_message=_("Somebody is in this room already. Please choose another."),
            ),
            models.UniqueConstraint(
                fields=["place", "day", "ticket"],
                name="one_ticket_each",
                violation_error_message=_("Somebody has just been given this ticket. Please try again."),
            ),
            models.UniqueConstraint(
                fields=["appointment"], name="one_visit_per_appointment", violation_error_message=ALREADY_HERE
            ),
        ]
        indexes = [
            models.Index(fields=["place", "day", "state"], name="visit_by_day"),
            models.Index(fields=["patient", "day"], name="visit_by_patient"),
        ]

    def __str__(self) -> str:
        return self.ticket

    @property
    def about_visit(self) -> uuid.UUID:
        """One thread from booking to the survey: the appointment's own, where there is one."""
        return self.appointment_id or self.pk

    @property
    def zone(self) -> str:
        return self.place.zone

    @property
    def is_walk_in(self) -> bool:
        return self.appointment_id is None

    @property
    def is_from_afar(self) -> bool:
        """She waits at home in front of her screen: nobody calls her to a room."""
        return self.visit_type is not None and self.visit_type.mode == Mode.VIDEO

    @property
    def is_elsewhere(self) -> bool:
        """She is not in the house: nobody can go to her, so somebody calls her."""
        return self.away_since is not None or self.is_from_afar

    @property
    def is_today(self) -> bool:
        return self.day == day_of(now(), self.zone)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def phase_minutes(self) -> dict[str, float | None]:
        """Minutes of each phase; None where a time is not known. `early` is what she came before her time."""
        start = max(filter(None, [self.arrived_at, self.scheduled_at]), default=None) if self.arrived_at else None
        return {
            "early": _early(self.arrived_at, self.scheduled_at),
            "check_in": _minutes(self.arrived_at, self.checked_in_at),
            "to_room": _minutes(self.checked_in_at, self.called_at),
            "to_clinician": _minutes(self.called_at, self.began_at),
            "with_clinician": _minutes(self.began_at, self.ended_at),
            "wait": max(_minutes(start, self.began_at) or 0.0, 0.0) if start and self.began_at else None,
        }

    def become(self, state: State) -> None:
        day_is_over = state in (State.WAITING, State.CALLED) and self.day != day_of(now(), self.zone)
        if state not in MAY_BECOME.get(State(self.state), set()) or day_is_over:
            raise Refusal(_("That can no longer be done with this visit. Please look again."), rule="state")
        self.state = state

    def topics(self) -> list[str]:
        """Her own screens, the desk's, and the wall's; none is told what changed, nor with whom."""
        return [*super().topics(), f"place:{self.place_id}", f"wall:{self.place_id}"]


def _minutes(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start).total_seconds() / 60 if start and end else None


def _early(arrived: datetime | None, scheduled: datetime | None) -> float | None:
    before = _minutes(arrived, scheduled)
    return None if before is None else max(before, 0.0)


def ticket_of(count: int) -> str:
    """The ticket of the how-manieth to come that day: A1 to A99, then B1, and so on; short enough to call out."""
    letter, number = divmod(count - 1, 99)
    return f"{LETTERS[letter % len(LETTERS)]}{number + 1}"


def next_ticket(place: Place, day: date) -> str:
    """The ticket after all those given at this place that day; the database lets nobody have it twice."""
    return ticket_of(Visit.objects.filter(place=place, day=day).count() + 1)


def may_say_here(appointment: Appointment) -> bool:
    """Whether a patient may check in by herself now: today, from three hours before until the visit is over."""
    today = day_of(appointment.starts_at, appointment.zone) == day_of(now(), appointment.zone)
    in_time = appointment.starts_at - OPENS_BEFORE <= now() < appointment.ends_at
    in_person = appointment.visit_type.mode == Mode.IN_PERSON
    return today and in_time and in_person and appointment.status == Status.BOOKED
