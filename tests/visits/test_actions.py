from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.booking import actions as booking
from bedside.booking.measures import no_shows
from bedside.booking.models import Appointment, Slot, Status, Waiting
from bedside.booking.sessions import open_session
from bedside.booking.waiting import wait_for
from bedside.hours.clock import Stopped, stopped_at
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.live.models import Notice
from bedside.people.actions import merge, note_death
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.triage import actions as triage
from bedside.visits import actions
from bedside.visits.measures import left_unseen
from bedside.visits.models import Room, State, Visit, ticket_of

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass
class Day:
    town: Cast
    amaras: Appointment
    linas: Appointment
    room: Room
    other_room: Room
    clock: Stopped


@pytest.fixture
def day(db: None, request: pytest.FixtureRequest) -> Iterator[Day]:
    """It is eight. Amara has the nine o'clock with Dr Osei, Lina twenty past; there are two rooms."""
    with stopped_at(MORNING) as clock:
        town: Cast = request.getfixturevalue("town")
        nine = MORNING + timedelta(hours=1)
        open_session(
            town.osei,
            place=town.riverside,
            service=town.joints,
            starts_at=nine,
            ends_at=nine + timedelta(hours=1),
            slot_minutes=20,
            by=HOUSE,
        )
        first, second, _ = Slot.objects.order_by("starts_at")
        yield Day(
            town,
            booking.book(first, town.amara, town.knee_check, by=HOUSE),
            booking.book(second, town.lina, town.knee_check, by=HOUSE),
            actions.open_room(town.riverside, name="Room 8", by=HOUSE),
            actions.open_room(town.riverside, name="Room 9", by=HOUSE),
            clock,
        )


def test_arriving_gives_a_ticket_and_tells_booking_in_the_same_breath(day: Day) -> None:
    visit = actions.arrive(day.amaras, by=day.town.sam)

    assert (visit.ticket, visit.state, visit.scheduled_at) == ("A1", State.WAITING, day.amaras.starts_at)
    assert Appointment.objects.get(pk=day.amaras.pk).status == Status.ARRIVED
    assert {entry.verb for entry in Entry.objects.filter(visit_id=day.amaras.pk)} >= {
        "appointment.booked",
        "appointment.arrived",
        "visit.arrived",
    }


def test_nobody_checks_in_twice(day: Day) -> None:
    actions.arrive(day.amaras, by=day.town.sam)

    with pytest.raises(Refusal):
        actions.arrive(Appointment.objects.get(pk=day.amaras.pk), by=day.town.sam)
    with pytest.raises(Refusal, match="already"):
        actions.walk_in(
            day.town.amara, place=day.town.riverside, service=day.town.gp, reason="a cough", level="R14", by=HOUSE
        )
    assert Visit.objects.count() == 1


def test_a_patient_checks_in_from_three_hours_before_until_her_time_is_over(day: Day) -> None:
    day.clock.move_to(day.amaras.starts_at - timedelta(hours=3, minutes=1))
    with pytest.raises(Refusal, match="3 hours"):
        actions.arrive(day.amaras, by=day.town.amara.login)
    day.clock.move_to(day.amaras.ends_at)
    with pytest.raises(Refusal, match="3 hours"):
        actions.arrive(day.amaras, by=day.town.amara.login)

    assert actions.arrive(day.amaras, by=day.town.sam).arrived_at == day.amaras.ends_at  # the desk sees her stand there


def test_nobody_is_checked_in_for_another_day(day: Day) -> None:
    day.clock.move(days=-1)

    with pytest.raises(Refusal, match="not today"):
        actions.arrive(day.amaras, by=day.town.sam)


def test_an_emergency_that_stands_stops_check_in_by_phone_and_is_first_at_the_desk(day: Day) -> None:
    triage.begin("crushing chest pain and I cannot breathe", by=HOUSE, patient=day.town.lina)
    with pytest.raises(Refusal, match="emergency"):
        actions.arrive(day.linas, by=day.town.lina.login)

    actions.arrive(day.amaras, by=day.town.sam)
    actions.arrive(day.linas, by=day.town.sam)

    assert actions.call_next(day.town.riverside, room=day.room, by=day.town.sam).patient == day.town.lina


@pytest.mark.parametrize("stands_on_the_other_name", [True, False])
def test_an_emergency_stands_under_every_name_of_a_patient(
    day: Day, stands_on_the_other_name: bool, client: Client, settings: Any
) -> None:
    """Lina turns out to be Amara's second record: whichever has the emergency, both visits are stopped and first."""
    told_as, comes_as = (day.town.lina, day.amaras) if stands_on_the_other_name else (day.town.amara, day.linas)
    triage.begin("crushing chest pain and I cannot breathe", by=HOUSE, patient=told_as)
    merge(day.town.lina, day.town.amara, by=day.town.sam, because="one person")
    here = Appointment.objects.get(pk=comes_as.pk)

    with pytest.raises(Refusal, match="emergency"):
        actions.arrive(here, by=day.town.amara.login)
    assert actions.arrive(Appointment.objects.get(pk=comes_as.pk), by=day.town.sam).level == "E0"

    settings.DEMO = True  # staff sign in without a second step
    client.force_login(day.town.sam)
    assert "An emergency stands" in client.get(f"/desk/patients/{day.town.amara.pk}/").text


