from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bedside.booking import actions as booking
from bedside.booking.diary import Is, day_of_clinicians, week_of_clinician, week_of_resource
from bedside.booking.models import Appointment, Means, Resource, Slot, Taken
from bedside.booking.sessions import open_session
from bedside.desk.grid import grid_of
from bedside.desk.looking import week_from
from bedside.hours.clock import moved_to
from bedside.inbox.models import Message
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.people.models import Label, StaffMember
from bedside.town.cast import Cast

NINE = datetime.fromisoformat("2026-11-24T09:00:00+00:00")  # a Tuesday


@pytest.fixture(autouse=True)
def it_is_monday() -> Any:
    with moved_to(NINE - timedelta(hours=23)):
        yield


@pytest.fixture
def sam(town: Cast, settings: Any) -> Client:
    settings.DEMO = True  # staff come in without a second step
    client = Client()
    client.force_login(town.sam)
    return client


def times_of(
    town: Cast, member: StaffMember, starts: datetime = NINE, *, minutes: int = 20, seats: int = 1
) -> list[Slot]:
    ends = starts + timedelta(hours=1)
    open_session(
        member, place=town.riverside, service=town.gp, starts_at=starts, ends_at=ends, slot_minutes=minutes, by=HOUSE
    )
    mine = Slot.objects.filter(staff_member=member, starts_at__gte=starts, starts_at__lt=ends)
    mine.update(seats=seats)
    return list(mine.order_by("starts_at"))


@pytest.fixture
def lees(town: Cast) -> list[Slot]:
    return times_of(town, town.lee)


@pytest.fixture
def linas(town: Cast, lees: list[Slot]) -> Appointment:
    return booking.book(lees[0], town.lina, town.gp_visit, by=town.sam)


def put_down(client: Client, visit: Appointment, slot: Slot, **said: Any) -> Any:
    told = {"slot": str(slot.pk), "version": str(visit.version), "view": "day", "tell": "on"} | said
    return client.post(f"/desk/moves/{visit.pk}/", {name: value for name, value in told.items() if value})


def news(visit: Appointment, template: str) -> int:
    return Message.objects.about(visit).filter(template=template).exclude(state="withdrawn").count()


def test_a_visit_that_is_put_down_elsewhere_is_moved_and_she_is_told(
    sam: Client, linas: Appointment, lees: list[Slot]
) -> None:
    asked = sam.get(f"/desk/moves/{linas.pk}/?slot={lees[2].pk}")
    assert "Tell them the new time" in asked.text

    answer = put_down(sam, linas, lees[2])

    linas.refresh_from_db()
    assert linas.slot == lees[2]
    assert answer.headers["Location"].endswith(f"day=2026-11-24&moved={linas.pk}")
    assert "now Tuesday 24 November, 9:40am" in sam.get(answer.headers["Location"]).text
    assert news(linas, "moved") > 0
    assert not Taken.objects.filter(resource=lees[0].staff_member_id, at=lees[0].starts_at).exists()


def test_whoever_knows_already_is_not_told_but_reminded(sam: Client, linas: Appointment, town: Cast) -> None:
    week_later = times_of(town, town.lee, NINE + timedelta(days=7))

    put_down(sam, linas, week_later[0], tell="")

    linas.refresh_from_db()
    assert linas.slot == week_later[0]
    assert news(linas, "moved") == 0
    assert Message.objects.about(linas).waiting().filter(template="reminder").exists()


def test_of_two_desks_that_move_one_visit_the_second_is_told_to_look_again(
    sam: Client, linas: Appointment, lees: list[Slot]
) -> None:
    put_down(sam, linas, lees[1])

    second = put_down(sam, linas, lees[2])  # as it was when both picked it up

    assert second.status_code == 409
    assert "Someone else has just changed this" in second.text
    linas.refresh_from_db()
    assert linas.slot == lees[1]


def test_pressed_twice_it_is_moved_once_and_leads_to_the_same_place(
    sam: Client, linas: Appointment, lees: list[Slot]
) -> None:
    once = str(uuid.uuid4())

    first = put_down(sam, linas, lees[1], once=once)
    again = put_down(sam, linas, lees[1], once=once)

    linas.refresh_from_db()
    assert (first.headers["Location"], linas.sequence) == (again.headers["Location"], 1)


def test_a_time_that_is_taken_or_does_not_fit_is_refused_in_a_sentence_and_nothing_moves(
    town: Cast, sam: Client, linas: Appointment, lees: list[Slot]
) -> None:
    booking.book(lees[1], town.ana, town.gp_visit, by=town.sam)
    short = times_of(town, town.osei, minutes=5)

    taken, wrong = put_down(sam, linas, lees[1]), sam.get(f"/desk/moves/{linas.pk}/?slot={short[0].pk}")

    assert (taken.status_code, wrong.status_code) == (409, 409)
    assert "just been taken" in taken.text
    assert "does not fit this kind of visit" in wrong.text
    linas.refresh_from_db()
    assert (linas.slot, linas.sequence) == (lees[0], 0)


def test_a_confidential_visit_is_a_private_block_and_nobodys_to_move(town: Cast, sam: Client, lees: list[Slot]) -> None:
    hers = booking.book(lees[0], town.lina, town.gp_visit, by=HOUSE, label=Label.CONFIDENTIAL)

    for page in ("", "week/"):
        text = sam.get(f"/desk/calendar/{page}?place={town.riverside.pk}&day=2026-11-24&who={town.lee.pk}").text
        assert "Private" in text
        assert "Brandt" not in text
        assert str(hers.pk) not in text
    assert put_down(sam, hers, lees[1]).status_code == 404


