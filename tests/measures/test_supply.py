from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bedside.measures.supply import Time, is_away, overflow, panel, practice_mean, steadied, third_next

TUESDAY = datetime(2026, 3, 3, 10)

# A word is a day from Tuesday on, a letter a time at 9, 10, 11 … o'clock; it is looked at on Tuesday at 10.
# o open, c open because somebody called off, x taken, h kept for same-day or urgent use, l on leave, - nothing there
CALENDARS = [
    ("--ooo", 0),
    ("--ccc", 0),
    ("ooo-- ooo", 1),  # 9 and 10 on Tuesday have passed; 11 is one, Wednesday has the next two
    ("--xxx ooo", 1),
    ("--oo- --o", 1),
    ("--oo- xxx xxx o", 3),
    ("--hhh hhh ooo", 2),
    ("--hho xhh hoo", 2),
    ("--xhx xhx xhx xhx - - ooo", 6),  # over the weekend
    ("xxx xxx xxx xxo - - oo", 6),
    ("--cxx cxx cxx", 2),
    ("--llo llo llo", 2),
    ("lll lll lll lll - - lll lll ooo", 8),
    ("--ooh - - - - - - ooo", 7),
    ("-- - - - - - - - - - - - - - ooo", 14),
    ("--o- - - - - - o - - - - - - o", 13),
    ("--hhh hhh hhh", None),
    ("--oo", None),
    ("", None),
    ("--xxx xxx xxx xxx o o o", 6),  # a Saturday, a Sunday and a Monday count as days
]


def calendar(words: str) -> list[Time]:
    nine = TUESDAY.replace(hour=9)
    return [
        Time(nine + timedelta(days=day, hours=hour), sign in "oc")
        for day, signs in enumerate(words.split())
        for hour, sign in enumerate(signs)
        if sign != "-"
    ]


@pytest.mark.parametrize(("words", "days"), CALENDARS)
def test_the_third_next_time_is_the_one_counted_by_hand(words: str, days: int | None) -> None:
    assert third_next(calendar(words), TUESDAY) == days


def test_there_are_twenty_calendars_with_held_freed_and_leave_times() -> None:
    assert len(CALENDARS) == 20
    assert all(any(sign in words for words, _days in CALENDARS) for sign in "ochlx")


@pytest.mark.parametrize(
    ("away", "is_left_out"),
    [
        ([(0, 3)], True),  # four days
        ([(0, 2)], False),  # three
        ([(-2, 1)], True),
        ([(-1, 0), (1, 2)], True),  # ill, then on leave, without a day between
        ([(-3, -1)], False),  # is back
        ([(1, 9)], False),  # not yet
        ([], False),
    ],
)
def test_a_clinician_away_for_more_than_three_days_is_left_out(away: list[tuple[int, int]], is_left_out: bool) -> None:
    today = date(2026, 3, 3)
    days = [(today + timedelta(days=first), today + timedelta(days=last)) for first, last in away]

    assert is_away(days, today) is is_left_out


def test_the_practice_is_the_mean_of_its_clinicians_of_whom_there_is_a_figure() -> None:
    assert practice_mean([0, 3, None, 6]) == 3
    assert practice_mean([None]) is None


def test_of_a_kind_of_visit_with_few_times_four_weeks_are_taken_together() -> None:
    assert steadied([40, 1, 9, 2, 30], times_a_week=6) == 5.5
    assert steadied([40, 1, 9, 2, 30], times_a_week=10) == 30


def test_a_panel_is_as_many_as_their_visits_fill_the_days() -> None:
    assert panel(20, 220, 2) == 2200


def test_overflow_is_the_share_of_days_on_which_more_was_asked_for_than_there_was() -> None:
    found = overflow([(10, 10), (12, 10), (9, 10), (8, 10)])

    assert found is not None
    assert (found.share, found.use, found.is_tight) == (0.25, 0.975, True)
    assert overflow([(3, 0)]) is None
