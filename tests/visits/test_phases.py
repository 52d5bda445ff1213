"""Phases of visits: from written times only, unknown where one is missing, and nothing of too few."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from bedside.booking.sessions import open_session
from bedside.hours.clock import stopped_at
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.measures.weekly import weekly
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.visits import measures, summaries
from bedside.visits.models import State, Visit
from bedside.visits.phases import phases, spread, starts

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SINCE, UNTIL = MORNING - timedelta(days=1), MORNING + timedelta(days=1)


@pytest.fixture
def day(town: Cast, settings: LazySettings) -> Iterator[Cast]:
    settings.DEMO = True
    with stopped_at(MORNING + timedelta(hours=8)):
        yield town


def seen(town: Cast, number: int, **more: object) -> Visit:
    """Came at nine and so many tenths of an hour, waited ten minutes and as many as her number, was in for twenty."""
    came = MORNING + timedelta(minutes=6 * number)
    told = {
        "patient": town.amara,
        "place": town.riverside,
        "service": town.gp,
        "staff_member": town.osei,
        "day": MORNING.date(),
        "ticket": f"A{number + 1}",
        "state": State.FINISHED,
        "arrived_at": came,
        "checked_in_at": came + timedelta(minutes=1),
        "called_at": came + timedelta(minutes=8),
        "began_at": came + timedelta(minutes=10 + number),
        "ended_at": came + timedelta(minutes=30 + number),
    }
    visit = Visit(**told | more)
    record("visit.finished", visit, by=HOUSE)
    return visit


def test_half_eight_and_nine_in_ten_of_each_phase_come_from_the_written_times(day: Cast) -> None:
    for number in range(11):
        seen(day, number)
    found = phases(day.riverside, SINCE, UNTIL, "cycle")
    assert (found.all["check_in"].p50, found.all["to_room"].p90) == (1, 7)
    cycle = found.all["cycle"]
    assert (cycle.n, cycle.unknown, cycle.p50, cycle.p80, cycle.p90) == (11, 0, 35, 38, 39)
    assert found.all["door"] == found.all["wait"]
    assert found.by_clinician == [("Dr Osei", cycle)]
    assert [(hour, one.n) for hour, one in found.by_hour] == [(9, 10), (10, 1)]


def test_a_time_nobody_wrote_is_unknown_and_never_zero(day: Cast) -> None:
    for number in range(6):
        seen(day, number)
    seen(day, 7, began_at=None)
    seen(day, 8, state=State.LEFT, ended_at=None, began_at=None)  # left open over night: nobody knows
    seen(day, 9, state=State.LEFT, ended_at=None, began_at=None, left_at=MORNING)  # went home: counted elsewhere
    found = phases(day.riverside, SINCE, UNTIL, "wait").all
    assert (found["to_clinician"].n, found["to_clinician"].unknown) == (6, 2)
    assert (found["cycle"].n, found["cycle"].unknown) == (7, 1)


def test_of_fewer_than_five_no_minutes_are_told(day: Cast) -> None:
    told = spread("wait", [seen(day, number) for number in range(4)])
    assert (told.n, told.p50, told.is_told) == (4, None, False)


def test_confidential_visits_are_in_no_phase(day: Cast) -> None:
    for number in range(5):
        seen(day, number, label=Label.CONFIDENTIAL)
    assert phases(day.riverside, SINCE, UNTIL, "wait").all["wait"].n == 0


def test_a_session_began_on_time_when_its_first_visit_was_at_most_five_minutes_late(day: Cast) -> None:
    for hours in (0, 3):
        begins = MORNING + timedelta(hours=hours)
        open_session(
            day.osei,
            place=day.riverside,
            service=day.gp,
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
            slot_minutes=20,
            by=HOUSE,
        )
        for number, late in enumerate((5 if hours == 0 else 6, 40)):
            at = begins + timedelta(minutes=20 * number)
            seen(day, 10 * hours + number, scheduled_at=at, began_at=at + timedelta(minutes=late))
    told = [one.value for one in measures.on_time_starts(SINCE, UNTIL)]
    assert told == [1.0, 0.0]
    assert starts([]).share is None


def test_a_week_tells_how_long_the_whole_took_and_how_soon_it_was_signed(day: Cast) -> None:
    for number in range(5):
        seen(day, number)
    visit = Visit.objects.order_by("pk")[0]
    day.dr_osei.act_as(next(iter(day.dr_osei.roles)))
    with stopped_at(visit.ended_at + timedelta(minutes=7)):  # type: ignore[operator]
        words = {"original": "Sore knee.", "why_came": "You came with a sore knee."}
        summaries.sign(summaries.draft(visit, by=day.dr_osei, **words), by=day.dr_osei)
    assert [one.value for one in measures.seen_to_signed(SINCE, UNTIL)] == [7]
    line = weekly(measures.cycles(SINCE, UNTIL), statistic="median", zone="UTC")[0]
    assert (line.n, line.value) == (5, 32)


def test_whoever_runs_the_house_reads_them_by_clinician_and_hour(day: Cast) -> None:
    for number in range(6):
        seen(day, number)
    ines = Client()
    ines.force_login(day.ines)
    text = ines.get(f"/insight/phases/?place={day.riverside.pk}&phase=cycle").text
    assert "Dr Osei" in text
    assert "9:00" in text
    assert "/insight/phases/" in ines.get("/insight/").text
