from __future__ import annotations

import pytest

from bedside.measures.stretches import Run, run_of, series

CALM = [20.0, 22, 19, 21, 20, 23, 20, 21, 19, 22, 20, 21]
WORSE = [31.0, 29, 32, 30, 31, 33, 30, 32]


def test_limits_drawn_anew_leave_the_old_ones_standing() -> None:
    whole = series(CALM + WORSE, better="down")
    parted = series(CALM + WORSE, [12], better="down")

    assert whole.points[-1].variation == "concerning"
    assert parted.points[0].limits == series(CALM, better="down").points[0].limits
    assert parted.points[-1].limits == series(WORSE, better="down").points[0].limits
    assert {one.kind for one in parted.points} == {"none"}  # no rule looks across the change
    assert parted.starts == (0, 12)


def test_a_stretch_of_one_point_has_no_limits_yet() -> None:
    parted = series([*CALM, 31.0], [12])

    assert parted.points[-1].limits is None
    assert parted.points[-1].kind == "none"


@pytest.mark.parametrize("values", [[], [4.0]])
def test_too_little_says_nothing(values: list[float]) -> None:
    assert run_of(values, series(values)) is None


def test_a_shift_tells_since_when_how_long_and_what_was_usual_before() -> None:
    values = CALM + WORSE
    assert run_of(values, series(values)) == Run("shift_above", start=12, length=8, before=sum(CALM) / 12)


def test_a_trend_begins_at_its_lowest_point() -> None:
    values = [30.0, 36, 29, 35, 28, 26, 28, 30, 32, 34, 36, 38]
    assert series(values).points[-1].kind == "trend_up"
    found = run_of(values, series(values))
    assert found is not None
    assert (found.start, found.length) == (5, 7)


def test_a_point_outside_is_a_story_of_its_own() -> None:
    values = [*CALM, 44.0]
    found = run_of(values, series(values))
    assert found == Run("above_limit", start=12, length=1, before=sum(CALM) / 12)


def test_two_of_three_is_told_of_three_at_most() -> None:
    values = [50.0, 53, 49, 53, 50, 53, 49, 53, 50, 53, 49, 53, 51, 60, 54, 60]
    assert series(values).points[-1].kind == "two_in_three_above"
    found = run_of(values, series(values))
    assert found is not None
    assert found.start == 13


def test_what_says_the_same_without_a_break_is_one_signal() -> None:
    values = CALM + WORSE
    found = series(values, better="down")
    assert found.unbroken("concerning") == 12
    assert found.unbroken("improving") == len(values)
