"""When to ask again: the published figures of FSRS-6, and the boosters of scenarios."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bedside.training import boosters, memory
from bedside.training.memory import FACTOR, Grade, Memory, W

GRADES = list(Grade)
START = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_after_its_stability_nine_in_ten_still_know_it() -> None:
    assert pytest.approx(0.98035, abs=5e-6) == FACTOR
    assert [Memory(days, 5).recall(days) for days in (1, 7, 365)] == pytest.approx([0.9] * 3)


def test_the_first_difficulty_falls_with_the_grade() -> None:
    assert [memory.first(grade).difficulty for grade in GRADES] == pytest.approx([6.4133, 5.1122, 2.1181, 1], abs=5e-5)
    assert [memory.first(grade).stability for grade in GRADES] == list(W[:4])


@pytest.mark.parametrize(("remembered", "days"), [(0.9, [1, 1, 2, 8]), (0.95, [1, 1, 1, 3]), (0.8, [1, 4, 8, 28])])
def test_the_first_interval_follows_the_grade_and_how_much_should_be_kept(remembered: float, days: list[int]) -> None:
    assert [memory.first(grade).interval(remembered) for grade in GRADES] == days


def test_what_is_always_known_is_asked_ever_more_rarely() -> None:
    kept = memory.first(Grade.GOOD)
    days = [kept.interval()]
    for _ in range(4):
        kept = memory.again(kept, Grade.GOOD, days[-1])
        days.append(kept.interval())

    assert days == [2, 11, 46, 163, 497]


def test_what_was_forgotten_is_asked_sooner_and_is_harder() -> None:
    kept = memory.again(memory.first(Grade.GOOD), Grade.GOOD, 2)
    lost = memory.again(kept, Grade.AGAIN, 11)

    assert lost.interval() < kept.interval()
    assert lost.difficulty > kept.difficulty


def test_the_same_day_teaches_little() -> None:
    kept = memory.first(Grade.GOOD)

    assert memory.again(kept, Grade.GOOD, 0.2).interval() < memory.again(kept, Grade.GOOD, 2).interval()
    assert memory.again(kept, Grade.AGAIN, 0.2).stability < kept.stability


def test_what_was_not_played_is_not_due() -> None:
    assert boosters.due([]) is None


def test_boosters_come_after_4_12_and_26_weeks_and_then_each_half_year() -> None:
    played, weeks = [START], []
    for _ in range(5):
        due = boosters.due(played)
        assert due
        weeks.append((due - START) / timedelta(weeks=1))
        played.append(due)

    assert weeks == [4, 12, 26, 52, 78]


def test_playing_again_the_same_week_moves_no_booster() -> None:
    again = [START, START + timedelta(days=1), START + timedelta(days=9)]

    assert boosters.due(again) == START + timedelta(weeks=4)


def test_a_booster_that_comes_late_counts_from_when_it_came() -> None:
    late = START + timedelta(weeks=30)

    assert boosters.due([START, late]) == late + timedelta(weeks=8)
