"""What is learned from a past visit rests on what was known when she came, and on nothing that came after."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import UTC, datetime, timedelta

from bedside.booking.models import Session
from bedside.directory.models import Place
from bedside.visits.lookout import Rows, outlook
from bedside.visits.models import State, Visit

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLINICIAN, SERVICE = uuid.uuid4(), uuid.uuid4()


def minutes(count: float) -> datetime:
    return NINE + timedelta(minutes=count)


def came(at: float, called: float | None, *, overtaken: int = 0, state: State = State.FINISHED) -> Visit:
    """Somebody without a time; how often she was passed is what her row tells in the end."""
    return Visit(
        place=PLACE,
        service_id=SERVICE,
        level="R14",
        day=NINE.date(),
        state=state,
        arrived_at=minutes(at),
        called_at=None if called is None else minutes(called),
        ended_at=None if called is None else minutes(called + 9),
        overtaken=overtaken,
    )


PLACE = Place(name="Riverside", zone="UTC")


def rows(*visits: Visit, awaited: tuple[float, ...] = ()) -> Rows:
    """One clinician until noon, with some who have a time and have not come."""
    day = NINE.date()
    there = Session(
        staff_member_id=CLINICIAN, service_id=SERVICE, starts_at=NINE, ends_at=minutes(180), slot_minutes=10
    )
    expected = [(uuid.uuid4(), CLINICIAN, minutes(at)) for at in awaited]
    return Rows(
        PLACE,
        defaultdict(list, {day: list(visits)}),
        defaultdict(list, {day: expected}),
        defaultdict(list, {day: [there]}),
        {CLINICIAN: {SERVICE}},
        {SERVICE: 10.0},
    )


def test_that_she_was_passed_later_is_not_known_when_she_comes() -> None:
    before = came(0, 1)
    for overtaken in (0, 3):
        hers = came(10, 60, overtaken=overtaken)
        seen = outlook(hers, rows(before, hers, awaited=(15, 20, 25, 30)), minutes(10))
        assert seen.ahead == 3, "so many who have a time may still pass her"


def test_looking_back_somebody_was_passed_no_more_often_than_later_comers_had_been_called() -> None:
    passed, first = came(0, 90, overtaken=3), came(1, 5)
    second, third, hers = came(2, 15), came(3, 25), came(20, 95)
    there = rows(passed, first, second, third, hers)
    then = {moment: there.line((None, SERVICE), NINE.date(), minutes(moment)) for moment in (4, 16, 26)}
    assert [then[moment][passed.pk].waiter.overtaken for moment in (4, 16, 26)] == [0, 2, 3]


def test_of_whoever_waits_now_the_row_itself_is_believed() -> None:
    waits = came(0, None, overtaken=2, state=State.WAITING)
    there = rows(waits, came(1, 5))
    assert there.line((None, SERVICE), NINE.date(), minutes(30))[waits.pk].waiter.overtaken == 2
