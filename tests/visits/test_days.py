"""The clinic's day: tickets begin anew once for each day on the wall of a place, and what is left open is closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bedside.directory.models import Place
from bedside.hours.clock import stopped_at
from bedside.journal.actions import record_many
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry
from bedside.people import actions as people
from bedside.town.cast import Cast
from bedside.visits import actions, evening
from bedside.visits.models import State, Visit
from bedside.visits.queue import queue

AUTUMN = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)  # midnight in London; the day that begins has 25 hours
SPRING = datetime(2027, 3, 28, 0, 0, tzinfo=UTC)  # likewise, and that day has 23


def comes(town: Cast, **by: object) -> Visit:
    somebody = people.register(by=HOUSE, given_name="Came", family_name="In")
    here = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
    return actions.walk_in(somebody, by=HOUSE, **here | by)  # type: ignore[arg-type]


def tickets_of_each_hour(town: Cast, midnight: datetime, hours: int) -> list[str]:
    given = []
    for hour in range(hours):
        with stopped_at(midnight + timedelta(hours=hour, minutes=30)):
            given.append(comes(town).ticket)
    return given


def test_a_day_of_25_hours_has_one_run_of_tickets_and_the_hour_that_comes_twice_gives_none_twice(town: Cast) -> None:
    given = tickets_of_each_hour(town, AUTUMN, 26)

    assert given == [f"A{number}" for number in range(1, 26)] + ["A1"]


def test_a_day_of_23_hours_ends_after_23_and_the_next_begins_with_the_first_ticket(town: Cast) -> None:
    given = tickets_of_each_hour(town, SPRING, 24)

    assert given == [f"A{number}" for number in range(1, 24)] + ["A1"]


def test_a_place_in_another_zone_has_its_own_midnight(town: Cast) -> None:
    town.hillside.zone = "America/New_York"
    with stopped_at(datetime(2026, 11, 24, 1, 0, tzinfo=UTC)):  # the evening before, there
        here, there = comes(town), comes(town, place=town.hillside)

    assert (str(here.day), str(there.day)) == ("2026-11-24", "2026-11-23")


def test_what_is_left_open_when_the_day_is_over_is_closed_and_its_end_is_unknown(town: Cast) -> None:
    with stopped_at(datetime(2026, 11, 23, 17, 0, tzinfo=UTC)) as clock:
        waits, seen = comes(town), comes(town)
        actions.call(seen, room=town.rooms[0], by=town.sam)
        actions.begin(seen, by=town.dr_osei)
        clock.move(hours=6)
        assert evening.end_the_day() == 0
        clock.move(hours=1)
        tonight = comes(town)

        assert evening.end_the_day() == 2
        assert evening.end_the_day() == 0

    for one in (waits, seen):
        one.refresh_from_db()
        assert (one.state, one.left_at, one.ended_at) == (State.LEFT, None, None)
    assert seen.phase_minutes()["with_clinician"] is None
    last = Entry.objects.filter(verb="visit.left", subject_id=waits.pk).get()
    assert (last.actor_kind, last.because) == ("house", "the day ended")
    assert Visit.objects.get(pk=tonight.pk).state == State.WAITING


def test_whoever_starts_again_in_the_middle_of_the_day_finds_the_same_order_and_goes_on_with_the_tickets(
    town: Cast,
) -> None:
    with stopped_at(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)) as clock:
        for level in ("R14", "U4", "R72", "R14"):
            comes(town, level=level)
            clock.move(minutes=7)
        before = [(turn.visit.ticket, turn.because) for turn in queue(town.riverside)]

        again = Place.objects.get(pk=town.riverside.pk)  # nothing of the order is in memory: the rows alone tell it
        assert [(turn.visit.ticket, turn.because) for turn in queue(again)] == before
        assert before[0][0] == "A2"
        assert comes(town).ticket == "A5"


def test_the_past_can_be_told_in_bulk(town: Cast) -> None:
    came = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    told = [
        Visit(
            patient=town.lina,
            place=town.riverside,
            service=town.gp,
            day=came.date() + timedelta(days=number),
            ticket="A1",
            state=State.FINISHED,
            arrived_at=came + timedelta(days=number),
            began_at=came + timedelta(days=number, minutes=20),
        )
        for number in range(3)
    ]

    entries = record_many("visit.finished", told, by=HOUSE, at=[one.began_at or came for one in told])

    assert [entry.visit_id for entry in entries] == [one.pk for one in told]
    assert [one.phase_minutes()["wait"] for one in Visit.objects.all()] == [20.0] * 3
