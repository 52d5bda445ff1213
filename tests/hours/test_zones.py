from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.hours import zones

LONDON = "Europe/London"
FORWARD = date(2026, 3, 29)  # 01:00 becomes 02:00
BACK = date(2026, 10, 25)  # 02:00 becomes 01:00

PLACES = [
    LONDON,
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Santiago",
    "UTC",
]
moments = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
days = st.dates(date(2015, 1, 1), date(2035, 1, 1))
walls = st.times().map(lambda wall: wall.replace(microsecond=0))


def test_a_wall_time_is_a_moment_at_a_place() -> None:
    assert zones.at(date(2026, 7, 1), "09:40", LONDON) == datetime(2026, 7, 1, 8, 40, tzinfo=UTC)
    assert zones.at(date(2026, 1, 7), "09:40", LONDON) == datetime(2026, 1, 7, 9, 40, tzinfo=UTC)
    assert zones.at(date(2026, 1, 7), time(9, 40), "America/New_York") == datetime(2026, 1, 7, 14, 40, tzinfo=UTC)


def test_a_time_that_does_not_happen_is_refused() -> None:
    with pytest.raises(zones.NoSuchTime, match="clocks go forward"):
        zones.at(FORWARD, "01:30", LONDON)


def test_what_must_happen_anyway_happens_right_after_the_gap() -> None:
    for wall in ("01:00", "01:30", "01:59"):
        assert zones.at_or_after(FORWARD, wall, LONDON) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_time_that_happens_twice_means_the_first() -> None:
    assert zones.at(BACK, "01:30", LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert zones.at(BACK, time(1, 30, fold=1), LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_day_and_wall_time_are_those_of_the_place() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)

    assert zones.day_of(late, LONDON) == date(2026, 7, 2)
    assert zones.day_of(late, "America/New_York") == date(2026, 7, 1)
    assert zones.local(late, LONDON).time() == time(0, 30)


@pytest.mark.parametrize(("day", "hours"), [(FORWARD, 23), (BACK, 25), (date(2026, 7, 1), 24)])
def test_a_day_lasts_as_long_as_its_clock_says(day: date, hours: int) -> None:
    start, end = zones.day_bounds(day, LONDON)
    assert end - start == timedelta(hours=hours)


def test_a_day_that_begins_in_a_gap_begins_after_it() -> None:
    start, _ = zones.day_bounds(date(2026, 9, 6), "America/Santiago")  # midnight becomes 01:00
    assert zones.local(start, "America/Santiago") == datetime(
        2026, 9, 6, 1, tzinfo=zones.zone_named("America/Santiago")
    )


def test_a_day_a_place_skipped_has_no_length() -> None:
    start, end = zones.day_bounds(date(2011, 12, 30), "Pacific/Apia")
    assert start == end


@pytest.mark.parametrize("wall", ["9:40", "24:00", "12:60", "noon", "", "09:40\n", "٠٩:٤٠"])
def test_what_is_not_a_time_of_day_is_refused(wall: str) -> None:
    with pytest.raises(ValueError, match="not a time of day"):
        zones.at(BACK, wall, LONDON)


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../etc/passwd", "a\0b", "Europe"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="do not know the time zone"):
        zones.at(BACK, "09:40", zone)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_an_impossible_year_is_refused(day: date) -> None:
    with pytest.raises(ValueError, match="not one we can plan for"):
        zones.day_bounds(day, LONDON)


@given(moments, st.sampled_from(PLACES))
def test_every_moment_lies_within_its_day(moment: datetime, zone: str) -> None:
    start, end = zones.day_bounds(zones.day_of(moment, zone), zone)
    assert start <= moment < end


@given(days, st.sampled_from(PLACES))
def test_days_follow_each_other_without_gap(day: date, zone: str) -> None:
    assert zones.day_bounds(day, zone)[1] == zones.day_bounds(day + timedelta(days=1), zone)[0]


@given(days, walls, st.sampled_from(PLACES))
def test_a_moment_shows_the_wall_time_it_was_made_from(day: date, wall: time, zone: str) -> None:
    try:
        moment = zones.at(day, wall, zone)
    except zones.NoSuchTime:
        after = zones.at_or_after(day, wall, zone)
        assert zones.local(after, zone).replace(tzinfo=None) > datetime.combine(day, wall)
        before = zones.local(after - timedelta(seconds=1), zone).replace(tzinfo=None)
        assert before < datetime.combine(day, wall)
    else:
        assert zones.local(moment, zone).replace(tzinfo=None) == datetime.combine(day, wall)
