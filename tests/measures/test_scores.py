from __future__ import annotations

import pytest

from bedside.measures import scores
from bedside.measures.scores import Group


def test_the_top_box_is_the_share_of_the_best_answer() -> None:
    assert scores.top_box([4, 4, 3, 4, 2, 1, 4, 3], {4}).value == 0.5


def test_the_linear_mean_lies_between_0_and_100() -> None:
    assert scores.linear_mean([4, 4, 3, 4, 2, 1, 4, 3], 1, 4) == pytest.approx(70.83, abs=0.005)
    assert scores.linear_mean([1, 1, 2], 5, 1) == pytest.approx(100 * (1 + 1 + 0.75) / 3)  # where 1 is the best


@pytest.mark.parametrize(
    ("count", "of", "low", "high"), [(45, 50, 0.786, 0.957), (9, 10, 0.596, 0.982), (8, 400, 0.010, 0.039)]
)
def test_a_share_says_between_what_it_lies(count: int, of: int, low: float, high: float) -> None:
    found = scores.share(count, of)

    assert (round(found.low, 3), round(found.high, 3)) == (low, high)


def test_a_share_of_all_or_none_is_not_certain() -> None:
    all_of_them, none_of_them = scores.share(5, 5), scores.share(0, 5)

    assert all_of_them.high == pytest.approx(1)
    assert all_of_them.low < 0.6
    assert none_of_them.low == pytest.approx(0)
    assert none_of_them.high > 0.4


def test_who_does_not_know_has_answered_too() -> None:
    counts = {"very_good": 60, "good": 20, "neither": 5, "poor": 3, "very_poor": 2, "dont_know": 10}

    assert scores.positive(counts).value == 0.8
    assert scores.positive(counts).of == 100


def test_net_promoters_carry_their_margin() -> None:
    large, small = scores.net_promoters(60, 25, 15), scores.net_promoters(12, 5, 3)

    assert (round(large.score, 1), round(large.margin, 1)) == (45.0, 14.5)
    assert (round(small.score, 1), round(small.margin, 1)) == (45.0, 32.4)


def test_a_group_counts_as_much_as_it_has_people() -> None:
    found = scores.weighted_share([Group(0.5, 80, 0.8), Group(0.5, 20, 0.6)])

    assert found.raw == pytest.approx(0.76)
    assert found.value == pytest.approx(0.70)
    assert found.effective == pytest.approx(64)
    assert scores.effective([0.625] * 80 + [2.5] * 20) == pytest.approx(64)


def test_no_answer_weighs_more_than_three() -> None:
    found = scores.weighted_share([Group(0.9, 1, 0.0), Group(0.1, 99, 1.0)])

    assert found.weights == (3.0, 0.3)


def test_of_nobody_there_is_no_score() -> None:
    for ask in (
        lambda: scores.share(0, 0),
        lambda: scores.wilson(3, 2),
        lambda: scores.positive({}),
        lambda: scores.linear_mean([], 1, 5),
        lambda: scores.net_promoters(0, 0, 0),
        lambda: scores.weighted_share([Group(1.0, 0, 0.0)]),
    ):
        with pytest.raises(ValueError, match=r".+"):
            ask()
