"""A clinician's day: who waits for her and in which order, who is in a room, who is done, and what is still to sign."""

from __future__ import annotations

from dataclasses import dataclass

from bedside.access.models import User
from bedside.booking.models import Appointment, Status
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds, day_of
from bedside.people.models import StaffMember

from .models import IN_A_ROOM, State, Summary, Visit
from .queue import InTurn, in_turn


@dataclass(frozen=True)
class Done:
    """Somebody who was seen today, and how far the summary is."""

    visit: Visit
    summary: Summary | None


@dataclass(frozen=True)
class Mine:
    place: Place
    waiting: list[InTurn]
    with_me: list[Visit]
    done: list[Done]
    expected: list[Appointment]
    drafts: list[Summary]  # of earlier days, not signed yet

    @property
    def records(self) -> list[Visit | Appointment | Summary]:
        seen: list[Visit | Appointment | Summary] = [*(turn.visit for turn in self.waiting), *self.with_me]
        return [*seen, *(one.visit for one in self.done), *self.expected, *self.drafts]


def mine(place: Place, member: StaffMember | None, user: User) -> Mine:
    """The day at a place for one clinician; without a name of her own, for everybody who works there."""
    todays = list(Visit.objects.visible_to(user).today(place).with_its_people())
    hers = [one for one in todays if member is None or one.staff_member_id in (None, member.pk)]
    written = {one.visit_id: one for one in Summary.objects.visible_to(user).filter(visit__in=hers)}
    start, end = day_bounds(day_of(now(), place.zone), place.zone)
    booked = Appointment.objects.visible_to(user).filter(place=place, starts_at__gte=start, starts_at__lt=end)
    drafts = Summary.objects.visible_to(user).filter(signed_at=None, visit__place=place, visit__state=State.FINISHED)
    if member:
        booked = booked.filter(staff_member=member)
        drafts = drafts.filter(visit__staff_member=member)
    rooms = [one for one in hers if one.state in IN_A_ROOM]
    over = sorted((one for one in hers if one.state == State.FINISHED), key=lambda one: one.ended_at or now())
    return Mine(
        place=place,
        waiting=in_turn(place, todays, member),
        with_me=sorted(rooms, key=lambda one: (one.state != State.CALLED, one.ticket)),
        done=[Done(one, written.get(one.pk)) for one in reversed(over)],
        expected=list(booked.filter(status=Status.BOOKED).in_order()),
        drafts=list(drafts.exclude(visit__in=hers).select_related("visit__patient", "patient").order_by("id")[:10]),
    )
