"""Several visits on one way: times that really follow one another, at one place, with all that each visit needs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bedside.directory.models import Place, VisitType
from bedside.hours.clock import now
from bedside.people.models import Patient
from bedside.triage.models import Screening

from .models import Slot
from .needs import needs_of
from .times import free_times
from .uses import uses_of

LONGEST_GAP = timedelta(minutes=15)  # between two visits that are one after the other
LOOKS_AHEAD, WINDOW = timedelta(weeks=12), timedelta(days=7)
MOST, MOST_A_DAY = 12, 4
Stuck = tuple[UUID, datetime, datetime, tuple[int, ...]]  # a place and a time from which the rest does not fit
EACH = 600  # free times of one kind of visit in a window, at most


@dataclass(frozen=True)
class Chain:
    """Visits that follow one another: each with its time, in the order in which they are."""

    links: tuple[tuple[Slot, VisitType], ...]
    ends_at: datetime

    @property
    def starts_at(self) -> datetime:
        return self.links[0][0].starts_at

    @property
    def place(self) -> Place:
        return self.links[0][0].place

    @property
    def key(self) -> str:
        """What a form hands in for it."""
        return ",".join(f"{slot.pk}:{visit_type.pk}" for slot, visit_type in self.links)


def chains(
    visit_types: Sequence[VisitType],
    patient: Patient,
    *,
    screening: Screening | None = None,
    most: int = MOST,
) -> list[Chain]:
    """The first ways of having all of these visits one after the other, in any order, soonest first.

    No later than her urgency allows. Of one day no more than a few are told, so that there is a choice
    of days.
    """
    begins = now()
    limit = screening.latest_start if screening else None
    last = min(limit or begins + LOOKS_AHEAD, begins + LOOKS_AHEAD)
    found = list[Chain]()
    while begins < last and len(found) < most:
        ends = min(begins + WINDOW, last)
        found += _few_a_day(_in_window(visit_types, patient, begins, ends, screening))
        begins = ends
    return found[:most]


def _in_window(
    types: Sequence[VisitType], patient: Patient, begins: datetime, ends: datetime, screening: Screening | None
) -> Iterator[Chain]:
    free = list[dict[UUID, list[Slot]]]()
    for visit_type in types:
        there = defaultdict[UUID, list[Slot]](list)
        uses = uses_of(patient.pk, visit_type, screening)
        for slot in free_times(visit_type, after=begins, until=ends, patient=patient.pk, uses=uses, most=EACH):
            there[slot.place_id].append(slot)
        free.append(there)
    lengths, dead = _Lengths(types, patient), set[Stuck]()
    places = set(free[0]).intersection(*free[1:])
    starts = ((slot, at) for place in places for at, there in enumerate(free) for slot in there[place])
    for slot, at in sorted(starts, key=lambda one: (one[0].starts_at, one[0].pk, one[1])):
        left = [other for other in range(len(types)) if other != at]
        rest = _after(slot, lengths.of(slot, at), left, free, lengths, dead)
        if rest is not None:
            links = [(slot, at), *rest]
            end = links[-1][0].starts_at + lengths.of(*links[-1])
            yield Chain(tuple((one, types[number]) for one, number in links), end)


class _Lengths:
    """How long each kind of visit takes with a clinician; with an interpreter, half as long again."""

    def __init__(self, types: Sequence[VisitType], patient: Patient) -> None:
        self._types, self._needs = types, [needs_of(one, patient) for one in types]
        self._known: dict[tuple[UUID, int], timedelta] = {}

    def of(self, slot: Slot, at: int) -> timedelta:
        key = slot.staff_member_id, at
        if key not in self._known:
            minutes, _wanted = self._needs[at].with_clinician(slot.staff_member, self._types[at])
            self._known[key] = timedelta(minutes=minutes)
        return self._known[key]


def _after(
    before: Slot,
    length: timedelta,
    left: list[int],
    free: Sequence[dict[UUID, list[Slot]]],
    lengths: _Lengths,
    dead: set[Stuck],
) -> list[tuple[Slot, int]] | None:
    """The visits that are left, each soon after the one before; None where they do not all fit."""
    if not left:
        return []
    over = before.starts_at + length
    hers_from = max(over, before.ends_at)  # she is taken as long as the time lasts
    here = before.place_id, hers_from, over, tuple(left)  # all that what follows depends on
    if here in dead:
        return None
    options = list[tuple[Slot, int]]()
    for at in left:
        there = free[at][before.place_id]
        first = bisect_left(there, hers_from, key=_begins)
        options += [(slot, at) for slot in there[first : bisect_right(there, over + LONGEST_GAP, key=_begins)]]
    for slot, at in sorted(options, key=lambda one: (one[0].starts_at, one[1])):
        rest = _after(slot, lengths.of(slot, at), [one for one in left if one != at], free, lengths, dead)
        if rest is not None:
            return [(slot, at), *rest]
    dead.add(here)  # no second look from here: with many clinicians there are hundreds of thousands of ways
    return None


def _begins(slot: Slot) -> datetime:
    return slot.starts_at


def _few_a_day(found: Iterator[Chain]) -> list[Chain]:
    """The first of each start, and a few of each day."""
    told, days = list[Chain](), defaultdict[object, int](int)
    begun = set[tuple[datetime, UUID]]()
    for one in found:
        start, day = (one.starts_at, one.place.pk), (one.starts_at.date(), one.place.pk)
        if start in begun or days[day] >= MOST_A_DAY:
            continue
        begun.add(start)
        days[day] += 1
        told.append(one)
    return told
