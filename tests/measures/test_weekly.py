"""Single things become weeks. Every figure here was worked out by hand."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bedside.measures.weekly import Counted, Weekly, quantile, summed_up, week_bounds, weekly

LONDON = "Europe/London"
RIVERSIDE, HILLSIDE = uuid.UUID(int=1), uuid.UUID(int=2)
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)


def waits(*minutes: float, place: uuid.UUID | None = None, **more: Any) -> list[Counted]:
    return [Counted(MONDAY, place, value, **more) for value in minutes]


def test_a_week_is_counted_at_each_place_and_at_all_together() -> None:
    told = [*waits(10, 20, 60, place=RIVERSIDE), *waits(5, place=HILLSIDE)]

    lines = {line.place: (line.value, line.n) for line in weekly(told, statistic="median", zone=LONDON)}

    assert lines == {None: (15.0, 4), RIVERSIDE: (20.0, 3), HILLSIDE: (5.0, 1)}


def test_whoever_still_waits_counts_with_the_time_so_far_and_what_is_unknown_is_counted_apart() -> None:
    told = [*waits(10, 20), *waits(90, waiting=True), Counted(MONDAY), Counted(MONDAY, waiting=True)]

    [line] = weekly(told, statistic="median", zone=LONDON)

    assert line == Weekly(date(2026, 11, 16), None, 20.0, 3, None, waiting=2, unknown=1)


def test_a_week_of_which_nothing_is_known_has_no_value_and_no_zero() -> None:
    [line] = weekly([Counted(MONDAY)], statistic="share", zone=LONDON)

    assert (line.value, line.n, line.unknown) == (None, 0, 1)


def test_a_share_is_in_per_cent_of_those_known() -> None:
    [line] = weekly([*waits(1, 0, 0, 0), Counted(MONDAY)], statistic="share", zone=LONDON)

    assert (line.value, line.hits, line.n) == (25.0, 1, 4)


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 19)),  # Sunday night, the clocks have gone back
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), date(2026, 3, 23)),  # 23:59 in summer time
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),  # Monday at the clinic, Sunday in UTC
    ],
)
def test_a_week_ends_at_midnight_on_the_clinics_wall(moment: datetime, week: date) -> None:
    [line] = weekly([Counted(moment, None, 1.0)], statistic="mean", zone=LONDON)

    assert line.week == week
    first, after = week_bounds(week, LONDON)
    assert first <= moment < after


def test_the_weeks_in_which_the_clocks_change_last_an_hour_more_or_less() -> None:
    lengths = [after - first for first, after in (week_bounds(day, LONDON) for day in DST_WEEKS)]

    assert lengths == [timedelta(hours=167), timedelta(hours=169), timedelta(hours=168)]


DST_WEEKS = [date(2026, 3, 23), date(2026, 10, 19), date(2026, 11, 16)]


def test_the_order_in_which_things_are_told_never_matters() -> None:
    dice = random.Random(7)
    told = [
        Counted(MONDAY + timedelta(hours=dice.randint(0, 900)), dice.choice([None, RIVERSIDE]), dice.uniform(0, 90))
        for _ in range(200)
    ]
    for statistic in ("median", "p90", "mean", "share"):
        first = weekly(told, statistic=statistic, zone=LONDON)  # type: ignore[arg-type]
        shuffled = dice.sample(told, len(told))
        assert weekly(shuffled, statistic=statistic, zone=LONDON) == first  # type: ignore[arg-type]


def test_quantiles_are_those_of_the_field() -> None:
    assert quantile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.5
    assert quantile([10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0], 0.9) == pytest.approx(91.0)
    assert summed_up([7.0], "p90") == 7.0
    assert summed_up([1.0, 2.0, 6.0], "mean") == 3.0
