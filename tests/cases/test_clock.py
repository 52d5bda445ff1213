from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.cases.clock import STEPS, calendar_for, due, promise_for, until_closing
from bedside.directory import actions as directory
from bedside.directory.models import Clinic, Closure, Place
from bedside.hours.calendar import WEEK, Calendar
from bedside.hours.clock import stopped_at
from bedside.teams.calendars import opening_of
from bedside.town.cast import Cast

OFFICE = {day: [["09:00", "17:00"]] for day in WEEK[:5]}
LONDON = ZoneInfo("Europe/London")
SPRING_HOLIDAY = date(2026, 5, 25)


def office(*holidays: date, zone: str = "Europe/London") -> Calendar:
    return Calendar.of(zone, OFFICE, holidays=holidays)


def london(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("came", "minutes", "calendar", "answer_due"),
    [
        (london(22, 16, 30), 480, office(), london(25, 16, 30)),
        (london(22, 16, 30), 480, office(SPRING_HOLIDAY), london(26, 16, 30)),
        (london(23, 10, 0), 480, office(), london(25, 17, 0)),
        (london(22, 16, 30), 60, office(), london(25, 9, 30)),
    ],
)
def test_a_promise_is_counted_in_open_minutes(
    came: datetime, minutes: int, calendar: Calendar, answer_due: datetime
) -> None:
    assert due(came, minutes, calendar) == answer_due


@pytest.mark.parametrize(
    ("calendar", "acknowledged_by"), [(office(), date(2026, 5, 26)), (office(SPRING_HOLIDAY), date(2026, 5, 27))]
)
def test_three_working_days_after_a_thursday_do_not_count_that_thursday(
    calendar: Calendar, acknowledged_by: date
) -> None:
    assert calendar.add_working_days(date(2026, 5, 21), 3) == acknowledged_by


def test_seven_calendar_days_after_a_thursday_are_the_next_thursday() -> None:
    assert due(london(21, 10), 7 * 24 * 60, Calendar.always("Europe/London")) == london(28, 10)


def test_the_hour_that_does_not_happen_is_not_counted() -> None:
    night = Calendar.of("Europe/London", {"sun": [["00:00", "06:00"]]})
    assert due(datetime(2026, 3, 29, 0, 30, tzinfo=LONDON), 60, night) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_two_places_in_two_zones_count_the_same_promise_apart() -> None:
    came = datetime(2026, 5, 22, 15, 30, tzinfo=UTC)
    assert due(came, 60, office()) == london(25, 9, 30)
    assert due(came, 60, office(zone="America/New_York")) == came + timedelta(hours=1)


def test_urgent_work_is_counted_by_day_and_by_night(db: None) -> None:
    saturday = datetime(2026, 5, 23, 22, 0, tzinfo=UTC)
    wanted = promise_for("U2")

    assert due(saturday, wanted.minutes, calendar_for(wanted.day_and_night)) == saturday + timedelta(hours=2)


def test_the_clinic_is_open_when_one_of_its_places_is(db: None) -> None:
    for name, hours in (("A", [["09:00", "12:00"]]), ("B", [["11:00", "15:00"], ["18:00", "20:00"]])):
        Place.objects.create(name=name, opening={"mon": hours})
    monday = opening_of(Clinic(zone="UTC", country="")).opening(date(2026, 11, 23))

    assert [(start.hour, end.hour) for start, end in monday] == [(9, 15), (18, 20)]


def test_a_clinic_that_never_said_its_hours_keeps_the_usual_week(db: None) -> None:
    assert opening_of(Clinic(zone="UTC", country="")).is_working_day(date(2026, 11, 23))
    assert not opening_of(Clinic(zone="UTC", country="")).is_working_day(date(2026, 11, 22))


def test_the_towns_clinic_knows_the_holidays_of_its_country(town: Cast) -> None:
    assert not opening_of(town.clinic).is_working_day(SPRING_HOLIDAY)


def shut(town: Cast, place: Place | None, day: date, last: date | None = None) -> Closure:
    return directory.shut(place, first_day=day, last_day=last or day, reason="Staff training", by=town.ines)


def test_a_promise_is_not_due_on_a_day_on_which_every_place_is_shut(town: Cast) -> None:
    tuesday, wednesday = date(2026, 11, 24), date(2026, 11, 25)
    asked = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    with stopped_at(asked):
        places = Place.objects.filter(is_open=True).exclude(opening={})
        assert due(asked, 480, calendar_for(False)).date() == tuesday
        for place in places[1:]:
            shut(town, place, tuesday)
        assert opening_of(town.clinic).is_working_day(tuesday)  # somebody is there

        last = shut(town, places[0], tuesday)
        assert due(asked, 480, calendar_for(False)).date() == wednesday
        assert due(asked, until_closing(1, asked), calendar_for(False)).date() == wednesday

        directory.lift(last, by=town.ines)
        assert due(asked, 480, calendar_for(False)).date() == tuesday
        shut(town, None, tuesday, wednesday)  # the whole clinic
        assert due(asked, 480, calendar_for(False)).date() == date(2026, 11, 26)


def test_a_clinic_shut_for_years_still_promises_something(town: Cast) -> None:
    with stopped_at(datetime(2026, 11, 27, 12, 0, tzinfo=UTC)) as clock:
        shut(town, None, date(2026, 11, 28), date(9999, 12, 31))
        assert due(clock(), 480, calendar_for(False)).date() > date(2027, 11, 20)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))


@settings(max_examples=150, deadline=None)
@given(moments, st.integers(1, 3000), st.integers(0, 2000))
def test_the_steps_of_a_promise_come_in_order_and_a_pause_never_brings_them_nearer(
    came: datetime, minutes: int, paused: int
) -> None:
    calendar = office()
    moments = [due(came, minutes, calendar, percent=step) for step in STEPS]

    assert moments == sorted(moments)
    assert abs(calendar.minutes_between(came, moments[-1]) - minutes) < 1e-6
    assert due(came, minutes, calendar, paused=paused) >= moments[-1]
