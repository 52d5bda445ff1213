"""What `bedside ask clock` takes and answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bedside.hours.ask import answer
from bedside.hours.calendar import Calendar

LONDON = "Europe/London"
WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
OFFICE: dict[str, Any] = {"zone": LONDON, "weekly": WEEK}
HOLIDAY = OFFICE | {"holidays": ["2026-05-25"]}


def due(received: str, minutes: float, calendar: Any, **more: Any) -> Any:
    found = answer({"received": received, "minutes": minutes, "calendar": calendar} | more)["due"]
    return found[:16] if found else found


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ({"received": "2026-05-22T16:30", "minutes": 480, "calendar": OFFICE}, "2026-05-25T16:30"),
        ({"received": "2026-05-22T16:30", "minutes": 480, "calendar": HOLIDAY}, "2026-05-26T16:30"),
        ({"received": "2026-05-23T10:00", "minutes": 480, "calendar": OFFICE}, "2026-05-25T17:00"),
        ({"received": "2026-05-22T16:30", "minutes": 60, "calendar": OFFICE}, "2026-05-25T09:30"),
        ({"received": "2026-05-21T11:00", "working_days": 3, "calendar": OFFICE}, "2026-05-26T17:00"),
        ({"received": "2026-05-21T11:00", "working_days": 3, "calendar": HOLIDAY}, "2026-05-27T17:00"),
        ({"received": "2026-05-21T11:00", "calendar_days": 7, "calendar": OFFICE}, "2026-05-28T11:00"),
    ],
)
def test_the_seven_dated_examples(line: dict[str, Any], by: str) -> None:
    assert answer(line)["due"][:16] == by


def test_three_working_days_are_also_their_open_minutes() -> None:
    assert due("2026-05-21T17:00", 3 * 480, OFFICE) == "2026-05-26T17:00"
    assert due("2026-05-21T17:00", 3 * 480, HOLIDAY) == "2026-05-27T17:00"
    assert due("2026-05-21T10:00", 7 * 24 * 60, "24x7") == "2026-05-28T10:00"


def test_the_answer_is_a_time_at_the_calendars_zone() -> None:
    found = answer({"received": "2026-05-22T15:30:00Z", "minutes": 60, "calendar": OFFICE})

    assert found["due"] == "2026-05-25T09:30:00+01:00"
    assert found["tell_at"]["50"] == "2026-05-22T17:00:00+01:00"
    assert found["tell_at"]["100"] == found["due"]


def test_two_zones_have_two_promises() -> None:
    there = OFFICE | {"zone": "America/New_York"}

    assert answer({"received": "2026-05-22T16:30:00+01:00", "minutes": 60, "calendar": there})["due"] == (
        "2026-05-22T12:30:00-04:00"
    )


@pytest.mark.parametrize(
    ("received", "minutes", "by"),
    [
        ("2026-03-27T16:30", 480, "2026-03-30T16:30"),  # the clocks go forward in the night to Sunday
        ("2026-10-23T16:30", 480, "2026-10-26T16:30"),  # and back
        ("2026-05-22T23:59", 10, "2026-05-25T09:10"),  # at night
        ("2026-05-22T03:00", 10, "2026-05-22T09:10"),
        ("2026-05-22T16:59", 1, "2026-05-22T17:00"),  # at closing time, not at the next opening
        ("2026-05-22T10:00", 0, "2026-05-22T10:00"),
        ("2028-02-28T16:30", 480, "2028-02-29T16:30"),  # a leap day
        ("2027-02-26T16:30", 480, "2027-03-01T16:30"),
        ("2026-12-31T16:30", 480, "2027-01-01T16:30"),
    ],
)
def test_the_odd_days_of_the_year(received: str, minutes: int, by: str) -> None:
    assert due(received, minutes, OFFICE) == by


def test_day_and_night_counts_the_hours_that_pass() -> None:
    always = {"zone": LONDON, "24x7": True}

    assert due("2026-03-28T23:00", 240, always) == "2026-03-29T04:00"  # one hour did not happen
    assert due("2026-10-24T23:00", 240, always) == "2026-10-25T02:00"  # one happened twice
    assert due("2026-12-25T03:00", 5, always) == "2026-12-25T03:05"


def test_what_comes_on_a_public_holiday_waits_for_the_next_working_day() -> None:
    england = OFFICE | {"country": "GB", "subdivision": "ENG"}

    assert due("2026-12-25T10:00", 30, england) == "2026-12-29T09:30"
    assert due("2026-05-22T16:30", 480, OFFICE | {"holidays": "GB-ENG"}) == "2026-05-26T16:30"
    assert due("2026-05-22T16:30", 480, OFFICE | {"holidays": {"country": "GB"}}) == "2026-05-26T16:30"
    assert due("2026-05-22T16:30", 480, OFFICE | {"holidays": [{"date": "2026-05-25", "name": "x"}]}) == (
        "2026-05-26T16:30"
    )


SPLIT = [["09:00", "12:30"], ["13:30", "17:00"]]


@pytest.mark.parametrize(
    "calendar",
    [
        {"zone": LONDON, "weekly": dict.fromkeys(WEEK, SPLIT)},
        {"timezone": LONDON, "hours": {"mon-fri": ["09:00-12:30", "13:30-17:00"]}},
        {"tz": LONDON, "week": {"Monday": "09:00-12:30, 13:30-17:00", "Tue–Fri": "9-12.30; 13.30-17"}},
        {"zone": LONDON, "opening": {"weekdays": SPLIT, "sat": [], "sun": None}},
        {"zone": LONDON, "weekly": [*[SPLIT] * 5, [], []]},
        {"zone": LONDON, "weekly": {str(number): SPLIT for number in range(1, 6)}},
        {"zone": LONDON, "weekly": {str(number): SPLIT for number in range(5)}},
        {"zone": LONDON, "days": ["mon", "tue", "wed", "thu", "fri"], "hours": SPLIT},
        {"zone": LONDON, "weekly": [{"days": "mon-fri", "from": a, "to": b} for a, b in SPLIT]},
        {"zone": LONDON, "weekly": [{"day": day, "open": a, "close": b} for day in WEEK for a, b in SPLIT]},
        {"zone": LONDON, "weekdays": [0, 1, 2, 3, 4], "hours": SPLIT},
        {"zone": LONDON, "hours": SPLIT},
        {"zone": LONDON} | dict.fromkeys(WEEK, SPLIT),
        {"tz": LONDON, "week": {"Mon": [{"from": "9", "to": "12:30"}, SPLIT[1]], "tue-fri": "9am-12:30pm, 13:30-5pm"}},
        {"zone": LONDON, "weekly": dict.fromkeys(WEEK, SPLIT), "name": "The nurses"},
    ],
)  # fmt: skip
def test_a_calendar_is_read_however_it_is_written(calendar: dict[str, Any]) -> None:
    assert due("2026-05-22T12:00", 60, calendar) == "2026-05-22T14:00"
    assert due("2026-05-22T16:30", 60, calendar) == "2026-05-25T09:30"


def test_hours_over_midnight_belong_to_two_days() -> None:
    night = {"zone": LONDON, "weekly": {"fri": [["22:00", "06:00"]]}}

    assert due("2026-05-22T23:00", 120, night) == "2026-05-23T01:00"
    assert due("2026-05-23T05:30", 60, night) == "2026-05-29T22:30"


def test_the_clock_stands_still_only_while_we_wait_for_the_patient() -> None:
    pause = {"from": "2026-05-21T10:00", "to": "2026-05-21T12:00"}

    assert due("2026-05-21T09:00", 120, OFFICE, pauses=[pause]) == "2026-05-21T13:00"
    assert due("2026-05-21T09:00", 120, OFFICE, pauses=[pause | {"reason": "waiting for the patient"}]) == (
        "2026-05-21T13:00"
    )
    assert due("2026-05-21T09:00", 120, OFFICE, pauses=[pause | {"reason": "lunch"}]) == "2026-05-21T11:00"


@pytest.mark.parametrize(
    ("pauses", "by"),
    [
        ([("2026-05-21T10:00", "2026-05-21T12:00"), ("2026-05-21T11:00", "2026-05-21T13:00")], "2026-05-21T14:00"),
        ([("2026-05-21T18:00", "2026-05-22T08:00")], "2026-05-21T11:00"),  # nobody counted these hours anyway
        ([("2026-05-20T10:00", "2026-05-21T09:30")], "2026-05-21T11:30"),  # begun before it was received
        ([("2026-05-22T10:00", "2026-05-22T12:00")], "2026-05-21T11:00"),  # after it fell due
        ([("2026-05-21T10:00", "2026-05-22T12:00")], "2026-05-22T13:00"),  # over a night
        ([("2026-05-21T10:00", "2026-05-21T10:00")], "2026-05-21T11:00"),
    ],
)
def test_pauses_take_out_the_open_minutes_they_cover_once(pauses: list[tuple[str, str]], by: str) -> None:
    listed = [{"from": begins, "to": ends} for begins, ends in pauses]
    assert due("2026-05-21T09:00", 120, OFFICE, pauses=listed) == by


def test_while_it_still_stands_nobody_knows_when_it_falls_due() -> None:
    found = answer(
        {
            "received": "2026-05-21T09:00",
            "minutes": 120,
            "calendar": OFFICE,
            "pauses": [{"from": "2026-05-21T09:10", "to": "2026-05-21T09:30"}, {"from": "2026-05-21T10:00"}],
        }
    )

    assert found["due"] is None
    assert found["minutes_left"] == 80
    assert "wait for the patient" in found["because"]


def test_it_is_the_calendar_that_the_house_keeps_its_own_promises_by() -> None:
    ours = Calendar.of(LONDON, WEEK)
    start = datetime(2026, 1, 1, tzinfo=ZoneInfo(LONDON))
    for hours in range(0, 24 * 400, 53):
        received = start + timedelta(hours=hours)
        told = answer({"received": received.isoformat(), "minutes": 613, "calendar": OFFICE})["due"]
        assert datetime.fromisoformat(told) == ours.add_minutes(received, 613)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"received": None}, "received must be a time"),
        ({"received": "yesterday"}, "no time that we can read"),
        ({"received": "2026-02-29T10:00"}, "no time that we can read"),
        ({"received": "0001-01-01T10:00"}, "not one we can plan for"),
        ({"minutes": None}, "minutes must be a number"),
        ({"minutes": True}, "minutes must be a number"),
        ({"minutes": "soon"}, "minutes must be a number"),
        ({"minutes": -1}, "0 to 600,000 minutes"),
        ({"minutes": 1e12}, "0 to 600,000 minutes"),
        ({"calendar": None}, "must be an object"),
        ({"calendar": {}}, "no opening hours"),
        ({"calendar": {"zone": LONDON, "weekly": {}}}, "no opening hours"),
        ({"calendar": OFFICE | {"zone": "Mars/Base"}}, "do not know the time zone"),
        ({"calendar": OFFICE | {"country": "Atlantis"}}, "do not know the public holidays"),
        ({"calendar": OFFICE | {"holidays": ["Easter"]}}, "is not a date"),
        ({"calendar": {"zone": LONDON, "weekly": {"moonday": SPLIT}}}, "not a day of the week"),
        ({"calendar": {"zone": LONDON, "weekly": {"mon": ["nine"]}}}, "not a pair of times"),
        ({"calendar": {"zone": LONDON, "weekly": {"mon": [["9", "25"]]}}}, "not a time of day"),
        ({"calendar": {"zone": LONDON, "weekly": {"mon": [["09:00", "13:00"], ["12:00", "17:00"]]}}}, "overlap"),
        ({"calendar": {"zone": LONDON, "weekly": {"mon": [["09:00", "09:00"]]}}}, "closes before it opens"),
        ({"pauses": "yes"}, "must be a list"),
        ({"pauses": ["yes"]}, "must be an object"),
        ({"pauses": [{"from": "2026-05-21T12:00", "to": "2026-05-21T10:00"}]}, "ends before it begins"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        answer({"received": "2026-05-21T09:00", "minutes": 60, "calendar": OFFICE} | change)
