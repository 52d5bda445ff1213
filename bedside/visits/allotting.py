"""Who is seen by whom in which room next: a pure function over who waits, who works and which rooms there are.

The line is the law: in its order each is given a clinician and a room, or is not, and nobody behind her is given what
she could have used. Hard rules are never broken: what the room is for and what stands in it, isolation, no steps, a
hoist, time to clean; what the clinician may do, the language, whom the patient asked for. Whoever is urgent and lacks
only one of the two keeps the other free. Of all ways to do this the one with the most points is taken, exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from .matching import assign, augment

# Points, of a hundred.
NAMED, WAIT, LANGUAGE, DISTANCE, LOAD = 40, 30, 15, 5, 10
SOON = 5.0  # minutes in which a room or a clinician who is not free yet counts as next
FAR = 5.0  # minutes on foot from which a room is as far as any
MANY = 10  # people seen, from which a clinician has as much behind her as any
MOST = 100_000  # thousandths of points that anybody can have

T = TypeVar("T")


@dataclass(frozen=True)
class Chamber:
    """A room, as far as allotting needs to know it."""

    id: Hashable
    name: str
    free_in: float | None = 0.0  # minutes until nobody is in it and it is clean; None: not to be foreseen
    is_down: bool = False
    kinds: frozenset[Hashable] = frozenset()  # the services it is for; none: any
    equipment: frozenset[str] = frozenset()
    step_free: bool = False
    hoist: bool = False
    isolation: bool = False
    walk: float = 0.0  # minutes on foot
    kept_for: frozenset[Hashable] = frozenset()  # whose it is by the plan; none: anybody's


@dataclass(frozen=True)
class Clinician:
    """Somebody who sees people here today."""

    id: Hashable
    name: str
    free_in: float | None = 0.0  # None: not to be foreseen
    is_late: bool = False  # her session has begun, and she has not
    offers: frozenset[Hashable] = frozenset()
    tongues: frozenset[str] = frozenset()
    sex: str = ""
    seen: int = 0


@dataclass(frozen=True)
class Person:
    """One who waits. People are handed in as they stand in line."""

    id: Hashable
    service: Hashable
    height: int = 0  # of her urgency; only what is strict counts above 0
    named: Hashable | None = None
    tongue: str = ""
    interpreted: bool = True  # she needs nobody who speaks her language, or an interpreter is here for her
    sex: str = ""  # of the clinician she asked for
    equipment: frozenset[str] = frozenset()
    step_free: bool = False
    hoist: bool = False
    isolation: bool = False
    room: Hashable | None = None  # which was booked for her

    @property
    def strict(self) -> bool:
        return self.height > 0


@dataclass(frozen=True)
class Given:
    """What is suggested for one person; an urgent one may have only a room, or only a clinician, kept for her."""

    person: Person
    room: Chamber | None
    clinician: Clinician | None
    by_whoever: bool = False  # nobody is planned here: whoever is there sees her, and only the room is suggested

    @property
    def kept(self) -> bool:
        """Only one of the two could be had. It stays free for her, and nobody can be called yet."""
        return (self.room is None or self.clinician is None) and not self.by_whoever


@dataclass(frozen=True)
class Plan:
    """Suggestions for some of those who wait, in the order of the line; and for whom there is no way today."""

    given: list[Given] = field(default_factory=list)
    no_room: list[Person] = field(default_factory=list)  # no room here, free or not, has what she needs
    nobody: list[Person] = field(default_factory=list)  # none of those who work now may see her


def may_use(person: Person, room: Chamber) -> bool:
    """Whether this room has all that she needs, whoever is in it now."""
    return (
        not room.is_down
        and (not room.kinds or person.service in room.kinds)
        and person.equipment <= room.equipment
        and (room.step_free or not person.step_free)
        and (room.hoist or not person.hoist)
        and (room.isolation or not person.isolation)
        and (not room.kept_for or person.strict or person.id in room.kept_for)
    )


def may_see(person: Person, clinician: Clinician) -> bool:
    """Whether this clinician may see her at all: she does what is asked, in a language they share."""
    return (
        not clinician.is_late
        and person.service in clinician.offers
        and (person.sex in ("", clinician.sex))
        and (person.interpreted or person.tongue in clinician.tongues)
    )


def allot(people: Sequence[Person], rooms: Sequence[Chamber], clinicians: Sequence[Clinician]) -> Plan:
    """The next for each room and clinician that are free, or will be in a moment."""
    by_id = {one.id: one for one in clinicians}
    free_rooms = [one for one in rooms if not one.is_down and is_soon(one.free_in)]
    free_staff = [one for one in clinicians if not one.is_late and is_soon(one.free_in)]
    could_use = [[may_use(person, one) for one in free_rooms] for person in people]
    could_see = [[_may_be_given(person, one, by_id) for one in free_staff] for person in people]
    in_rooms: dict[int, int] = {}  # column: row
    with_staff: dict[int, int] = {}
    for row, person in enumerate(people):
        if len(in_rooms) == len(free_rooms) and len(with_staff) == len(free_staff):
            break
        room = augment(row, could_use, in_rooms)
        staff = augment(row, could_see, with_staff)
        if (room is None) == (staff is None) or person.strict:
            in_rooms, with_staff = room or in_rooms, staff or with_staff
    seen_by = _best(people, free_staff, could_see, with_staff, _with)
    gone_to = _best(people, free_rooms, could_use, in_rooms, _in)
    given = [
        Given(person, gone_to.get(row), seen_by.get(row))
        for row, person in enumerate(people)
        if row in gone_to or row in seen_by
    ]
    left = [person for row, person in enumerate(people) if row not in gone_to or row not in seen_by]
    return Plan(
        given,
        [one for one in left if not any(may_use(one, room) for room in rooms)],
        [one for one in left if not any(_may_be_given(one, clinician, by_id) for clinician in clinicians)],
    )


def allot_rooms(people: Sequence[Person], rooms: Sequence[Chamber]) -> Plan:
    """Where nobody is planned: the next for each room alone, by the same rules."""
    free = [one for one in rooms if not one.is_down and is_soon(one.free_in)]
    could_use = [[may_use(person, one) for one in free] for person in people]
    taken: dict[int, int] = {}
    for row in range(len(people)):
        taken = augment(row, could_use, taken) or taken
    gone_to = _best(people, free, could_use, taken, _in)
    given = [Given(people[row], gone_to[row], None, by_whoever=True) for row in sorted(gone_to)]
    left = [person for row, person in enumerate(people) if row not in gone_to]
    return Plan(given, [one for one in left if not any(may_use(one, room) for room in rooms)])


def is_soon(minutes: float | None) -> bool:
    return minutes is not None and minutes <= SOON


def _may_be_given(person: Person, clinician: Clinician, by_id: Mapping[Hashable, Clinician]) -> bool:
    """Whom she has come to see sees her, and somebody else only when that one is late or not here."""
    named = by_id.get(person.named)
    hers = named is None or named.is_late or named.id == clinician.id
    return hers and may_see(person, clinician)


def _with(person: Person, clinician: Clinician) -> float:
    """The points of being seen by this clinician."""
    speaks = bool(person.tongue) and person.tongue in clinician.tongues
    return (
        NAMED * (person.named == clinician.id)
        + WAIT * (1 - max(0.0, clinician.free_in or 0.0) / SOON)
        + LANGUAGE * speaks
        + LOAD * (1 - min(clinician.seen, MANY) / MANY)
    )


def _in(person: Person, room: Chamber) -> float:
    """The points of being seen in this room. What others may need more is spared where nothing else speaks."""
    nearer = DISTANCE * (1 - min(room.walk, FAR) / FAR)
    spare = (room.isolation and not person.isolation) + (room.hoist and not person.hoist)
    spare += (room.step_free and not person.step_free) + len(room.equipment - person.equipment)
    hers = NAMED * (person.room is not None and person.room == room.id)
    return hers + WAIT * (1 - max(0.0, room.free_in or 0.0) / SOON) + nearer - min(spare, 10) / 100


def _best(
    people: Sequence[Person],
    columns: Sequence[T],
    could: Sequence[Sequence[bool]],
    taken: Mapping[int, int],
    points: Callable[[Person, T], float],
) -> dict[int, T]:
    """Of all ways to give these people one each, the one with the most points, those of the more urgent first."""
    rows = sorted(taken.values())
    if not rows:
        return {}
    heights = sorted({people[row].height for row in rows})
    equal = MOST * len(rows) ** 2 + 1  # where two ways have as many points, the better goes to whoever stands before
    worth: list[list[int | None]] = []
    for turn, row in enumerate(rows):
        person, before = people[row], len(rows) - turn
        # Points of somebody more urgent weigh more than those of all who can wait longer.
        weight = (MOST * len(rows) * (equal + len(rows)) * 2) ** heights.index(person.height)
        each = [round(points(person, one) * 1000) * (equal + before) * weight for one in columns]
        worth.append([value if can else None for value, can in zip(each, could[row], strict=True)])
    return {row: columns[column] for row, column in zip(rows, assign(worth), strict=True)}