def test_a_day_says_what_each_time_is(town: Cast, lees: list[Slot]) -> None:
    booking.book(lees[0], town.lina, town.gp_visit, by=town.sam)
    kept = booking.hold(lees[1], town.gp_visit, by=town.sam, patient=town.amara)
    away = times_of(town, town.osei)
    booking.take_leave(town.osei, starts_at=away[1].starts_at, ends_at=away[1].ends_at, by=town.ines)

    columns = {column.head: column for column in day_of_clinicians(town.riverside, NINE.date(), town.sam)}

    assert kept.ended_at is None
    assert [block.what for block in columns[town.lee].blocks] == [Is.VISIT, Is.KEPT, Is.FREE]
    assert [block.what for block in columns[town.osei].blocks] == [Is.FREE, Is.AWAY, Is.FREE]


def test_a_long_visit_covers_the_times_it_runs_into(town: Cast, lees: list[Slot], linas: Appointment) -> None:
    Appointment.objects.filter(pk=linas.pk).update(ends_at=lees[1].ends_at)

    [column] = day_of_clinicians(town.riverside, NINE.date(), town.sam)

    assert [(block.what, block.ends_at) for block in column.blocks] == [
        (Is.VISIT, lees[1].ends_at),
        (Is.FREE, lees[2].ends_at),
    ]


def test_a_group_shows_who_comes_and_whether_there_is_a_seat(town: Cast) -> None:
    first, second, _third = times_of(town, town.lee, seats=2)
    for patient in (town.lina, town.amara):
        booking.book(first, patient, town.gp_visit, by=town.sam)
    booking.book(second, town.ana, town.gp_visit, by=town.sam)

    [column] = day_of_clinicians(town.riverside, NINE.date(), town.sam)

    assert [(len(block.visits), block.has_seat) for block in column.blocks] == [(2, False), (1, True), (0, False)]
    assert [block.what for block in column.blocks] == [Is.VISIT, Is.VISIT, Is.FREE]


def test_each_column_of_the_table_is_as_long_as_the_table(town: Cast, lees: list[Slot]) -> None:
    times_of(town, town.osei, NINE + timedelta(minutes=35), minutes=15)

    grid = grid_of(day_of_clinicians(town.riverside, NINE.date(), town.sam), "Europe/London", "en")

    assert grid
    assert grid.minutes == 5
    assert [row.hour for row in grid.rows if row.hour] == ["9am", "10am"]
    for number in range(2):
        assert sum(cell.rows for row in grid.rows for cell in row.cells if cell.column == number) == len(grid.rows)


def test_a_week_is_one_clinicians_or_a_rooms(town: Cast, linas: Appointment) -> None:
    room = booking.set_up_resource(Resource(kind=Means.ROOM, name="Scan", place=town.riverside), by=town.ines)
    Taken.objects.create(resource=room.pk, at=NINE, appointment=linas)
    Taken.objects.create(resource=room.pk, at=NINE + timedelta(minutes=5), appointment=linas)
    days = week_from(NINE.date())

    lees_week = week_of_clinician(town.riverside, days, town.lee, town.sam)
    rooms_week = week_of_resource(town.riverside, days, room, town.sam)

    assert [len(column.blocks) for column in lees_week] == [0, 3, 0, 0, 0, 0, 0]
    [block] = rooms_week[1].blocks
    assert (block.visits, block.ends_at - block.starts_at) == ([linas], timedelta(minutes=10))


def test_twenty_clinicians_ask_the_database_no_more_than_one(town: Cast, sam: Client, linas: Appointment) -> None:
    pages = [f"/desk/calendar/?day=2026-11-24&place={town.riverside.pk}", "/desk/calendar/week/?day=2026-11-24"]

    def asked() -> list[int]:
        counts = []
        for page in pages:
            sam.get(page)
            with CaptureQueriesContext(connection) as questions:
                assert sam.get(page).status_code == 200
            counts.append(len(questions))
        return counts

    few = asked()
    for number in range(6):
        member = people.employ(given_name="Dr", family_name=f"New{number}", job="GP", by=HOUSE)
        booking.book(times_of(town, member)[0], _somebody(number), town.gp_visit, by=town.sam)

    assert asked() == few
    assert max(few) <= 24


def _somebody(number: int) -> Any:
    return people.register(by=HOUSE, given_name=f"Given{number}", family_name=f"Family{number}")


def test_a_free_time_in_the_calendar_is_the_first_that_the_caller_hears(
    town: Cast, sam: Client, lees: list[Slot]
) -> None:
    page = sam.get(f"/desk/calendar/?day=2026-11-24&place={town.riverside.pk}").text
    way = f"/desk/phone/?at={lees[1].pk}"
    assert way in page

    asking = sam.post("/desk/phone/", {"q": "Brandt", "at": str(lees[1].pk)}).headers["Location"]
    form = sam.get(asking).text
    chosen = re.search(r'<option value="([^"]+)" selected', form)
    assert chosen
    times = sam.post(asking, {"none": "yes", "visit_type": str(town.gp_visit.pk), "at": str(lees[1].pk)})
    text = sam.get(times.headers["Location"]).text

    assert "The time you chose in the calendar" in text
    assert text.index(str(lees[1].pk) + '" checked') < text.index(str(lees[0].pk))
