"""A place's day as its rows tell it: who is expected, who waits in which order and why, and who is in which room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bedside.access.models import User
from bedside.booking.days import Line, day_of_place
from bedside.booking.models import Appointment, Status
from bedside.directory.models import Mode, Place, Post
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds, day_of
from bedside.people.models import StaffMember

from .models import IN_A_ROOM, State, Visit, VisitQuerySet
from .order import Placed, Waiter, is_late, order

LETS_BY = 2  # so many go before whoever came back later than she said
LATE = timedelta(minutes=15)  # after her time, somebody who is not here is asked after


@dataclass(frozen=True)
class InTurn:
    """One of those who wait, and in one sentence why she stands where she stands."""

    visit: Visit
    placed: Placed

    @property
    def because(self) -> str:
        return self.placed.because

    @property
    def to_her(self) -> str:
        return self.placed.to_her

    @property
    def before(self) -> int:
        """How many stand before her."""
        return self.placed.place


def queue(place: Place, staff_member: StaffMember | None = None) -> list[InTurn]:
    """Those who wait at a place, the next first: everybody, or those whom one clinician may call."""
    return in_turn(place, list(Visit.objects.today(place).with_its_people()), staff_member)


def in_turn(place: Place, todays: list[Visit], staff_member: StaffMember | None = None) -> list[InTurn]:
    waiting = {one.pk: one for one in todays if one.state == State.WAITING and one.arrived_at}
    called = [one for one in todays if one.called_at]
    line = order(
        [waiter_of(one, called) for one in waiting.values()],
        now(),
        staff_member=staff_member.pk if staff_member else None,
        services=services_of(staff_member, place),
        zone=place.zone,
    )
    return [InTurn(waiting[placed.waiter.id], placed) for placed in line]  # type: ignore[index]


def services_of(staff_member: StaffMember | None, place: Place) -> set[object] | None:
    """What this clinician offers here; None asks for everything."""
    if staff_member is None:
        return None
    return set(
        Post.objects.filter(staff_member=staff_member, place=place, ended=False).values_list("service", flat=True)
    )


def waiter_of(visit: Visit, called: list[Visit] | None = None) -> Waiter:
    """A visit as the order needs to know it; `called` are those of the day who were called to a room."""
    assert visit.arrived_at
    return Waiter(
        id=visit.pk,
        level=visit.level,
        arrived_at=visit.arrived_at,
        scheduled_at=visit.scheduled_at,
        is_walk_in=visit.is_walk_in,
        overtaken=visit.overtaken,
        staff_member=visit.staff_member_id,
        service=visit.service_id,
        gave_way=any(_went_first(one, visit) for one in called or []),
        held_until=visit.held_until,
        away=visit.away_since is not None,
        lets_by=_lets_by(visit, called or []),
    )


def _lets_by(visit: Visit, called: list[Visit]) -> int:
    """How many still go before her because she came back later than she said."""
    if (since := visit.slots_again_at) is None:
        return 0
    return max(0, LETS_BY - sum(one.called_at >= since for one in called if one.called_at and one.pk != visit.pk))


def _went_first(other: Visit, visit: Visit) -> bool:
    """Whether this other one, on time and as urgent, was called since she came."""
    if other.is_walk_in or other.level != visit.level or not (other.called_at and visit.arrived_at):
        return False
    return other.pk != visit.pk and other.called_at >= visit.arrived_at and not is_late(waiter_of(other))


@dataclass(frozen=True)
class Day:
    """What a place's queue page shows to one reader; of the visits in `seen` she may know more than the ticket."""

    place: Place
    expected: list[Appointment]
    private: list[Line]  # times that are somebody's, or nobody's: this reader may not know
    waiting: list[InTurn]
    in_rooms: list[Visit]
    gone: list[Visit]
    finished: int
    seen: set[object]
    todays: list[Visit]  # every ticket of the day, from which the rest was made


def tickets(reader: User) -> VisitQuerySet:
    """The tickets this reader may work with; what more of them she may see, `visible_to` says."""
    return Visit.objects.tickets_for(reader).with_its_people()


def day_at(place: Place, reader: User) -> Day:
    """The place's day as this reader may see it. What is private to her shows its ticket and no more."""
    todays = list(tickets(reader).today(place))
    start, end = day_bounds(day_of(now(), place.zone), place.zone)
    expected = Appointment.objects.visible_to(reader).filter(
        place=place, starts_at__gte=start, starts_at__lt=end, status=Status.BOOKED, visit_type__mode=Mode.IN_PERSON
    )
    rooms = [one for one in todays if one.state in IN_A_ROOM]
    gone = [one for one in todays if one.state == State.LEFT and one.left_at]
    return Day(
        place=place,
        expected=list(expected.in_order()),
        private=_private_times(place, reader),
        waiting=in_turn(place, todays),
        in_rooms=sorted(rooms, key=lambda one: (one.state != State.CALLED, one.room.name if one.room else "")),
        gone=sorted(gone, key=lambda one: one.ticket),
        finished=sum(one.state == State.FINISHED for one in todays),
        seen=set(Visit.objects.visible_to(reader).today(place).values_list("pk", flat=True)),
        todays=todays,
    )


def _private_times(place: Place, reader: User) -> list[Line]:
    """What the day's list shows as private and is not over: whoever comes for one of them is checked in by its time."""
    here = Appointment.objects.filter(place=place, status__in=[Status.ARRIVED, Status.FULFILLED])
    lines = day_of_place(place, day_of(now(), place.zone), reader)
    private = [line for line in lines if line.is_private and line.slot and line.ends_at > now()]
    taken_up = set(here.filter(slot__in=[line.slot for line in private]).values_list("slot", flat=True))
    return [line for line in private if line.slot and line.slot.pk not in taken_up]
