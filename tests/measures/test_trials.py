"""What many trial days say together, and how sure they are."""

from __future__ import annotations

import random

import pytest

from bedside.measures.trials import at_share, batches, difference, mean, quantile, quantile_difference


def test_a_quantile_lies_between_its_neighbours_by_their_distance() -> None:
    assert at_share([10, 0], 0.5) == 5
    assert at_share([0, 10, 20, 30, 40], 0.8) == 32
    assert at_share([], 0.5) is None


def test_every_day_is_in_one_batch() -> None:
    assert [day for batch in batches(47) for day in batch] == list(range(47))


def test_nineteen_in_twenty_intervals_hold_the_truth() -> None:
    held = {"mean": 0, "middle": 0}
    for seed in range(300):
        dice = random.Random(seed)
        days = [[dice.expovariate(0.1) for _ in range(12)] for _ in range(60)]
        sure, middle = mean([sum(day) / len(day) for day in days]), quantile(days, 0.5)
        assert sure.low is not None
        assert sure.high is not None
        assert middle is not None
        assert middle.low is not None
        assert middle.high is not None
        held["mean"] += sure.low <= 10 <= sure.high
        held["middle"] += middle.low <= 6.931 <= middle.high
    assert all(277 <= count <= 294 for count in held.values()), held


def test_too_few_days_say_a_figure_and_not_how_sure_it_is() -> None:
    assert mean([4.0, 6.0]).value == 5.0
    assert mean([4.0, 6.0]).low is None
    few = quantile([[1.0, 2.0, 3.0]], 0.5)
    assert few is not None
    assert (few.value, few.low) == (2.0, None)
    assert not few.is_clear
    assert quantile([[]], 0.5) is None


def test_two_plans_on_the_same_days_are_told_apart_where_the_luck_of_the_days_would_hide_it() -> None:
    dice = random.Random(3)
    luck = [dice.gauss(50, 20) for _ in range(100)]
    more = [one + dice.gauss(1.0, 0.5) for one in luck]
    paired = difference(luck, more)
    assert paired.is_clear
    assert paired.value == pytest.approx(1.0, abs=0.15)
    alone, other = mean(luck), mean(more)
    assert alone.high is not None
    assert alone.high > other.value, "side by side the difference is lost"
    apart = quantile_difference([[one] for one in luck], [[one] for one in more], 0.5)
    assert apart is not None
    assert apart.value == pytest.approx(1.0, abs=0.5)


def test_what_rests_on_little_does_not_grow_surer_with_more_days() -> None:
    def half(days: int) -> float:
        dice = random.Random(1)
        worlds = [dice.gauss(20, 5) for _ in range(20)]
        each = [dice.gauss(worlds[number], 1) for number, batch in enumerate(batches(days)) for _ in batch]
        found = mean(each, resampled=True)
        assert found.high is not None
        return found.high - found.value

    assert half(4000) == pytest.approx(half(400), rel=0.2)
    assert half(4000) > 5
