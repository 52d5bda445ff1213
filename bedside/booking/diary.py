"""The days of clinicians side by side, as somebody may see them: visits, free times, and why there is nothing.

What a reader may not see is a private block and no more. However many visits there are, the same few questions are
asked of the database.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bedside.access.models import User
from bedside.directory.models import Closure, Place
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds, day_of
from bedside.people.models import StaffMember

from .models import CELL, HOLDS_ITS_TIME, Appointment, Hold, Leave, Resource, Slot, Status, Taken


class Is(StrEnum):
    """What a stretch of time is."""

    VISIT = "visit"
    FREE = "free"
    OVER = "over"  # it was free, and is over
    KEPT = "kept"  # for some minutes, while somebody fills in the rest
    PRIVATE = "private"
    AWAY = "away"
    SHUT = "shut"


@dataclass
class Block:
    """A stretch of one column."""

    starts_at: datetime
    ends_at: datetime
    what: Is
    slot: Slot | None = None
    visits: list[Appointment] = field(default_factory=list)
    has_seat: bool = False  # a group in which somebody else finds a place
    words: str = ""


@dataclass(frozen=True)
class Column:
    """One clinician's day, or one day of a week."""

    head: StaffMember | date
    blocks: list[Block]


def day_of_clinicians(place: Place, day: date, reader: User, member: StaffMember | None = None) -> list[Column]:
    """Everybody who has times at this place on this day, or one of them."""
    start, end = day_bounds(day, place.zone)
    found = _Read(place, start, end, reader, member)
    return [Column(one, found.blocks(slots)) for one, slots in found.by_clinician()]


def week_of_clinician(place: Place, days: Sequence[date], member: StaffMember, reader: User) -> list[Column]:
    """One clinician's days at this place."""
    start, end = day_bounds(days[0], place.zone)[0], day_bounds(days[-1], place.zone)[1]
    found = _Read(place, start, end, reader, member)
    slots = defaultdict[date, list[Slot]](list)
    for slot in found.slots:
        slots[day_of(slot.starts_at, place.zone)].append(slot)
    return [Column(day, found.blocks(slots[day])) for day in days]


def week_of_resource(place: Place, days: Sequence[date], resource: Resource, reader: User) -> list[Column]:
    """What takes a room or a device on each of these days."""
    start, end = day_bounds(days[0], place.zone)[0], day_bounds(days[-1], place.zone)[1]
    taken = Taken.objects.still().filter(resource=resource.pk, at__gte=start, at__lt=end).order_by("at")
    cells = list(taken.values_list("at", "appointment_id", "hold_id"))
    seen = Appointment.objects.visible_to(reader).filter(pk__in={one for _at, one, _hold in cells if one}).in_order()
    mine = {one.pk: one for one in seen}
    columns = {day: list[Block]() for day in days}
    last: tuple[uuid.UUID | None, uuid.UUID | None] = (None, None)
    for at, visit, hold in cells:
        blocks = columns[day_of(at, place.zone)]
        if blocks and last == (visit, hold) and blocks[-1].ends_at == at:
            blocks[-1].ends_at = at + CELL
        else:
            hers = mine.get(visit) if visit else None
            what = Is.VISIT if hers else Is.PRIVATE
            blocks.append(Block(at, at + CELL, what, visits=[hers] if hers else []))
        last = (visit, hold)
    return [Column(day, blocks) for day, blocks in columns.items()]


