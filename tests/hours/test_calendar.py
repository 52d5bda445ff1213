from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.hours.calendar import Calendar, out_of_quiet, quiet
from bedside.hours.zones import at, local

LONDON = "Europe/London"
NEW_YORK = "America/New_York"
OFFICE = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
FRIDAY, SATURDAY, MONDAY, TUESDAY = (date(2026, 5, day) for day in (22, 23, 25, 26))

office = Calendar.of(LONDON, OFFICE)
bank_holiday = Calendar.of(LONDON, OFFICE, holidays=[MONDAY])
split = Calendar.of(NEW_YORK, {"mon": [["08:30", "12:30"], ["13:30", "18:00"]], "sat": [["22:00", "24:00"]]})

HOURS = 60


@pytest.mark.parametrize(
    ("calendar", "start", "minutes", "due"),
    [
        (office, at(FRIDAY, "16:30", LONDON), 8 * HOURS, at(MONDAY, "16:30", LONDON)),
        (bank_holiday, at(FRIDAY, "16:30", LONDON), 8 * HOURS, at(TUESDAY, "16:30", LONDON)),
        (office, at(SATURDAY, "10:00", LONDON), 8 * HOURS, at(MONDAY, "17:00", LONDON)),
        (office, at(FRIDAY, "16:30", LONDON), 1 * HOURS, at(MONDAY, "09:30", LONDON)),
    ],
)
def test_a_promise_counts_open_hours_only(calendar: Calendar, start: datetime, minutes: int, due: datetime) -> None:
    assert calendar.add_minutes(start, minutes) == due
    assert calendar.minutes_between(start, due) == minutes


@pytest.mark.parametrize(
    ("calendar", "due"), [(office, date(2026, 5, 26)), (bank_holiday, date(2026, 5, 27))], ids=["plain", "holiday"]
)
def test_three_working_days_for_a_complaint_are_counted_from_the_day_after(calendar: Calendar, due: date) -> None:
    assert calendar.add_working_days(date(2026, 5, 21), 3) == due
    assert date(2026, 5, 21) + timedelta(days=7) == date(2026, 5, 28)  # calendar days need no calendar of ours


def test_a_promise_ends_at_closing_time_rather_than_at_the_next_opening() -> None:
    assert office.add_minutes(at(FRIDAY, "16:30", LONDON), 30) == at(FRIDAY, "17:00", LONDON)


def test_a_place_is_open_from_its_opening_until_just_before_its_closing() -> None:
    assert office.is_open(at(FRIDAY, "09:00", LONDON))
    assert office.is_open(at(FRIDAY, "16:59", LONDON))
    assert not office.is_open(at(FRIDAY, "17:00", LONDON))
    assert not office.is_open(at(FRIDAY, "08:59", LONDON))
    assert not office.is_open(at(SATURDAY, "10:00", LONDON))
    assert not bank_holiday.is_open(at(MONDAY, "10:00", LONDON))


def test_a_lunch_break_does_not_count() -> None:
    assert not split.is_open(at(MONDAY, "13:00", NEW_YORK))
    assert split.add_minutes(at(MONDAY, "12:00", NEW_YORK), 60) == at(MONDAY, "14:00", NEW_YORK)


def test_closing_at_midnight_is_the_end_of_that_day() -> None:
    assert split.is_open(at(SATURDAY, "23:59", NEW_YORK))
    assert not split.is_open(at(date(2026, 5, 24), "00:00", NEW_YORK))


def test_the_same_moment_is_open_in_one_zone_and_closed_in_another() -> None:
    there = Calendar.of(NEW_YORK, OFFICE)
    ten_in_london = at(FRIDAY, "10:00", LONDON)

    assert office.is_open(ten_in_london)
    assert not there.is_open(ten_in_london)
    assert there.next_open(ten_in_london) == at(FRIDAY, "09:00", NEW_YORK)


def test_a_night_on_which_clocks_change_counts_the_hours_that_pass() -> None:
    night = Calendar.of(LONDON, {"sun": [["00:00", "06:00"]]})

    assert night.minutes_between(at(date(2026, 3, 28), "12:00", LONDON), at(date(2026, 3, 30), "12:00", LONDON)) == 300
    assert (
        night.minutes_between(at(date(2026, 10, 24), "12:00", LONDON), at(date(2026, 10, 26), "12:00", LONDON)) == 420
    )


def test_a_promise_over_the_change_of_clocks_is_kept_by_the_wall_clock() -> None:
    before = at(date(2026, 3, 27), "16:30", LONDON)
    assert office.add_minutes(before, 8 * HOURS) == at(date(2026, 3, 30), "16:30", LONDON)


def test_hours_that_lie_in_a_gap_do_not_happen() -> None:
    night = Calendar.of(LONDON, {"sun": [["01:00", "01:45"], ["01:50", "03:00"]]})
    opening = night.opening(date(2026, 3, 29))
    assert opening == [(datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC))]


def test_urgent_work_has_a_clock_that_never_stops() -> None:
    always = Calendar.always(LONDON)
    start = at(date(2026, 3, 28), "23:00", LONDON)

    assert always.add_minutes(start, 240) == start + timedelta(hours=4)
    assert always.is_open(at(date(2026, 12, 25), "03:00", LONDON))


