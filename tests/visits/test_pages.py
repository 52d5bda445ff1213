"""From the phone and from the desk: arriving, waiting, being called, through the pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from bedside.access.models import User
from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot, Status
from bedside.booking.sessions import open_session
from bedside.hours.clock import Stopped, stopped_at
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry, Refusal
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.triage import actions as triage
from bedside.triage.models import Screening
from bedside.visits import actions
from bedside.visits.models import State, Visit

MORNING = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)


@pytest.fixture
def clock(settings: LazySettings) -> Iterator[Stopped]:
    settings.DEMO = True  # staff come in without a second step
    with stopped_at(MORNING) as stopped:
        yield stopped


@pytest.fixture
def times(town: Cast, clock: Stopped) -> list[Slot]:
    nine = MORNING + timedelta(minutes=15)
    where = {"place": town.riverside, "service": town.joints}
    open_session(town.osei, starts_at=nine, ends_at=nine + timedelta(hours=1), slot_minutes=20, by=HOUSE, **where)  # type: ignore[arg-type]
    return list(Slot.objects.order_by("starts_at"))


@pytest.fixture
def amaras(town: Cast, times: list[Slot]) -> Appointment:
    return booking.book(times[0], town.amara, town.knee_check, by=HOUSE)


def at(user: User | None) -> Client:
    assert user
    client = Client()
    client.force_login(user)
    return client


def test_amara_says_on_her_phone_that_she_is_here_and_sam_calls_her(town: Cast, amaras: Appointment) -> None:
    amara, sam = at(town.amara.login), at(town.sam)
    assert "I am here" in amara.get("/home/").text
    assert "I am here" in amara.get(f"/appointments/{amaras.pk}/").text

    page = amara.post(f"/appointments/{amaras.pk}/check-in/", follow=True)
    assert "A1" in page.text
    assert "You are next." in page.text
    assert "Okafor, Amara" in sam.get(f"/desk/queue/part/?place={town.riverside.pk}").text

    room = town.rooms[2]
    page = sam.post("/desk/queue/calls/", {"place": town.riverside.pk, "room": room.pk}, follow=True)
    assert "Room 3" in page.text
    assert "Please come to Room 3 now." in amara.get(f"/visits/{Visit.objects.get().pk}/part/").text
    assert str(room.pk) not in sam.get("/desk/queue/").text  # nobody else is called to a room in use
    assert sam.session["room"] == str(room.pk), "the next call is to the same room unless somebody says another"


def test_nobody_checks_in_by_phone_while_an_emergency_stands(town: Cast, amaras: Appointment) -> None:
    stands = triage.begin("crushing chest pain and I cannot breathe", by=HOUSE, patient=town.amara)

    answer = at(town.amara.login).post(f"/appointments/{amaras.pk}/check-in/")

    assert str(stands.pk) in answer.url
    assert not Visit.objects.exists()


def test_a_carer_who_may_see_to_visits_checks_her_child_in(town: Cast, clock: Stopped) -> None:
    nine = MORNING + timedelta(minutes=15)
    here = {"place": town.riverside, "service": town.gp, "slot_minutes": 15}
    open_session(town.lee, starts_at=nine, ends_at=nine + timedelta(minutes=15), by=HOUSE, **here)  # type: ignore[arg-type]
    booked = booking.book(Slot.objects.get(), town.tomas, town.gp_visit, by=HOUSE)

    page = at(town.teresa).post(f"/appointments/{booked.pk}/check-in/", follow=True)

    assert "A1" in page.text


def test_calling_somebody_out_of_turn_needs_a_reason_which_is_kept(town: Cast, times: list[Slot]) -> None:
    sam = at(town.sam)
    for slot, patient in zip(times, (town.amara, town.lina), strict=False):
        actions.arrive(booking.book(slot, patient, town.knee_check, by=HOUSE), by=town.sam)
    linas = Visit.objects.get(patient=town.lina)
    call = f"/desk/visits/{linas.pk}/call/"

    assert "Please fill this in." in sam.post(call, {"room": town.rooms[0].pk}).text
    sam.post(call, {"room": town.rooms[0].pk, "because": "is in great pain"})

    assert Entry.objects.get(verb="visit.called").because == "is in great pain"


def test_the_page_of_a_visit_offers_staff_what_fits_the_hour(town: Cast, amaras: Appointment, clock: Stopped) -> None:
    sam, page = at(town.sam), f"/appointments/{amaras.pk}/"
    assert "Did not come" not in sam.get(page).text
    assert f"/desk/patients/{town.amara.pk}/" in sam.get(page).text
    assert "You keep this one" not in sam.get(page).text

    clock.move(minutes=20)
    sam = at(town.sam)  # the screen had gone to sleep
    sam.post(f"/desk/arrivals/{amaras.pk}/no-show/")
    assert Appointment.objects.get(pk=amaras.pk).status == Status.NOSHOW
    assert "Came after all" in sam.get(page).text
    sam.post(f"/desk/arrivals/{amaras.pk}/")
    assert Visit.objects.get().state == State.WAITING


def test_a_confidential_visit_shows_the_desk_its_ticket_and_nothing_else(town: Cast, times: list[Slot]) -> None:
    booked = booking.book(times[0], town.amara, town.knee_check, by=HOUSE, label=Label.CONFIDENTIAL, reason="canary")
    visit = actions.arrive(booked, by=town.amara.login)  # type: ignore[arg-type]
    sam = at(town.sam)

    page = sam.get("/desk/queue/").text
    assert "A1" in page
    assert "Private" in page
    for told in ("Okafor", "canary", "Dr Osei", "joint"):
        assert told not in page
    assert "Okafor" not in sam.get(f"/desk/visits/{visit.pk}/call/").text
    sam.post(f"/desk/visits/{visit.pk}/call/", {"room": town.rooms[0].pk})
    assert Visit.objects.get().state == State.CALLED
    assert "Okafor, Amara" in at(town.nurse_lin).get(f"/desk/queue/?place={town.riverside.pk}").text


def test_a_confidential_visit_gives_itself_away_by_no_refusal_at_check_in(town: Cast, times: list[Slot]) -> None:
    private = booking.book(times[0], town.amara, town.knee_check, by=HOUSE, label=Label.CONFIDENTIAL)
    open_to_all = booking.book(times[1], town.amara, town.knee_check, by=HOUSE)
    actions.arrive(private, by=town.amara.login)  # type: ignore[arg-type]

    told = at(town.sam).post(f"/desk/arrivals/{open_to_all.pk}/", follow=True)

    assert told.status_code == 200
    assert "nurse" not in told.text.lower().replace("practice nurse", "")
    assert {one.state for one in Visit.objects.all()} == {State.WAITING}
    assert Visit.objects.count() == 2
    with pytest.raises(Refusal, match="checked in already"):
        actions.walk_in(town.amara, place=town.riverside, service=town.gp, reason="", level="R14", by=town.sam)


def test_the_desk_checks_in_whoever_has_a_private_time_without_learning_who_it_is(
    town: Cast, times: list[Slot]
) -> None:
    booking.book(times[0], town.amara, town.knee_check, by=HOUSE, label=Label.CONFIDENTIAL, reason="canary")
    times[1].is_closed = True
    times[1].save()
    sam = at(town.sam)
    arrivals = [f"/desk/arrivals/private/{slot.pk}/" for slot in times[:2]]
    page = sam.get("/desk/queue/").text
    assert all(one in page for one in arrivals), "a time that is closed and one that is somebody's look alike"

    answer = sam.post(arrivals[0], follow=True).text
    assert "A1" in answer
    assert "Okafor" not in answer
    assert "Nobody is expected at this time." in sam.post(arrivals[1]).text
    assert arrivals[0] not in sam.get("/desk/queue/").text


def test_whoever_comes_without_an_appointment_answers_the_questions_and_gets_a_ticket(
    town: Cast, clock: Stopped
) -> None:
    sam = at(town.sam)
    page = sam.post(f"/desk/patients/{town.omar.pk}/walk-in/", {"text": "my ear hurts a little"}, follow=True)
    assert "Before we give a ticket" in page.text

    asked = Screening.objects.get()
    page = sam.post(page.redirect_chain[-1][0], {"ticked": "none"}, follow=True)
    assert "Give a ticket" in page.text
    told = {"place": town.riverside.pk, "service": town.gp.pk, "staff_member": ""}
    page = sam.post(f"/desk/walk-ins/{asked.pk}/", told, follow=True)

    assert "A1" in page.text
    assert "data-print" in page.text, "a button prints the ticket"
    visit = Visit.objects.get()
    assert (visit.patient, visit.is_walk_in, visit.level) == (town.omar, True, asked.standing_level)

    actions.leave(visit, by=town.sam, because="had to go")
    clock.move(hours=26)
    page = at(town.sam).post(f"/desk/walk-ins/{asked.pk}/", told, follow=True)
    assert "What does the patient need help with?" in page.text  # an old answer says nothing about today
    assert Visit.objects.count() == 1


def test_a_red_flag_at_the_desk_calls_a_clinician_and_puts_that_person_first(town: Cast, amaras: Appointment) -> None:
    actions.arrive(amaras, by=town.sam)
    sam = at(town.sam)

    page = sam.post(
        f"/desk/patients/{town.omar.pk}/walk-in/",
        {"text": "crushing chest pain and I cannot breathe"},
        follow=True,
    )
    assert "Fetch a clinician now." in page.text
    told = {"place": town.riverside.pk, "service": town.gp.pk, "staff_member": ""}
    sam.post(page.redirect_chain[-1][0], told)

    sam.post("/desk/queue/calls/", {"place": town.riverside.pk, "room": town.rooms[0].pk})
    assert Visit.objects.get(state=State.CALLED).patient == town.omar
