"""The video visits of a day, as one clinician sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bedside.access.models import User
from bedside.booking.models import Appointment, Status
from bedside.directory.models import Mode
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.people.models import StaffMember

from .models import PATIENTS, At, Meeting, Open, Seat, may_open

SHOWN = [Status.BOOKED, Status.ARRIVED, Status.FULFILLED]


@dataclass(frozen=True)
class Today:
    """One video visit of today: who has it, who waits in its lobby, and how it stands."""

    appointment: Appointment
    meeting: Meeting | None
    lobby: list[Seat]
    inside: list[Seat]

    @property
    def is_over(self) -> bool:
        ended = self.meeting is not None and self.meeting.is_over and not may_open(self.appointment)
        return self.appointment.status == Status.FULFILLED or ended

    @property
    def by_phone(self) -> bool:
        return self.meeting is not None and self.meeting.state == Open.PHONE

    @property
    def she_waits(self) -> bool:
        return any(one.number == PATIENTS for one in self.lobby)


def todays(user: User) -> list[Today]:
    """Her own; without a name of her own, those of everybody. First those who wait, then by the hour."""
    member = StaffMember.objects.filter(login=user).first()
    near = Appointment.objects.visible_to(user).filter(
        visit_type__mode=Mode.VIDEO,
        status__in=SHOWN,
        starts_at__gt=now() - timedelta(days=1),
        starts_at__lt=now() + timedelta(days=1),
    )
    booked = near.filter(staff_member=member) if member else near
    found = [one for one in booked.in_order() if day_of(one.starts_at, one.zone) == day_of(now(), one.zone)]
    meetings = {one.appointment_id: one for one in Meeting.objects.visible_to(user).filter(appointment__in=found)}
    seats = list(Seat.objects.visible_to(user).filter(meeting__in=meetings.values()).in_order())
    return sorted((_today(one, meetings.get(one.pk), seats) for one in found), key=_first)


def _today(appointment: Appointment, meeting: Meeting | None, seats: Iterable[Seat]) -> Today:
    hers = [one for one in seats if meeting and one.meeting_id == meeting.pk and not one.is_clinicians]
    return Today(
        appointment,
        meeting,
        lobby=[one for one in hers if one.state == At.LOBBY],
        inside=[one for one in hers if one.state == At.ADMITTED],
    )


def _first(one: Today) -> tuple[bool, bool, object]:
    return one.is_over, not (one.lobby or one.by_phone), one.appointment.starts_at
