"""Rooms on the desk's screen: what is suggested beside each call, taken with one press, or overruled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bedside.access.models import User
from bedside.booking import actions as booking
from bedside.booking.models import Means, Resource, Slot
from bedside.booking.sessions import open_session
from bedside.directory import actions as directory
from bedside.directory.models import Mode, VisitType
from bedside.hours.clock import Stopped, stopped_at
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Label, Patient
from bedside.town.cast import Cast
from bedside.visits import actions, allotted, room_actions
from bedside.visits.forms import rooms_to_call_to
from bedside.visits.models import Asked, Room, State, Visit
from bedside.visits.room_diary import diary_of

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock(settings: LazySettings) -> Iterator[Stopped]:
    settings.DEMO = True  # staff come in without a second step
    with stopped_at(MORNING) as stopped:
        yield stopped


@pytest.fixture
def day(town: Cast, clock: Stopped) -> Cast:
    """It is nine. Dr Osei and Dr Lee work until twelve."""
    for member in (town.osei, town.lee):
        open_session(
            member,
            place=town.riverside,
            service=town.gp,
            starts_at=MORNING,
            ends_at=MORNING + timedelta(hours=3),
            slot_minutes=20,
            by=HOUSE,
        )
    return town


def at(user: User | None) -> Client:
    assert user
    client = Client()
    client.force_login(user)
    return client


def comes(town: Cast, patient: Patient, *, level: str = "R14", label: str = Label.NONE, named: bool = False) -> Visit:
    whom = {"staff_member": town.osei} if named else {}
    return actions.walk_in(
        patient, place=town.riverside, service=town.gp, reason="knee", level=level, label=label, by=HOUSE, **whom
    )


def by_video(town: Cast, visit: Visit) -> None:
    """The same visit, by video."""
    kind = VisitType(service=town.gp, name="By video", minutes=20, mode=Mode.VIDEO)
    visit.visit_type = directory.set_up(kind, by=HOUSE)
    record("visit.walked_in", visit, by=HOUSE)


def suggested(town: Cast) -> dict[str, str]:
    return {Visit.objects.get(pk=pk).ticket: room for pk, room in allotted.allotted(town.riverside).rooms.items()}


def test_no_room_is_kept_for_somebody_who_waits_at_home_before_her_screen(day: Cast) -> None:
    afar = comes(day, day.amara)
    assert suggested(day)

    by_video(day, afar)
    assert not suggested(day)


def test_beside_each_who_can_go_in_stands_a_room_and_one_press_calls_her_there(day: Cast) -> None:
    amara, sam = comes(day, day.amara, named=True), at(day.sam)
    page = sam.get("/desk/queue/").text
    assert "With Dr Osei, as planned." in page
    offered = re.search(r'name="room" value="([0-9a-f-]{36})"', page)
    assert offered

    sam.post(f"/desk/visits/{amara.pk}/suggestion/", {"room": offered[1]})

    amara.refresh_from_db()
    assert (amara.state, str(amara.room_id), amara.staff_member) == (State.CALLED, offered[1], day.osei)
    told = Entry.objects.get(verb="visit.called", subject_id=amara.pk).facts
    assert told["suggested"] == told["room"] == amara.room.name  # type: ignore[union-attr]


def test_a_clinician_who_was_only_suggested_does_not_keep_whoever_is_put_back(day: Cast) -> None:
    visits = {False: comes(day, day.amara), True: comes(day, day.lina, named=True)}
    for named, visit in visits.items():
        given = allotted.allotted(day.riverside).of(visit.pk)
        assert given
        assert given.room
        called = room_actions.take(visit, room=given.room.id, by=day.sam)  # type: ignore[arg-type]
        assert called.staff_member
        back = actions.put_back(Visit.objects.get(pk=visit.pk), by=day.sam, because="no answer")
        assert back.staff_member == (day.osei if named else None)


def test_a_clinician_who_took_her_over_by_hand_keeps_her(day: Cast) -> None:
    visit = comes(day, day.amara, named=True)
    actions.call(visit, room=day.rooms[0], by=day.sam, given=day.lee.pk)
    assert actions.take_over(visit, by=day.dr_osei, because="I know her").staff_member == day.osei
    assert actions.put_back(visit, by=day.sam, because="called in error").staff_member == day.osei


def test_who_chooses_another_room_is_written_down_beside_what_was_suggested(day: Cast) -> None:
    amara, other = comes(day, day.amara), day.rooms[-1]
    said = suggested(day)["A1"]
    assert said != other.name
    at(day.sam).post("/desk/queue/calls/", {"place": day.riverside.pk, "room": other.pk})
    facts = Entry.objects.get(verb="visit.called", subject_id=amara.pk).facts
    assert (facts["suggested"], facts["room"]) == (said, other.name)


def test_a_suggestion_that_does_not_stand_any_more_is_refused(day: Cast) -> None:
    amara = comes(day, day.amara)
    room = Room.objects.get(name=suggested(day)["A1"], place=day.riverside)
    room_actions.take_out(room, by=day.ines, because="a leak")
    with pytest.raises(Refusal, match="not suggested any more"):
        room_actions.take(amara, room=room.pk, by=day.sam)
    assert suggested(day)["A1"] != room.name


def test_a_room_out_of_use_is_not_offered_until_its_time_or_until_somebody_says_so(day: Cast, clock: Stopped) -> None:
    first, sam = day.rooms[0], at(day.sam)
    sam.post(f"/desk/rooms/{first.pk}/out/", {"because": "a leak", "until": "09:30"})
    assert f'value="{first.pk}"' not in sam.get("/desk/queue/").text
    assert "a leak, until 9:30" in re.sub(r"\s+", " ", sam.get("/desk/rooms/").text)
    clock.move(minutes=31)
    sam = at(day.sam)
    assert f'value="{first.pk}"' in sam.get("/desk/queue/").text
    sam.post(f"/desk/rooms/{first.pk}/out/", {"because": "a leak", "until": ""})
    clock.move(minutes=600)
    assert room_actions.facts_of(first).is_down(clock())
    at(day.sam).post(f"/desk/rooms/{first.pk}/back/")
    assert not room_actions.facts_of(first).is_down(clock())


def test_what_somebody_needs_of_a_room_is_asked_once_and_kept(day: Cast) -> None:
    amara, last = comes(day, day.amara), day.rooms[2]
    room_actions.describe(last, hoist=True, step_free=True, by=day.ines)
    at(day.sam).post(f"/desk/visits/{amara.pk}/needs/", {"needs": ["hoist"], "sex": "female"})
    given = allotted.allotted(day.riverside).of(amara.pk)
    assert given
    assert given.room
    assert given.clinician
    assert (given.room.name, given.clinician.name) == (last.name, "Dr Lee")
    assert "The room has: a hoist." in at(day.sam).get("/desk/queue/").text
    room_actions.describe(last, hoist=False, step_free=True, by=day.ines)
    assert "No room here has what is needed." in at(day.sam).get("/desk/queue/").text


def test_having_to_be_apart_is_true_of_one_visit_and_a_hoist_of_the_next_one_too(day: Cast) -> None:
    first = comes(day, day.amara)
    room_actions.ask_for(first, hoist=True, isolation=True, by=day.sam)
    actions.leave(first, by=day.sam, because="will come another day")
    again = comes(day, day.amara)
    room_actions.describe(day.rooms[0], hoist=True, by=day.ines)
    assert allotted.allotted(day.riverside).rooms == {again.pk: day.rooms[0].name}


def test_a_room_is_cleaned_before_the_next_one_goes_in(day: Cast, clock: Stopped) -> None:
    for room in day.rooms[1:]:
        room_actions.take_out(room, by=day.ines, because="painters")
    room_actions.describe(day.rooms[0], clean_minutes=15, by=day.ines)
    done = actions.call(comes(day, day.lina), room=day.rooms[0], by=day.dr_osei)
    actions.finish(actions.begin(done, by=day.dr_osei), by=day.dr_osei)
    amara = comes(day, day.amara)
    assert allotted.allotted(day.riverside).rooms == {}
    clock.move(minutes=11)
    found = allotted.allotted(day.riverside).of(amara.pk)
    assert found
    assert "Free in about 4 minutes." in allotted.because(found)


def test_when_her_clinician_does_not_begin_another_is_suggested(day: Cast, clock: Stopped) -> None:
    amara = comes(day, day.amara, named=True)
    assert allotted.allotted(day.riverside).of(amara.pk).clinician.id == day.osei.pk  # type: ignore[union-attr]
    clock.move(minutes=9)
    lina = actions.call(comes(day, day.lina), room=day.rooms[0], by=day.sam)
    actions.finish(actions.begin(lina, by=day.lee.login), by=day.lee.login)  # type: ignore[arg-type]
    clock.move(minutes=1)
    found = allotted.allotted(day.riverside).of(amara.pk)
    assert found
    assert found.clinician
    assert found.clinician.id == day.lee.pk
    assert "the planned clinician is not here yet" in allotted.because(found)


def test_of_a_private_visit_the_desk_reads_the_room_and_no_reason(day: Cast) -> None:
    comes(day, day.amara, label=Label.CONFIDENTIAL, named=True)
    seen_by_sam = at(day.sam).get("/desk/queue/").text
    assert "Call to Room" in seen_by_sam
    assert "Dr Osei" not in seen_by_sam
    assert "Dr Osei, as planned" in at(day.dr_osei).get("/desk/queue/").text


def test_where_nobody_has_a_session_the_room_alone_is_suggested_and_the_same_rules_hold(
    town: Cast, clock: Stopped
) -> None:
    visit = comes(town, town.amara)
    room_actions.ask_for(visit, by=town.sam, hoist=True)
    assert allotted.allotted(town.riverside).rooms == {}
    room_actions.describe(town.rooms[2], by=town.ines, hoist=True)

    page = at(town.sam).get("/desk/queue/").text
    assert "Nobody has hours here now. Only the room is suggested. The room has: a hoist." in page
    room_actions.take(visit, room=town.rooms[2].pk, by=town.sam)
    called = Visit.objects.get(pk=visit.pk)
    assert (called.room, called.staff_member) == (town.rooms[2], None)


def with_a_diary(town: Cast, name: str) -> Resource:
    return booking.set_up_resource(Resource(kind=Means.ROOM, name=name, place=town.riverside), by=town.ines)


def test_a_room_of_one_name_is_one_room_and_what_the_plan_has_out_nobody_is_called_to(day: Cast) -> None:
    diary, visit = with_a_diary(day, f"  {day.rooms[0].name.upper()}"), comes(day, day.amara)
    assert day.rooms[0] in rooms_to_call_to(day.riverside)
    booking.take_out_of_use(diary, MORNING, MORNING + timedelta(hours=1), by=day.ines, because="painting")

    assert day.rooms[0] not in rooms_to_call_to(day.riverside)
    for other in day.rooms[1:]:
        room_actions.take_out(other, by=day.sam, because="painting too")
    assert allotted.allotted(day.riverside).rooms == {}
    assert "No room here has what is needed." in allotted.allotted(day.riverside).why_not(visit.pk)


def test_a_room_that_was_booked_for_her_is_hers_and_nobody_elses_while_it_is_her_time(
    day: Cast, clock: Stopped
) -> None:
    with_a_diary(day, day.rooms[3].name)
    booking.need(day.gp_visit, Means.ROOM, by=day.ines)
    slot = Slot.objects.filter(staff_member=day.osei, starts_at=MORNING + timedelta(minutes=20)).get()
    booked = booking.book(slot, day.lina, day.gp_visit, by=day.sam)
    for room in (*day.rooms[:3], day.rooms[4]):
        room_actions.take_out(room, by=day.sam, because="painting")
    clock.move(minutes=4)
    amaras = comes(day, day.amara)
    assert allotted.allotted(day.riverside).rooms == {amaras.pk: day.rooms[3].name}

    clock.move(minutes=6)
    assert allotted.allotted(day.riverside).rooms == {}, "Lina's time is near"
    linas = actions.arrive(booked, by=day.sam)
    assert allotted.allotted(day.riverside).rooms == {linas.pk: day.rooms[3].name}
    for room in (*day.rooms[:3], day.rooms[4]):
        room_actions.put_back(room, by=day.sam)
    given = allotted.allotted(day.riverside).rooms
    assert given[linas.pk] == day.rooms[3].name
    assert given[amaras.pk] != day.rooms[3].name


def test_a_room_booked_for_somebody_who_has_not_come_is_kept_ten_minutes_past_her_time(day: Cast) -> None:
    with_a_diary(day, day.rooms[3].name)
    booking.need(day.gp_visit, Means.ROOM, by=day.ines)
    hers = MORNING + timedelta(minutes=20)
    slot = Slot.objects.filter(staff_member=day.osei, starts_at=hers).get()
    booked = booking.book(slot, day.lina, day.gp_visit, by=day.sam)
    kept = {day.rooms[3].pk: {booked.pk}}

    assert diary_of(day.riverside, day.rooms, hers + timedelta(minutes=9), []).kept_for == kept
    assert diary_of(day.riverside, day.rooms, hers + timedelta(minutes=10), []).kept_for == {}


def test_suggesting_asks_no_more_of_the_database_when_more_people_wait(day: Cast) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            allotted.allotted(day.riverside)
        return len(asked)

    for patient in (day.amara, *(one for one in (day.lina, day.omar, day.ana, day.tomas) if one.interpreter)):
        comes(day, patient)
    few = questions()
    for patient in [one for one in (day.lina, day.omar, day.ana, day.tomas) if not one.interpreter]:
        room_actions.ask_for(comes(day, patient), step_free=True, by=HOUSE)
    assert questions() == few
    assert Asked.objects.count() >= 2
