from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bedside.booking import actions as booking
from bedside.booking.measures import filled_again, minutes_to_fill, same_clinician
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.hours.clock import Stopped, stopped_at
from bedside.journal.hands import HOUSE
from bedside.people.models import Label, StaffMember
from bedside.town.cast import Cast

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WEEK = MONDAY - timedelta(days=1), MONDAY + timedelta(days=6)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Stopped]:
    with stopped_at(MONDAY) as clock:
        yield clock


def times(town: Cast, day: int, member: StaffMember | None = None) -> list[Slot]:
    starts = MONDAY + timedelta(days=day, hours=1)
    session = open_session(
        member or town.osei,
        place=town.riverside,
        service=town.gp,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        slot_minutes=15,
        by=HOUSE,
    )
    return list(session.slots.order_by("starts_at"))


def test_a_freed_time_that_somebody_takes_is_filled_and_the_minutes_are_counted(town: Cast, clock: Stopped) -> None:
    first, second, *_others = times(town, 3)
    linas = booking.book(first, town.lina, town.gp_visit, by=HOUSE)
    amaras = booking.book(second, town.amara, town.gp_visit, by=HOUSE)
    booking.cancel(linas, by=HOUSE, because="better")
    booking.cancel(amaras, by=HOUSE, because="better")
    clock.move(minutes=40)
    booking.book(first, town.tomas, town.gp_visit, by=HOUSE)

    assert [one.value for one in minutes_to_fill(*WEEK)] == [40]
    assert sorted((one.value, one.waiting) for one in filled_again(*WEEK) if one.value) == [(1.0, False)]
    assert sum(one.waiting for one in filled_again(*WEEK)) == 1

    clock.move(days=5)
    assert sorted(one.value for one in filled_again(*WEEK) if one.value is not None) == [0, 1]


def test_the_time_that_a_moved_visit_leaves_is_freed_too(town: Cast, clock: Stopped) -> None:
    first, second, *_others = times(town, 3)
    linas = booking.book(first, town.lina, town.gp_visit, by=HOUSE)
    booking.reschedule(linas, second, by=HOUSE)
    clock.move(minutes=15)
    booking.book(first, town.tomas, town.gp_visit, by=HOUSE)

    assert [one.value for one in minutes_to_fill(*WEEK)] == [15]


def test_what_is_freed_within_a_day_is_in_no_count(town: Cast) -> None:
    [first, *_others] = times(town, 0)
    linas = booking.book(first, town.lina, town.gp_visit, by=HOUSE)
    booking.cancel(linas, by=HOUSE, because="better")

    assert list(filled_again(*WEEK)) == []


def test_a_confidential_visit_is_no_freed_time_and_fills_none(town: Cast, clock: Stopped) -> None:
    first, second, *_others = times(town, 3)
    hidden = booking.book(first, town.lina, town.gp_visit, by=HOUSE, label=Label.CONFIDENTIAL)
    booking.cancel(hidden, by=HOUSE, because="better")
    amaras = booking.book(second, town.amara, town.gp_visit, by=HOUSE)
    booking.cancel(amaras, by=HOUSE, because="better")
    clock.move(minutes=5)
    booking.book(second, town.tomas, town.gp_visit, by=HOUSE, label=Label.CONFIDENTIAL)

    assert list(filled_again(*WEEK)) == []


def test_seeing_the_same_again_is_counted_from_the_second_visit_on(town: Cast, clock: Stopped) -> None:
    for day, member in ((0, town.osei), (1, town.osei), (2, town.lee)):
        clock.move_to(MONDAY + timedelta(days=day))
        visit = booking.book(times(town, day, member)[0], town.lina, town.gp_visit, by=HOUSE)
        booking.arrive(visit, by=HOUSE)

    assert [one.value for one in same_clinician(*WEEK)] == [1, 0]