def test_public_holidays_come_from_the_country_and_its_part() -> None:
    england = Calendar.of(LONDON, OFFICE, country="GB", subdivision="ENG")
    scotland = Calendar.of(LONDON, OFFICE, country="GB", subdivision="SCT")

    assert england.add_minutes(at(FRIDAY, "16:30", LONDON), 8 * HOURS) == at(TUESDAY, "16:30", LONDON)
    assert england.is_holiday(date(2026, 12, 28))  # Boxing Day, a Saturday, is kept on Monday
    assert england.is_holiday(date(2026, 8, 31))
    assert not scotland.is_holiday(date(2026, 8, 31))


def test_the_list_of_holidays_is_not_read_before_it_is_needed() -> None:
    code = "import sys, bedside.hours.calendar; raise SystemExit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("country", ["Atlantis", "ZZ"])
def test_a_country_whose_holidays_we_do_not_know_is_refused(country: str) -> None:
    with pytest.raises(ValueError, match="do not know the public holidays"):
        Calendar.of(LONDON, OFFICE, country=country)


@pytest.mark.parametrize(
    ("week", "says"),
    [
        ({"mon": [["17:00", "09:00"]]}, "closes before it opens"),
        ({"mon": [["09:00", "09:00"]]}, "closes before it opens"),
        ({"mon": [["09:00", "13:00"], ["12:00", "17:00"]]}, "overlap"),
        ({"mon": [["09:00", "24:00"], ["12:00", "17:00"]]}, "overlap"),
        ({"monday": [["09:00", "13:00"]]}, "not a day of the week"),
        ({"mon": [["09:00"]]}, "not a pair"),
        ({"mon": ["09:00-17:00"]}, "not a pair"),
        ({"mon": [["9", "17"]]}, "not a time of day"),
    ],
)
def test_opening_hours_that_make_no_sense_are_refused_in_words(week: dict[str, list[list[str]]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Calendar.of(LONDON, week)


def test_a_calendar_that_never_opens_says_so_instead_of_searching_for_ever() -> None:
    never = Calendar.of(LONDON, {})
    friday = at(FRIDAY, "10:00", LONDON)

    with pytest.raises(ValueError, match="never opens"):
        never.add_minutes(friday, 1)
    with pytest.raises(ValueError, match="never opens"):
        never.next_open(friday)
    with pytest.raises(ValueError, match="never opens"):
        never.add_working_days(FRIDAY, 1)
    assert never.minutes_between(friday, friday + timedelta(days=30)) == 0


def test_time_is_not_promised_backwards() -> None:
    with pytest.raises(ValueError, match="forwards only"):
        office.add_minutes(at(FRIDAY, "10:00", LONDON), -1)
    with pytest.raises(ValueError, match="forwards only"):
        office.add_working_days(FRIDAY, -1)


@pytest.mark.parametrize(
    ("wall", "is_quiet"),
    [("20:59", False), ("21:00", True), ("23:59", True), ("00:00", True), ("07:59", True), ("08:00", False)],
)
def test_quiet_hours_are_nine_in_the_evening_to_eight_in_the_morning(wall: str, is_quiet: bool) -> None:
    assert quiet(at(FRIDAY, wall, LONDON), LONDON) is is_quiet


def test_a_message_that_falls_into_quiet_hours_waits_for_eight_in_the_morning() -> None:
    eight = at(SATURDAY, "08:00", LONDON)

    assert out_of_quiet(at(FRIDAY, "22:00", LONDON), LONDON) == eight
    assert out_of_quiet(at(SATURDAY, "03:00", LONDON), LONDON) == eight
    assert out_of_quiet(at(SATURDAY, "12:00", LONDON), LONDON) == at(SATURDAY, "12:00", LONDON)


def test_quiet_hours_are_those_of_the_patient_even_when_the_clocks_change() -> None:
    evening = at(date(2026, 3, 28), "22:00", LONDON)

    assert out_of_quiet(evening, LONDON) == at(date(2026, 3, 29), "08:00", LONDON)
    assert out_of_quiet(evening, NEW_YORK) == evening


calendars = st.sampled_from(
    [office, bank_holiday, split, Calendar.of("Australia/Sydney", OFFICE), Calendar.always(LONDON)]
)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))


@given(calendars, moments, st.integers(0, 5000))
def test_the_minutes_promised_are_the_minutes_that_lie_between(
    calendar: Calendar, start: datetime, minutes: int
) -> None:
    due = calendar.add_minutes(start, minutes)
    assert due >= start
    assert calendar.minutes_between(start, due) == pytest.approx(minutes)
    assert calendar.minutes_between(due, start) == pytest.approx(-minutes)


@given(calendars, moments, st.integers(0, 2000), st.integers(1, 2000))
def test_two_promises_in_a_row_are_one_long_promise(
    calendar: Calendar, start: datetime, first: int, second: int
) -> None:
    assert calendar.add_minutes(calendar.add_minutes(start, first), second) == calendar.add_minutes(
        start, first + second
    )


@given(calendars, moments)
def test_what_opens_next_is_open(calendar: Calendar, moment: datetime) -> None:
    opening = calendar.next_open(moment)
    assert calendar.is_open(opening)
    assert calendar.minutes_between(moment, opening) == 0


@given(moments, st.sampled_from([LONDON, NEW_YORK, "Asia/Kathmandu"]))
def test_nobody_is_woken(moment: datetime, zone: str) -> None:
    sent = out_of_quiet(moment, zone)
    assert not quiet(sent, zone)
    assert moment <= sent <= moment + timedelta(hours=12)
    assert sent == moment or local(sent, zone).hour == 8
