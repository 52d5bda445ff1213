from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product
from math import prod

import pytest

from bedside.prediction.overbooking import advise, outlook, places, same_for_all

NINE = datetime(2024, 3, 5, 9)


@pytest.mark.parametrize(
    ("p", "booked", "too_many"), [(0.15, 13, 0.121), (0.15, 14, 0.357), (0.23, 14, 0.133), (0.23, 15, 0.294)]
)
def test_how_often_too_many_come_for_twelve_times(p: float, booked: int, too_many: float) -> None:
    assert same_for_all(booked, 12, p).too_many == pytest.approx(too_many, abs=0.001)


def test_how_many_times_stay_empty_and_how_many_people_are_too_many() -> None:
    found = same_for_all(13, 12, 0.15)

    assert found.idle == pytest.approx(1.07, abs=0.005)
    assert found.excess == pytest.approx(0.12, abs=0.005)


@pytest.mark.parametrize(("p", "more"), [(0.15, 1), (0.23, 2), (0.0, 0)])
def test_as_many_more_are_advised_as_keep_the_promise(p: float, more: int) -> None:
    assert advise([p] * 12, 12, usual=p).more == more


def test_people_who_miss_unequally_are_counted_each_as_she_is() -> None:
    missing = [0.05, 0.2, 0.4, 0.6]
    by_hand = sum(
        prod(p if away else 1 - p for p, away in zip(missing, ways, strict=True))
        for ways in product([False, True], repeat=4)
        if 4 - sum(ways) > 2
    )

    assert outlook(missing, 2).too_many == pytest.approx(by_hand)


def test_where_more_are_booked_than_there_are_times_none_are_advised() -> None:
    assert advise([0.9] * 13, 12, usual=0.9).more == 0


def test_how_often_too_many_may_come_is_a_setting() -> None:
    assert advise([0.15] * 12, 12, usual=0.15, alpha=0.05).more == 0
    assert advise([0.15] * 12, 12, usual=0.15, alpha=0.4).more == 2


def test_they_go_beside_the_first_two_and_the_middle_never_the_last_and_one_an_hour() -> None:
    hourly = [NINE + timedelta(hours=at) for at in range(7)]
    quarters = [NINE + timedelta(minutes=15 * at) for at in range(12)]

    assert places(hourly, 9) == (hourly[0], hourly[1], hourly[3], hourly[4])
    assert places(quarters, 9) == (quarters[0], quarters[5])
    assert places(hourly[:2], 9) == (hourly[0],)
    assert places(hourly[:1], 9) == ()


def test_no_more_are_advised_than_there_are_such_places() -> None:
    found = advise([0.5] * 12, 12, usual=0.5, starts=[NINE + timedelta(minutes=15 * at) for at in range(12)])

    assert found.more == 2
    assert len(found.at) == 2
