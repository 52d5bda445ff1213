"""Weeks are counted from what really happened. Every figure here was counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bedside.access.models import User
from bedside.booking.models import Appointment, Status
from bedside.cases.models import Case, Kind
from bedside.cases.models import State as CaseState
from bedside.insight import counting
from bedside.insight.models import Figure
from bedside.journal.actions import record, record_many
from bedside.journal.hands import HOUSE
from bedside.measures.registry import MEASURES
from bedside.measures.weekly import weekly
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.visits.announced import Announced
from bedside.visits.models import State, Visit

from .conftest import LAST_MONDAY, WEDNESDAY_NOON, Came, figure

WEEK = date(2026, 11, 16)
THIS_WEEK = date(2026, 11, 23)

Booked = Callable[..., list[Appointment]]


def told(name: str, week: date = WEEK, **where: Any) -> tuple[float | None, int, int, int]:
    found = figure(name, week, **where)
    return found.value, found.n, found.waiting, found.unknown


def test_waits_are_those_of_who_was_called_of_who_left_and_of_who_still_waits(town: Cast, came: Came) -> None:
    for minutes in (10, 20, 30):
        came(minutes)
    came(None, state=State.LEFT, left_at=LAST_MONDAY + timedelta(minutes=70))  # gone after 70 minutes
    came(None, state=State.LEFT)  # when, nobody knows
    came(None, at=None)  # when she came, nobody wrote down
    came(None, at=WEDNESDAY_NOON - timedelta(minutes=50), state=State.WAITING)  # sits there now
    came(5, at=WEDNESDAY_NOON - timedelta(minutes=60))

    counting.count_the_running_week()

    assert told("visits.wait") == (25.0, 4, 0, 2)
    assert told("visits.wait", place=town.riverside) == (25.0, 4, 0, 2)
    assert told("visits.wait", THIS_WEEK) == (27.5, 2, 1, 0)


def test_whoever_waits_since_yesterday_is_not_known_and_does_not_wait_for_a_day(came: Came) -> None:
    came(None, at=WEDNESDAY_NOON - timedelta(days=1), state=State.WAITING)

    counting.count_the_running_week()

    assert told("visits.wait", THIS_WEEK) == (None, 0, 0, 1)


def test_of_whoever_was_seen_and_never_noted_as_called_the_wait_is_not_known(came: Came) -> None:
    gone = {"began_at": LAST_MONDAY + timedelta(minutes=20), "left_at": LAST_MONDAY + timedelta(minutes=50)}
    came(None, **gone)
    came(None, **gone, state=State.LEFT)

    counting.count_the_running_week()

    assert told("visits.wait") == (None, 0, 0, 2)


def test_a_wait_that_was_told_held_or_not_by_what_was_said_first(came: Came) -> None:
    def tell(visit: Visit, high: int | None, held: bool | None, number: int = 1, at: datetime = LAST_MONDAY) -> None:
        Announced.objects.create(
            visit=visit, number=number, at=at, low=5, high=high, basis="visits", reason="first", held=held
        )

    kept, broken, left = came(10), came(40), came(None, state=State.LEFT)
    tell(kept, 15, True)
    tell(broken, 15, False)
    tell(broken, 60, True, number=2)  # what was said later does not mend it
    tell(left, 15, None)
    tell(came(5), None, None)  # told no number
    tell(came(10, label=Label.CONFIDENTIAL), 15, False)
    for ago in (20, 10):  # both sit there; the range of the first has passed
        arrived = WEDNESDAY_NOON - timedelta(minutes=ago)
        tell(came(None, at=arrived, state=State.WAITING), 15, None, at=arrived)

    counting.count_the_running_week()

    assert told("visits.wait_as_told") == (50.0, 2, 0, 1)
    assert told("visits.wait_as_told", THIS_WEEK) == (0.0, 1, 2, 0)


def test_each_place_has_its_own_middle_and_all_together_another(town: Cast, came: Came) -> None:
    for minutes in (10, 20, 60):
        came(minutes)
    came(90, place=town.hillside)

    counting.count_the_running_week()

    assert told("visits.wait", place=town.riverside)[:2] == (20.0, 3)
    assert told("visits.wait", place=town.hillside)[:2] == (90.0, 1)
    assert told("visits.wait")[:2] == (40.0, 4)


def test_a_visit_on_the_last_evening_before_the_clocks_change_belongs_to_that_week(came: Came) -> None:
    came(12, at=datetime(2026, 10, 25, 23, 30, tzinfo=UTC))  # the Sunday of 25 hours
    came(40, at=datetime(2026, 10, 26, 0, 30, tzinfo=UTC))

    counting.count_the_last_quarter()

    assert told("visits.wait", date(2026, 10, 19))[:2] == (12.0, 1)
    assert told("visits.wait", date(2026, 10, 26))[:2] == (40.0, 1)


def test_missed_visits_are_those_of_all_that_were_kept_or_missed(booked: Booked) -> None:
    kept, missed = Status.FULFILLED, Status.NOSHOW
    booked(kept, kept, Status.ARRIVED, missed, Status.CANCELLED, Status.BOOKED)  # the last one nobody noted

    counting.count_the_running_week()

    assert told("booking.no_show_rate") == (25.0, 4, 0, 1)
    assert figure("booking.no_show_rate", WEEK).hits == 1


def test_a_visit_still_to_come_is_in_no_count_of_missed_ones(booked: Booked) -> None:
    booked(Status.BOOKED, starts=WEDNESDAY_NOON + timedelta(hours=2))

    counting.count_the_running_week()

    assert not Figure.objects.filter(measure="booking.no_show_rate").exists()


@pytest.mark.parametrize(("hours", "share"), [(3, 0.0), (1, pytest.approx(100 / 3))])
def test_what_a_patient_calls_off_too_late_stands_apart(booked: Booked, town: Cast, hours: int, share: float) -> None:
    hers, by_staff, *_ = booked(Status.BOOKED, Status.BOOKED, Status.FULFILLED, Status.NOSHOW)
    assert town.amara.login is not None
    for one, by in ((hers, town.amara.login), (by_staff, town.sam)):
        call_off(one, by, one.starts_at - timedelta(hours=hours))

    counting.count_the_running_week()

    assert told("booking.late_cancellation_rate")[0] == share
    assert told("booking.no_show_rate")[:2] == (50.0, 2)


def call_off(appointment: Appointment, by: User, when: datetime) -> None:
    appointment.status = Status.CANCELLED
    record("appointment.cancelled", appointment, by=by, happened_at=when)


def test_lead_time_is_counted_in_the_week_in_which_it_was_asked_for(booked: Booked) -> None:
    booked(Status.BOOKED, starts=WEDNESDAY_NOON + timedelta(days=2), asked=timedelta(days=8, hours=12))

    counting.count_the_running_week()

    assert told("booking.lead_time")[:2] == (8.5, 1)


def case(opened: datetime, answered: datetime | None, due: datetime, **more: Any) -> None:
    facts: dict[str, Any] = {"kind": Kind.MESSAGE, "subject": "Parking", "state": CaseState.OPEN, "limit_minutes": 480}
    those = facts | {"opened_at": opened, "answered_at": answered, "first_human_answer_at": answered, "due_at": due}
    record_many("case.opened", [Case(**(those | more))], by=HOUSE, at=opened)


def test_answers_are_timed_in_open_hours_and_those_without_one_count_so_far(town: Cast) -> None:
    monday, tuesday = LAST_MONDAY, LAST_MONDAY + timedelta(days=1)
    case(monday, monday + timedelta(hours=2), tuesday)  # 2 open hours
    case(monday + timedelta(hours=9), tuesday, tuesday)  # 18:00 to 09:00: half an hour and an hour
    case(monday, None, tuesday)  # still open, long overdue
    case(monday, None, tuesday, state=CaseState.CLOSED)  # closed, and nobody answered

    counting.count_the_running_week()

    assert told("cases.first_answer") == (2.0, 3, 1, 1)


def test_a_promise_is_broken_when_it_falls_due_and_not_when_somebody_answers_at_last(town: Cast) -> None:
    monday, tuesday, soon = LAST_MONDAY, LAST_MONDAY + timedelta(days=1), WEDNESDAY_NOON + timedelta(hours=1)
    case(monday, tuesday, tuesday)  # kept, to the minute
    case(monday, tuesday + timedelta(minutes=1), tuesday)
    case(monday, None, tuesday)  # nobody has answered
    case(monday, None, soon)  # not due yet
    case(monday, None, tuesday, kind=Kind.WORK)  # our own repair

    counting.count_the_running_week()

    assert told("cases.kept_promises") == (100 / 3, 3, 2, 0)


def test_what_is_confidential_moves_no_figure(town: Cast, came: Came, booked: Booked) -> None:
    came(10)
    booked(Status.FULFILLED)
    case(LAST_MONDAY, None, WEDNESDAY_NOON)
    counting.count_the_running_week()
    before = figures()

    came(500, label=Label.CONFIDENTIAL)
    came(None, at=None, label=Label.CONFIDENTIAL)
    booked(Status.NOSHOW, starts=LAST_MONDAY + timedelta(days=1), label=Label.CONFIDENTIAL)
    case(LAST_MONDAY, LAST_MONDAY, WEDNESDAY_NOON, label=Label.CONFIDENTIAL)
    counting.count_the_running_week()

    assert figures() == before


def test_counting_again_and_in_another_order_gives_the_same(came: Came, booked: Booked) -> None:
    for minutes in (31.5, 4.25, 18.0, 9.75, 22.0):
        came(minutes)
    booked(Status.FULFILLED, Status.NOSHOW)
    counting.count_the_last_quarter()
    first = figures()
    counting.count_the_last_quarter()
    assert figures() == first

    since, until = WEDNESDAY_NOON - timedelta(weeks=13), WEDNESDAY_NOON + timedelta(days=5)
    for measure in MEASURES:
        backwards = list(MEASURES.source(measure.name)(since, until))[::-1]
        for line in weekly(backwards, statistic=measure.statistic, zone="Europe/London"):
            stored = Figure.objects.get(measure=measure.name, week=line.week, place=line.place)
            assert (stored.value, stored.n, stored.hits) == (line.value, line.n, line.hits)


def test_what_was_put_right_later_is_counted_anew_and_what_is_gone_leaves_no_line(booked: Booked, town: Cast) -> None:
    [only] = booked(Status.NOSHOW)
    counting.count_the_running_week()
    assert told("booking.no_show_rate")[0] == 100.0

    call_off(only, town.sam, LAST_MONDAY - timedelta(days=1))
    counting.count_the_last_quarter()

    assert not Figure.objects.filter(measure="booking.no_show_rate").exists()


def test_a_measure_that_was_never_counted_is_counted_from_the_beginning(booked: Booked) -> None:
    booked(Status.NOSHOW, starts=LAST_MONDAY - timedelta(weeks=100))

    counting.count_the_running_week()

    assert Figure.objects.filter(measure="booking.no_show_rate", place=None).count() == 1


def figures() -> list[tuple[Any, ...]]:
    wanted = ("measure", "place_id", "week", "value", "n", "hits", "waiting", "unknown")
    return sorted(Figure.objects.values_list(*wanted), key=str)
