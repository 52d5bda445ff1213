"""p and u charts, and Laney's: published figures to three decimals, and what must not break them."""

from __future__ import annotations

import pytest

from bedside.measures.rates import Rate, p_chart, u_chart

NO_SHOWS, BOOKED = [18, 22, 15, 25, 30, 12, 20, 19], [200, 210, 180, 220, 205, 190, 200, 195]
COMPLAINTS, CONTACTS = [4, 6, 3, 9, 5, 2], [1.0, 1.2, 0.8, 1.1, 1.0, 0.9]  # contacts in thousands


def limits(rate: Rate) -> tuple[float | None, float | None]:
    return rate.lower, rate.upper


def test_the_no_shows_of_eight_weeks() -> None:
    chart = p_chart(NO_SHOWS, BOOKED)

    assert chart.mean == pytest.approx(0.10063, abs=5e-6)
    assert limits(chart.rates[4]) == pytest.approx((0.0376, 0.1637), abs=5e-5)
    assert chart.sigma_z == 1
    assert chart.trial


def test_laney_widens_the_limits_by_what_the_weeks_show() -> None:
    chart = p_chart(NO_SHOWS, BOOKED, laney=True)

    assert chart.sigma_z == pytest.approx(1.306, abs=5e-4)
    assert limits(chart.rates[4]) == pytest.approx((0.0183, 0.1830), abs=5e-5)


def test_complaints_per_thousand_contacts() -> None:
    chart = u_chart(COMPLAINTS, CONTACTS)

    assert chart.mean == pytest.approx(4.833, abs=5e-4)
    assert limits(chart.rates[3]) == pytest.approx((0, 11.122), abs=5e-4)


def test_a_small_week_has_wide_limits_and_a_large_one_narrow() -> None:
    chart = p_chart([5, 50, 500], [10, 100, 1000])
    widths = [float(rate.upper or 0) - float(rate.lower or 0) for rate in chart.rates]

    assert widths == sorted(widths, reverse=True)


def test_a_share_far_outside_is_said_to_be() -> None:
    chart = p_chart([10] * 12 + [40], [100] * 13)

    assert chart.rates[-1].point == "above_limit"
    assert {rate.point for rate in chart.rates[:-1]} <= {"none", "shift_below"}
    assert not chart.trial


def test_seven_weeks_on_one_side_are_a_shift() -> None:
    chart = p_chart([10, 12] * 4 + [16, 17] * 4, [100] * 16)

    assert [rate.point for rate in chart.rates[-7:]] == ["shift_above"] * 7


def test_limits_stay_within_what_can_be() -> None:
    chart = p_chart([0, 1, 0, 2], [3, 3, 3, 3])

    assert all(rate.lower == 0 for rate in chart.rates)
    assert all((rate.upper or 0) <= 1 for rate in chart.rates)


def test_a_week_without_anything_to_count_is_a_gap_and_not_a_zero() -> None:
    with_gaps = p_chart([18, None, 22, 0, 15], [200, 190, 210, 0, 180])

    assert with_gaps.rates[1] == with_gaps.rates[3] == Rate(None, None, None, "none")
    assert with_gaps.mean == p_chart([18, 22, 15], [200, 210, 180]).mean


@pytest.mark.parametrize("counts", [[0, 0, 0], [10, 10, 10]])
@pytest.mark.parametrize("laney", [False, True])
def test_a_series_that_never_varies_is_no_signal(counts: list[int], laney: bool) -> None:
    chart = p_chart(counts, [10, 10, 10], laney=laney)

    assert [rate.point for rate in chart.rates] == ["none"] * 3
    assert chart.rates[0].lower == chart.rates[0].upper == chart.mean


@pytest.mark.parametrize(
    ("counts", "of"), [([3, 4], [2, 5]), ([-1, 4], [2, 5]), ([1], [2]), ([1, 2], [2]), ([1, None], [2, 3])]
)
def test_what_cannot_be_is_refused(counts: list[float | None], of: list[float | None]) -> None:
    with pytest.raises(ValueError):
        p_chart(counts, of)
