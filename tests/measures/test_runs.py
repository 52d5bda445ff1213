"""The run chart: Anhøj's two rules, to the published table."""

from __future__ import annotations

import pytest

from bedside.measures.runs import crossings_by_chance, longest_by_chance, run_chart


@pytest.mark.parametrize(
    ("useful", "longest", "crossings"),
    [(10, 6, 2), (12, 7, 3), (16, 7, 4), (20, 7, 6), (24, 8, 8), (30, 8, 10), (40, 8, 14), (60, 9, 23), (100, 10, 41)],
)
def test_the_bounds_follow_how_many_points_are_useful(useful: int, longest: int, crossings: int) -> None:
    assert (longest_by_chance(useful), crossings_by_chance(useful)) == (longest, crossings)


def test_a_series_that_goes_to_and_fro_keeps_to_chance() -> None:
    chart = run_chart([1, 9] * 8)

    assert (chart.useful, chart.longest_run, chart.crossings) == (16, 1, 15)
    assert not chart.signal


def test_a_long_run_on_one_side_is_a_signal() -> None:
    chart = run_chart([1] * 8 + [9] * 8)

    assert (chart.longest_run, chart.crossings) == (8, 1)
    assert chart.signal


def test_points_on_the_median_and_gaps_are_left_out() -> None:
    chart = run_chart([1, None, 5, 9, 5, 1, None, 9])

    assert chart.median == 5
    assert (chart.useful, chart.crossings) == (4, 3)


def test_too_few_points_never_sound() -> None:
    assert run_chart([1] * 4 + [9] * 4).trial
    assert not run_chart([1] * 4 + [9] * 4).signal


def test_a_series_that_never_varies_is_no_signal() -> None:
    chart = run_chart([4] * 20)

    assert (chart.useful, chart.longest_run, chart.crossings) == (0, 0, 0)
    assert not chart.signal


def test_nothing_is_no_series() -> None:
    with pytest.raises(ValueError):
        run_chart([None, None])
