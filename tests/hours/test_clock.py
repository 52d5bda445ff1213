from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bedside.hours import clock

MORNING = datetime(2026, 5, 22, 8, 0, tzinfo=UTC)


def test_the_time_is_told_in_utc_and_runs() -> None:
    before = datetime.now(UTC)

    told = clock.now()

    assert told.utcoffset() == timedelta(0)
    assert before <= told <= datetime.now(UTC)


def test_a_stopped_clock_stands_still_until_it_is_moved() -> None:
    with clock.stopped_at(MORNING) as hands:
        assert clock.now() == clock.now() == MORNING
        hands.move(hours=2)
        assert clock.now() == MORNING + timedelta(hours=2)
        hands.move_to(MORNING)
        assert clock.now() == MORNING
    assert clock.now() > datetime(2026, 1, 1, tzinfo=UTC)
    assert clock.now() != MORNING


def test_a_moved_clock_runs_on() -> None:
    with clock.moved_to(MORNING):
        first = clock.now()
        threading.Event().wait(0.01)
        assert MORNING <= first < clock.now() < MORNING + timedelta(minutes=5)


def test_every_thread_sees_the_stopped_clock() -> None:
    seen: list[datetime] = []
    with clock.stopped_at(MORNING):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen == [MORNING]


def test_the_inner_of_two_stopped_clocks_is_read_and_the_outer_comes_back() -> None:
    later = MORNING + timedelta(days=1)
    with clock.stopped_at(MORNING):
        with clock.stopped_at(later):
            assert clock.now() == later
        assert clock.now() == MORNING


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"), clock.stopped_at(datetime(2026, 5, 22, 8, 0)):
        pass


def test_the_end_of_all_time_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="not one we can plan"):
        clock.instant(datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))))