def test_whoever_is_here_does_not_call_her_visit_off_and_if_the_desk_did_she_is_seen_all_the_same(day: Day) -> None:
    visit = actions.arrive(day.amaras, by=day.town.amara.login)
    with pytest.raises(Refusal, match="begun already"):
        booking.cancel(day.amaras, by=day.town.amara.login, because="by mistake")
    booking.cancel(Appointment.objects.get(pk=day.amaras.pk), by=day.town.sam, because="the wrong line")

    visit = Visit.objects.get(pk=visit.pk)
    actions.call(visit, room=day.room, by=day.town.sam)
    actions.begin(visit, by=day.town.dr_osei)
    assert actions.finish(visit, by=day.town.dr_osei).state == State.FINISHED


def test_the_whole_way_through_the_house_leaves_a_time_and_a_name_at_each_step(day: Day) -> None:
    visit = actions.arrive(day.amaras, by=day.town.amara.login)
    day.clock.move(minutes=65)
    actions.call(visit, room=day.room, by=day.town.sam)
    day.clock.move(minutes=2)
    actions.begin(visit, by=day.town.dr_osei)
    day.clock.move(minutes=18)
    actions.finish(visit, by=day.town.dr_osei)

    assert visit.phase_minutes() == {
        "early": 60.0,
        "check_in": 0.0,
        "to_room": 65.0,
        "to_clinician": 2.0,
        "with_clinician": 18.0,
        "wait": 7.0,
    }
    hands = Entry.objects.filter(subject_id=visit.pk).order_by("version").values_list("verb", "actor_kind")
    assert list(hands) == [
        ("visit.arrived", "patient"),
        ("visit.called", "front_desk"),
        ("visit.began", "clinician"),
        ("visit.finished", "clinician"),
    ]
    assert Appointment.objects.get(pk=day.amaras.pk).status == Status.FULFILLED


def test_a_time_that_nobody_wrote_is_unknown_and_not_zero(day: Day) -> None:
    visit = actions.arrive(day.amaras, by=day.town.sam)

    assert visit.phase_minutes()["wait"] is None
    assert visit.phase_minutes()["with_clinician"] is None


def test_a_room_never_holds_two(day: Day) -> None:
    first, second = actions.arrive(day.amaras, by=day.town.sam), actions.arrive(day.linas, by=day.town.sam)
    actions.call(first, room=day.room, by=day.town.sam)

    with pytest.raises(Refusal, match="in this room already"):
        actions.call(second, room=day.room, by=day.town.sam)
    actions.begin(first, by=day.town.dr_osei)
    actions.finish(first, by=day.town.dr_osei)
    assert actions.call(Visit.objects.get(pk=second.pk), room=day.room, by=day.town.sam).room == day.room


def test_of_two_who_call_the_same_patient_the_second_is_refused(day: Day) -> None:
    visit = actions.arrive(day.amaras, by=day.town.sam)
    seen_by_another = Visit.objects.get(pk=visit.pk)
    actions.call(visit, room=day.room, by=day.town.sam)

    with pytest.raises(Refusal, match="Someone else"):
        actions.call(seen_by_another, room=day.other_room, by=day.town.nurse_lin)


def test_whoever_does_not_answer_keeps_her_place_but_is_not_asked_again_at_once(day: Day) -> None:
    day.clock.move_to(day.linas.starts_at - timedelta(minutes=10))
    first, second = actions.arrive(day.amaras, by=day.town.sam), actions.arrive(day.linas, by=day.town.sam)
    actions.call(first, room=day.room, by=day.town.sam)
    actions.put_back(first, by=day.town.sam, because="no answer")

    assert actions.call_next(day.town.riverside, room=day.room, by=day.town.sam) == second
    day.clock.move(minutes=5)
    assert actions.call_next(day.town.riverside, room=day.other_room, by=day.town.sam) == first


def test_whoever_left_and_comes_back_is_taken_in_again_with_the_same_ticket(day: Day) -> None:
    visit = actions.arrive(day.amaras, by=day.town.sam)
    actions.leave(visit, by=day.town.sam, because="had to go to the car")
    actions.put_back(visit, by=day.town.sam, because="came back")

    assert (visit.ticket, visit.state, visit.left_at) == ("A1", State.WAITING, None)


