from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bedside.config import clock
from bedside.config.clock import last_strike, name_of, strike
from bedside.directory.models import Clinic
from bedside.hours.clock import stopped_at
from bedside.jobs.models import Job, State
from bedside.jobs.tasks import find
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE

LONDON = "Europe/London"
HOUR = timedelta(hours=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def strikes(line: str, begin: str, end: str, zone: str = LONDON) -> list[str]:
    """Every strike between two moments, found as a clock finds it: by looking every ten minutes."""
    found, moment = [], utc(begin)
    while moment <= utc(end):
        found.append(last_strike(line, moment, zone))
        moment += timedelta(minutes=10)
    return [f"{one:%d %H:%M}" for one in dict.fromkeys(found) if one >= utc(begin)]


def test_a_line_is_read_on_the_clinics_wall() -> None:
    assert last_strike("30 9 * * *", utc("2026-07-01T12:00"), LONDON) == utc("2026-07-01T08:30")
    assert last_strike("30 9 * * *", utc("2026-12-01T12:00"), LONDON) == utc("2026-12-01T09:30")
    assert last_strike("30 9 * * mon", utc("2026-12-03T12:00"), LONDON) == utc("2026-11-30T09:30")


def test_a_moment_that_strikes_belongs_to_its_own_strike() -> None:
    assert last_strike("30 9 * * *", utc("2026-12-01T09:30"), LONDON) == utc("2026-12-01T09:30")


def test_a_wall_time_that_does_not_happen_strikes_when_the_gap_is_over() -> None:
    # 28 March 2027: at 01:00 the clocks in London go to 02:00.
    assert strikes("30 1 * * *", "2027-03-27T12:00", "2027-03-29T12:00") == ["28 01:00", "29 00:30"]


def test_two_wall_times_in_one_gap_strike_once() -> None:
    assert strikes("10,40 1 * * *", "2027-03-28T00:00", "2027-03-28T12:00") == ["28 01:00"]


def test_a_wall_time_that_happens_twice_strikes_the_first_time_only() -> None:
    # 31 October 2027: at 02:00 the clocks in London go back to 01:00.
    assert strikes("30 1 * * *", "2027-10-30T12:00", "2027-11-01T12:00") == ["31 00:30", "01 01:30"]


def test_a_line_for_every_hour_strikes_through_the_hour_that_happens_twice() -> None:
    assert strikes("30 * * * *", "2027-10-30T23:00", "2027-10-31T03:00") == [
        "30 23:30",
        "31 00:30",
        "31 01:30",
        "31 02:30",
    ]


def test_a_line_for_every_hour_is_not_troubled_by_the_hour_that_does_not_happen() -> None:
    assert strikes("30 * * * *", "2027-03-28T00:00", "2027-03-28T03:00") == ["28 00:30", "28 01:30", "28 02:30"]


def test_half_an_hour_of_change_is_a_change_too() -> None:
    # Lord Howe Island moves its clocks by thirty minutes, at 02:00 on 3 October 2027.
    assert strikes("15 2 * * *", "2027-10-01T16:00", "2027-10-03T16:00", "Australia/Lord_Howe") == [
        "02 15:30",
        "03 15:15",
    ]


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> object:
    """The clock of these tests: one line."""
    monkeypatch.setattr(clock, "CLOCK", {"0 9 * * *": [nine_o_clock]})
    clock.hang_up()
    return None


def nine_o_clock() -> None:
    Clinic.objects.update(phone="struck")


NINE = name_of(nine_o_clock)


def asked() -> list[str]:
    ours = Job.objects.filter(task=NINE, state=State.READY).order_by("key")
    return [str(job.key).removeprefix(f"cron:{NINE}:") for job in ours]


@pytest.mark.django_db
@pytest.mark.usefixtures("only")
def test_each_hour_is_asked_for_once_however_many_listen() -> None:
    with stopped_at(utc("2026-12-01T08:00")) as now:
        strike(now())
        now.move(hours=2)
        assert strike(now()) == 1
        assert strike(now()) == 0
        now.move(hours=20)
        assert strike(now()) == 0

    assert asked() == ["2026-12-01T09:00:00Z"]


@pytest.mark.django_db
@pytest.mark.usefixtures("only")
def test_what_was_missed_while_nobody_listened_is_done_once_and_late() -> None:
    with stopped_at(utc("2026-12-01T08:00")) as now:
        strike(now())
        now.move(days=5, hours=4)
        strike(now())

    assert asked() == ["2026-12-06T09:00:00Z"]


@pytest.mark.django_db
@pytest.mark.usefixtures("only")
def test_a_clock_that_was_just_hung_up_has_missed_nothing() -> None:
    strike(utc("2026-12-01T12:00"))

    assert asked() == []
    assert strike(utc("2026-12-02T09:00")) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("only")
def test_a_strike_that_was_forgotten_by_the_tidying_is_not_struck_again() -> None:
    from bedside.jobs.actions import tidy
    from bedside.jobs.worker import work_off

    with stopped_at(utc("2026-12-01T08:00")) as now:
        strike(now())
        now.move(hours=2)
        strike(now())
        work_off()
        now.move(hours=22)
        tidy()
        assert strike(now()) == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("only")
def test_the_clinics_own_zone_is_the_clocks() -> None:
    record("clinic.founded", Clinic(name="Hudson", zone="America/New_York"), by=HOUSE)
    strike(utc("2026-11-30T15:00"))

    strike(utc("2026-12-01T14:05"))

    assert asked() == ["2026-12-01T14:00:00Z"]


def test_every_task_of_the_clock_is_known_to_the_workers() -> None:
    clock.hang_up()
    for works in clock.CLOCK.values():
        for work in works:
            assert find(name_of(work)).work is work


def test_a_line_that_is_no_cron_line_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "CLOCK", {"61 9 * * *": [nine_o_clock]})

    with pytest.raises(ValueError, match="not a cron line"):
        clock.hang_up()
