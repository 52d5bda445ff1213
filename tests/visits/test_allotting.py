"""Rooms and clinicians: hard rules are never broken, the line is never broken, and of the rest the best is found."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.visits.allotting import Chamber, Clinician, Given, Person, allot, is_soon, may_see, may_use
from bedside.visits.matching import assign

SERVICES = ("gp", "nurse")
MINUTES = st.sampled_from([0.0, 0.0, 2.0, 9.0, None])


@st.composite
def rooms_of_a_place(draw: st.DrawFn) -> list[Chamber]:
    return [
        Chamber(
            number,
            f"Room {number}",
            free_in=draw(MINUTES),
            is_down=draw(st.integers(0, 5)) == 0,
            kinds=draw(st.sampled_from([frozenset(), frozenset(), frozenset({"nurse"})])),
            equipment=draw(st.sampled_from([frozenset(), frozenset({"scan"})])),
            step_free=draw(st.booleans()),
            hoist=draw(st.booleans()),
            isolation=draw(st.booleans()),
            walk=draw(st.sampled_from([0.0, 3.0, 9.0])),
        )
        for number in range(draw(st.integers(0, 4)))
    ]


@st.composite
def staff_of_a_place(draw: st.DrawFn) -> list[Clinician]:
    return [
        Clinician(
            number,
            f"Dr {number}",
            free_in=draw(MINUTES),
            is_late=draw(st.integers(0, 5)) == 0,
            offers=draw(st.sampled_from([frozenset(SERVICES), frozenset({"gp"}), frozenset({"nurse"})])),
            tongues=draw(st.sampled_from([frozenset({"en"}), frozenset({"en", "es"})])),
            sex=draw(st.sampled_from(["female", "male"])),
            seen=draw(st.integers(0, 12)),
        )
        for number in range(draw(st.integers(0, 4)))
    ]


@st.composite
def people_in_line(draw: st.DrawFn) -> list[Person]:
    heights = sorted(draw(st.lists(st.sampled_from([0, 0, 0, 4, 5, 7]), max_size=6)), reverse=True)
    return [
        Person(
            number,
            draw(st.sampled_from(SERVICES)),
            height=height,
            named=draw(st.sampled_from([None, None, 0, 1, 77])),
            tongue=draw(st.sampled_from(["en", "es"])),
            interpreted=draw(st.integers(0, 3)) > 0,
            sex=draw(st.sampled_from(["", "", "", "female"])),
            equipment=draw(st.sampled_from([frozenset(), frozenset(), frozenset({"scan"})])),
            step_free=draw(st.integers(0, 3)) == 0,
            hoist=draw(st.integers(0, 4)) == 0,
            isolation=draw(st.integers(0, 4)) == 0,
        )
        for number, height in enumerate(heights)
    ]


def takes_part(given: Given, people: list[Person]) -> int:
    return people.index(given.person)


def fits(person: Person, room: Chamber) -> bool:
    return may_use(person, room) and is_soon(room.free_in)


def sees(person: Person, clinician: Clinician, staff: list[Clinician]) -> bool:
    named = next((one for one in staff if one.id == person.named), None)
    hers = named is None or named.is_late or named is clinician
    return hers and may_see(person, clinician) and is_soon(clinician.free_in)


@given(people_in_line(), rooms_of_a_place(), staff_of_a_place())
@settings(max_examples=300)
def test_nobody_has_two_rooms_no_room_two_people_and_no_hard_rule_is_broken(
    people: list[Person], rooms: list[Chamber], staff: list[Clinician]
) -> None:
    plan = allot(people, rooms, staff)

    for taken in (
        [one.person.id for one in plan.given],
        [one.room.id for one in plan.given if one.room],
        [one.clinician.id for one in plan.given if one.clinician],
    ):
        assert len(taken) == len(set(taken))
    for one in plan.given:
        assert one.room is None or fits(one.person, one.room)
        assert one.clinician is None or sees(one.person, one.clinician, staff)
        assert one.person.strict or not one.kept


@given(people_in_line(), rooms_of_a_place(), staff_of_a_place())
@settings(max_examples=300)
def test_nobody_is_let_in_where_somebody_before_her_could_have_gone(
    people: list[Person], rooms: list[Chamber], staff: list[Clinician]
) -> None:
    plan = allot(people, rooms, staff)
    complete = {takes_part(one, people) for one in plan.given if not one.kept}
    with_room = {takes_part(one, people) for one in plan.given if one.room}
    with_staff = {takes_part(one, people) for one in plan.given if one.clinician}

    def all_in_rooms(those: list[int]) -> bool:
        ways = permutations(rooms, len(those))
        return any(all(fits(people[row], room) for row, room in zip(those, way, strict=True)) for way in ways)

    def all_seen(those: list[int]) -> bool:
        ways = permutations(staff, len(those))
        return any(all(sees(people[row], one, staff) for row, one in zip(those, way, strict=True)) for way in ways)

    for left in set(range(len(people))) - complete:
        before_in_rooms = sorted(row for row in with_room if row < left)
        before_seen = sorted(row for row in with_staff if row < left)
        a_room, a_clinician = all_in_rooms([*before_in_rooms, left]), all_seen([*before_seen, left])
        assert not (a_room and a_clinician), "she could have been let in beside all who stand before her"
        if people[left].strict:  # what she can have of the two stays free for her
            assert (left in with_room, left in with_staff) == (a_room, a_clinician)


@given(
    st.integers(1, 4).flatmap(
        lambda rows: st.lists(
            st.lists(st.one_of(st.none(), st.integers(-20, 20)), min_size=5, max_size=5), min_size=rows, max_size=rows
        )
    )
)
def test_the_sum_of_points_is_the_largest_there_is(worth: list[list[int | None]]) -> None:
    sums = []
    for way in permutations(range(5), len(worth)):
        chosen = [line[column] for line, column in zip(worth, way, strict=True)]
        if None not in chosen:
            sums.append(sum(value for value in chosen if value is not None))
    if not sums:
        return
    found = [line[column] for line, column in zip(worth, assign(worth), strict=True)]
    assert sum(value for value in found if value is not None) == max(sums)
    assert None not in found


def anna(**more: object) -> Person:
    return Person("anna", "gp", **more)  # type: ignore[arg-type]


def doctor(key: str, **more: object) -> Clinician:
    return Clinician(key, key, **{"offers": frozenset({"gp"}), **more})  # type: ignore[arg-type]


ROOM = Chamber("room", "Room 1", step_free=True)


@pytest.mark.parametrize(
    ("needs", "room"),
    [
        ({"step_free": True}, {"step_free": True}),
        ({"hoist": True}, {"hoist": True}),
        ({"isolation": True}, {"isolation": True}),
        ({"equipment": frozenset({"scan"})}, {"equipment": frozenset({"scan"})}),
    ],
)
def test_whoever_needs_something_goes_where_it_is_and_nowhere_else(
    needs: dict[str, object], room: dict[str, object]
) -> None:
    plain, with_it = Chamber("plain", "Plain"), Chamber("has", "Has", **room)  # type: ignore[arg-type]
    assert allot([anna(**needs)], [plain], [doctor("lee")]).no_room
    plan = allot([anna(**needs)], [plain, with_it], [doctor("lee")])
    assert [one.room for one in plan.given] == [with_it]
    assert [one.room for one in allot([anna()], [plain, with_it], [doctor("lee")]).given] == [plain], "it is spared"


def test_a_room_is_for_what_it_is_for_and_not_while_it_is_cleaned_or_down() -> None:
    for room in (
        Chamber("room", "Room 1", kinds=frozenset({"nurse"})),
        Chamber("room", "Room 1", free_in=6.0),
        Chamber("room", "Room 1", free_in=None),
        Chamber("room", "Room 1", is_down=True),
    ):
        assert allot([anna()], [room], [doctor("lee")]).given == []


def test_her_own_clinician_sees_her_and_another_only_when_that_one_is_late() -> None:
    osei, lee = doctor("osei", free_in=20.0), doctor("lee")
    assert allot([anna(named="osei")], [ROOM], [osei, lee]).given == []
    late = doctor("osei", is_late=True)
    assert [one.clinician for one in allot([anna(named="osei")], [ROOM], [late, lee]).given] == [lee]


def test_who_shares_no_language_waits_for_an_interpreter_or_for_whoever_speaks_hers() -> None:
    plain, speaks = doctor("lee"), doctor("ruiz", tongues=frozenset({"es"}), seen=9)
    needs = anna(tongue="es", interpreted=False)
    assert allot([needs], [ROOM], [plain]).nobody == [needs]
    assert allot([needs], [ROOM], [plain, speaks]).given[0].clinician == speaks
    assert allot([anna(tongue="es")], [ROOM], [plain, speaks]).given[0].clinician == speaks, "15 points against 9"


def test_whoever_has_seen_fewer_goes_first_and_the_nearer_room_is_taken() -> None:
    far = Chamber("far", "Far", walk=5.0, step_free=True)
    plan = allot([anna()], [far, ROOM], [doctor("lee", seen=6), doctor("osei", seen=2)])
    assert (plan.given[0].clinician.id, plan.given[0].room) == ("osei", ROOM)  # type: ignore[union-attr]


def test_an_urgent_need_keeps_the_room_it_could_use_until_somebody_can_see_her() -> None:
    urgent, mild = Person("urgent", "gp", height=7, named="osei"), Person("mild", "gp")
    plan = allot([urgent, mild], [ROOM], [doctor("osei", free_in=12.0), doctor("lee")])
    assert [(one.person, one.room, one.clinician) for one in plan.given] == [(urgent, ROOM, None)]


def test_of_two_in_one_class_the_first_in_line_has_what_both_could_have() -> None:
    first, second = Person("first", "gp"), Person("second", "gp", tongue="es")
    plan = allot([first, second], [ROOM, Chamber("two", "Two")], [doctor("ruiz", tongues=frozenset({"es"}))])
    assert [one.person for one in plan.given] == [first]


def test_two_hundred_people_and_twenty_rooms_give_twenty_suggestions() -> None:
    people = [Person(number, "gp", step_free=number % 3 == 0) for number in range(200)]
    rooms = [Chamber(number, f"Room {number}", step_free=number % 2 == 0) for number in range(20)]
    staff = [doctor(str(number), seen=number % 7) for number in range(20)]
    plan = allot(people, rooms, staff)
    assert [one.person.id for one in plan.given][:10] == list(range(10))
    assert len(plan.given) == 20
    assert all(not one.person.step_free or one.room.step_free for one in plan.given if one.room)
    assert not any(a.room == b.room for a, b in combinations(plan.given, 2))


def test_whoever_is_urgent_may_have_a_room_that_is_kept_for_somebody_else() -> None:
    kept = Chamber(1, "Room 1", kept_for=frozenset({"booked"}))
    assert [may_use(Person(2, "gp", height=one), kept) for one in (0, 7)] == [False, True]