def test_whoever_leaves_unseen_has_neither_kept_nor_missed_her_visit(day: Day) -> None:
    hour = day.amaras.starts_at - timedelta(hours=12), day.amaras.starts_at + timedelta(hours=12)
    gone, seen = actions.arrive(day.amaras, by=day.town.sam), actions.arrive(day.linas, by=day.town.sam)
    actions.leave(gone, by=day.town.sam, because="had to go")
    actions.begin(actions.call(seen, room=day.room, by=day.town.sam), by=day.town.dr_osei)
    actions.leave(seen, by=day.town.sam, because="walked out")  # but somebody had begun to see her

    assert [one.value for one in no_shows(*hour)] == [0.0]
    assert sorted(one.value or 0.0 for one in left_unseen(*hour)) == [0.0, 1.0]

    actions.put_back(gone, by=day.town.sam, because="came back")

    assert [one.value for one in no_shows(*hour)] == [0.0, 0.0]
    assert [one.waiting for one in left_unseen(*hour) if one.value is None] == [True]


def test_nobody_is_called_or_taken_back_on_another_day(day: Day) -> None:
    waits, left = actions.arrive(day.amaras, by=day.town.sam), actions.arrive(day.linas, by=day.town.sam)
    actions.leave(left, by=day.town.sam, because="had to go")
    day.clock.move(hours=24)

    with pytest.raises(Refusal, match="no longer"):
        actions.call(waits, room=day.room, by=day.town.sam)
    with pytest.raises(Refusal, match="no longer"):
        actions.put_back(left, by=day.town.sam, because="came back")


def test_a_patient_who_is_being_seen_does_not_end_her_visit_from_an_old_page(day: Day) -> None:
    visit = actions.arrive(day.amaras, by=day.town.sam)
    actions.call(visit, room=day.room, by=day.town.sam)
    actions.begin(visit, by=day.town.dr_osei)

    with pytest.raises(Refusal, match="no longer"):
        actions.leave(visit, by=day.town.amara.login, because="had to go")
    assert actions.finish(Visit.objects.get(pk=visit.pk), by=day.town.dr_osei).ended_at


def test_a_no_show_is_noted_only_after_the_time_has_come_and_she_may_still_come(day: Day) -> None:
    with pytest.raises(Refusal, match="not begun"):
        actions.note_no_show(day.amaras, by=day.town.sam)
    day.clock.move_to(day.amaras.starts_at + timedelta(minutes=16))
    actions.note_no_show(day.amaras, by=day.town.sam)
    assert day.amaras.status == Status.NOSHOW

    assert actions.arrive(day.amaras, by=day.town.sam).state == State.WAITING


def test_nobody_is_checked_in_for_a_record_that_is_closed(day: Day) -> None:
    note_death(day.town.amara, on=MORNING.date(), by=HOUSE)

    with pytest.raises(Refusal, match="closed"):
        actions.arrive(day.amaras, by=day.town.sam)


def test_whoever_came_no_longer_waits_for_an_earlier_time(day: Day) -> None:
    wait_for(day.town.knee_check, day.town.lina, by=HOUSE, instead_of=day.linas)

    actions.arrive(day.linas, by=day.town.sam)

    assert not Waiting.objects.standing().exists()


def test_a_confidential_visit_rings_no_bell_but_hers_and_no_carer_hears_that_she_is_here(day: Day) -> None:
    town = day.town
    bells = Notice.objects.filter(topic=f"patient:{town.tomas.pk}")
    rung = bells.count()

    visit = actions.walk_in(
        town.tomas, place=town.riverside, service=town.private, reason="private", level="R14", by=town.nurse_lin
    )

    assert visit.label == Label.CONFIDENTIAL
    assert bells.count() == rung
    assert not Visit.objects.visible_to(town.sam).exists()
    assert list(Visit.objects.tickets_for(town.sam)) == [visit]
    beside = actions.walk_in(town.tomas, place=town.riverside, service=town.gp, reason="", level="R14", by=town.sam)
    for hand in (town.teresa, town.sam):  # a refusal of any kind would tell them that there is another
        assert list(Visit.objects.visible_to(hand)) == [beside]


def test_tickets_run_through_the_letters_and_say_nothing_else() -> None:
    assert [ticket_of(count) for count in (1, 99, 100, 198, 199)] == ["A1", "A99", "B1", "B99", "C1"]


def test_tickets_begin_anew_each_day_at_each_place(day: Day) -> None:
    town = day.town
    actions.arrive(day.amaras, by=town.sam)
    elsewhere = actions.walk_in(town.omar, place=town.hillside, service=town.gp, reason="", level="R14", by=town.sam)
    day.clock.move(days=1)
    tomorrow = actions.walk_in(town.ana, place=town.riverside, service=town.gp, reason="", level="R14", by=town.sam)

    assert (elsewhere.ticket, tomorrow.ticket) == ("A1", "A1")
