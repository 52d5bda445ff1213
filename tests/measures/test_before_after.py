"""Before and after: published figures to three decimals, and no claim where the interval holds 0."""

from __future__ import annotations

import pytest

from bedside.measures.before_after import (
    Effect,
    Group,
    cuped,
    difference_in_differences,
    interrupted,
    still_shown,
)
from bedside.measures.fitting import least_squares, t_quantile

BEFORE = [22.0, 24, 23, 25, 26, 24, 27, 26, 28, 27, 29, 28]
AFTER = [21.0, 20, 22, 20, 19, 20, 18, 19, 17, 18, 16, 17]


def test_a_gain_that_others_nearly_had_too_is_not_shown() -> None:
    found = difference_in_differences(Group(62, 20, 120), Group(71, 20, 130), Group(60, 20, 110), Group(64, 20, 115))

    assert found.size == 5
    assert found.error == pytest.approx(3.678, abs=5e-4)
    assert (found.low, found.high) == pytest.approx((-2.208, 12.208), abs=5e-4)
    assert found.verdict("up") == found.verdict("down") == "not_shown"


def test_better_and_worse_follow_the_direction_of_good() -> None:
    fewer = Effect(-4, 1, -6, -2)

    assert (fewer.verdict("down"), fewer.verdict("up")) == ("better", "worse")
    assert Effect(0, 1, 0, 2).verdict("up") == "not_shown", "0 at the edge is still 0"


def test_a_series_broken_at_its_change() -> None:
    found = interrupted([*BEFORE, *AFTER], 12)

    assert found.slope_before == pytest.approx(0.549, abs=5e-4)
    assert found.slope.size == pytest.approx(-0.986, abs=5e-4)
    assert found.level.size == pytest.approx(-7.998, abs=5e-4)
    assert found.level.size + -found.slope.size == pytest.approx(-7.012, abs=5e-4), "counted from 1 at the first point"
    assert found.level.verdict("down") == "better"
    assert not found.trial


def test_an_exact_line_is_found_exactly_and_gaps_keep_their_time() -> None:
    line = [2.0 * time for time in range(10)] + [50 + 3.0 * time for time in range(10)]
    whole = interrupted(line, 10)
    with_gaps = interrupted([None if time in {3, 14} else value for time, value in enumerate(line)], 10)

    assert (whole.slope_before, whole.slope.size, whole.level.size) == pytest.approx((2, 1, 30))
    assert (with_gaps.slope_before, with_gaps.slope.size, with_gaps.level.size) == pytest.approx((2, 1, 30))


def test_fewer_than_eight_points_on_a_side_are_a_trial() -> None:
    assert interrupted([*BEFORE, *AFTER[:7]], 12).trial


@pytest.mark.parametrize("first_after", [0, 1, 23, 24])
def test_a_change_needs_points_on_both_sides(first_after: int) -> None:
    with pytest.raises(ValueError):
        interrupted([*BEFORE, *AFTER], first_after)


def test_a_constant_series_shows_nothing() -> None:
    found = interrupted([5.0] * 20, 10)

    assert found.level.size == pytest.approx(0, abs=1e-9)
    assert found.slope.size == pytest.approx(0, abs=1e-9)


def test_what_was_known_before_takes_the_noise_out() -> None:
    found = cuped([1, 2, 3, 4, 5, 6], [2, 3, 5, 4, 6, 8])

    assert found.theta == pytest.approx(1.0857, abs=5e-5)
    assert found.rho == pytest.approx(0.9403, abs=5e-5)
    assert (found.variance_before, found.variance_after) == pytest.approx((4.667, 0.541), abs=5e-4)
    assert found.variance_after / found.variance_before == pytest.approx(1 - found.rho**2)
    assert sum(found.adjusted) == pytest.approx(28), "the mean stays what it was"


def test_what_never_varied_before_foretells_nothing() -> None:
    found = cuped([3, 3, 3], [1, 2, 3])

    assert (found.theta, found.adjusted) == (0, (1, 2, 3))


def test_of_many_claims_few_may_be_false() -> None:
    p_values = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]

    assert still_shown(p_values) == [True, True] + [False] * 8
    assert still_shown(list(reversed(p_values))) == [False] * 8 + [True, True]
    assert still_shown([0.02, 0.02]) == [True, True]
    assert still_shown([0.04, 0.051]) == [False, False]
    assert still_shown([]) == []


@pytest.mark.parametrize(("left", "away"), [(1, 12.706), (2, 4.303), (5, 2.571), (20, 2.086), (120, 1.980)])
def test_students_t(left: int, away: float) -> None:
    assert t_quantile(0.975, left) == pytest.approx(away, abs=5e-4)


def test_causes_that_cannot_be_told_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="tell the causes apart"):
        least_squares([(1, 1), (1, 1), (1, 1)], [1, 2, 3])


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError):
        difference_in_differences(Group(1, 1, 1), Group(1, 1, 9), Group(1, 1, 9), Group(1, 1, 9))
    with pytest.raises(ValueError):
        cuped([1], [1])
    with pytest.raises(ValueError):
        still_shown([1.2])