class _Read:
    """All that stands in the book of a place from start to end, read once."""

    def __init__(self, place: Place, start: datetime, end: datetime, reader: User, member: StaffMember | None) -> None:
        slots = Slot.objects.filter(place=place, starts_at__gte=start, starts_at__lt=end)
        slots = slots.filter(staff_member=member) if member else slots
        self.slots = list(slots.prefetch_related("staff_member", "service").order_by("starts_at", "id"))
        for one_of_them in self.slots:
            one_of_them.place = place  # it is known: nobody is asked for it
        self.moment, self.zone = now(), place.zone
        by_pk = {slot.pk: slot for slot in self.slots}
        people = {slot.staff_member_id for slot in self.slots}
        self.visits = defaultdict[uuid.UUID, list[Appointment]](list)
        seen = Appointment.objects.visible_to(reader).filter(place=place, starts_at__gte=start, starts_at__lt=end)
        seen = seen.filter(status__in=[*HOLDS_ITS_TIME, Status.NOSHOW]).select_related("patient", "visit_type")
        for one in seen.order_by("starts_at", "seat"):
            if slot := by_pk.get(one.slot_id):
                one.place, one.service, one.staff_member = slot.place, slot.service, slot.staff_member
                self.visits[slot.pk].append(one)
        self.mine = {one.pk for those in self.visits.values() for one in those}
        self.taken: dict[tuple[uuid.UUID, datetime], tuple[uuid.UUID | None, uuid.UUID | None]] = {}
        self.seats = defaultdict[uuid.UUID, set[uuid.UUID]](set)
        groups = {slot.pk for slot in self.slots if slot.seats > 1}
        cells = Taken.objects.still().filter(at__gte=start, at__lt=end, resource__in=people)
        for resource, at, visit, hold in cells.values_list("resource", "at", "appointment_id", "hold_id"):
            self.taken[resource, at] = (visit, hold)
        seated = Taken.objects.still().filter(at__gte=start, at__lt=end, slot__in=groups)
        for resource, slot_pk in seated.values_list("resource", "slot_id") if groups else ():
            if slot_pk and resource not in people:
                self.seats[slot_pk].add(resource)
        holds = {hold for _visit, hold in self.taken.values() if hold}
        kept = Hold.objects.visible_to(reader).standing().filter(pk__in=holds)
        self.kept = set(kept.values_list("pk", flat=True)) if holds else set[uuid.UUID]()
        by = {slot.closed_by for slot in self.slots if slot.closed_by}
        self.leave = set(Leave.objects.filter(pk__in=by).values_list("pk", flat=True)) if by else set[uuid.UUID]()
        shut = Closure.objects.filter(pk__in=by - self.leave) if by - self.leave else ()
        self.closures = {one.pk: one.said("reason") for one in shut}

    def by_clinician(self) -> Iterator[tuple[StaffMember, list[Slot]]]:
        """In the order of their names."""
        people = {slot.staff_member_id: slot.staff_member for slot in self.slots}
        for pk, one in sorted(people.items(), key=lambda each: (each[1].family_name, str(each[1]))):
            yield one, [slot for slot in self.slots if slot.staff_member_id == pk]

    def blocks(self, slots: Iterable[Slot]) -> list[Block]:
        """One after the other. A long visit covers the times that it runs into."""
        blocks: list[Block] = []
        for slot in slots:
            block = self._block(slot)
            if blocks and block.starts_at < blocks[-1].ends_at:
                if block.what == Is.VISIT:
                    blocks[-1].visits += block.visits
                    blocks[-1].what, blocks[-1].ends_at = Is.VISIT, max(blocks[-1].ends_at, block.ends_at)
                continue
            blocks.append(block)
        return blocks

    def _block(self, slot: Slot) -> Block:
        block = Block(slot.starts_at, slot.ends_at, Is.FREE, slot)
        takers = [one for at in _cells(slot) if (one := self.taken.get((slot.staff_member_id, at)))]
        if self.visits[slot.pk]:
            block.what, block.visits = Is.VISIT, list(self.visits[slot.pk])
            block.ends_at = max(slot.ends_at, *(one.ends_at for one in block.visits))
            block.has_seat = self._has_seat(slot)
        elif slot.seats > 1 and not slot.is_closed and self._has_seat(slot):
            block.what = Is.FREE if slot.starts_at > self.moment else Is.OVER
        elif takers:
            block.what = Is.KEPT if {hold for _visit, hold in takers} <= self.kept else Is.PRIVATE
        elif slot.is_closed:
            block.what = Is.AWAY if slot.closed_by in self.leave else Is.SHUT
            block.words = self.closures.get(slot.closed_by, "") if slot.closed_by else ""
        elif slot.starts_at <= self.moment:
            block.what = Is.OVER
        return block

    def _has_seat(self, slot: Slot) -> bool:
        """In a group that is still to come."""
        return 1 < slot.seats > len(self.seats[slot.pk]) and slot.starts_at > self.moment


def _cells(slot: Slot) -> Iterator[datetime]:
    at = slot.starts_at
    while at < slot.ends_at:
        yield at
        at += CELL
