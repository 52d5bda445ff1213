"""The funnel with overdispersion: published figures to three decimals, and its edges."""

from __future__ import annotations

import pytest

from bedside.measures.funnel import funnel, quantile

COUNTS, OF = [42, 18, 75, 30, 12, 60, 25, 130, 5, 88], [400, 150, 520, 310, 140, 500, 260, 700, 180, 410]


def test_ten_units_that_differ_by_more_than_chance() -> None:
    found = funnel(COUNTS, OF)

    assert found.mean == pytest.approx(0.13585, abs=5e-6)
    assert found.phi == pytest.approx(5.030, abs=5e-4)
    assert found.tau2 == pytest.approx(0.003300, abs=5e-7)


def test_a_unit_that_plain_limits_accuse_lies_inside_the_honest_ones() -> None:
    plain, honest = funnel(COUNTS, OF, adjusted=False).units[9], funnel(COUNTS, OF).units[9]

    assert plain
    assert honest
    assert plain.share == pytest.approx(0.215, abs=5e-4)
    assert plain.outer == pytest.approx((0.088, 0.192), abs=5e-4)
    assert honest.outer == pytest.approx((0.034, 0.292), abs=5e-4)
    assert (plain.where, honest.where) == ("above_outer", "inside")


def test_units_that_differ_by_chance_alone_are_not_widened() -> None:
    found = funnel([10, 11, 9, 10, 10], [100] * 5)

    assert found.tau2 == 0
    assert found.phi < 1


def test_units_keep_their_order_and_empty_ones_their_place() -> None:
    found = funnel([10, 0, 20], [100, 0, 100])

    assert found.units[1] is None
    assert [unit and unit.share for unit in found.units] == [0.1, None, 0.2]


@pytest.mark.parametrize("counts", [[0, 0, 0], [50, 60, 70]])
def test_units_that_are_all_alike_lie_inside(counts: list[int]) -> None:
    found = funnel(counts, [50, 60, 70])

    assert [unit and unit.where for unit in found.units] == ["inside"] * 3


def test_limits_stay_within_what_can_be() -> None:
    for unit in funnel([1, 0, 2], [2, 2, 2]).units:
        assert unit
        assert 0 <= unit.outer[0] <= unit.inner[0] <= unit.inner[1] <= unit.outer[1] <= 1


@pytest.mark.parametrize(("counts", "of"), [([3], [4]), ([5, 1], [4, 4]), ([-1, 1], [4, 4]), ([1, 2], [4])])
def test_what_cannot_be_is_refused(counts: list[int], of: list[int]) -> None:
    with pytest.raises(ValueError):
        funnel(counts, of)


def test_a_quantile_may_fall_between_two() -> None:
    assert quantile([1, 2, 3, 4], 0.1) == pytest.approx(1.3)
    assert quantile([7], 0.9) == 7
