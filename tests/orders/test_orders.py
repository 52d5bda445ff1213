"""What is asked of another team is done, declined or cancelled, and never forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from bedside.access.models import Role, User
from bedside.cases import actions as cases
from bedside.cases.models import Case, Kind
from bedside.cases.rounds import look_at_the_clock
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.orders import actions
from bedside.orders.beside import asked_for
from bedside.orders.models import Order, State
from bedside.people.models import Label, Patient
from bedside.teams.models import WITH_PATIENTS_TEAMS, Team
from bedside.town.cast import Cast
from bedside.visits import actions as visits
from bedside.visits import summaries
from bedside.visits.models import Visit

MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)
FRIDAY = date(2026, 11, 27)
BLOOD = {"what": "A blood test", "why": "zaqwhy", "who_calls": "Nurse Lin"}


@pytest.fixture(autouse=True)
def a_tuesday(settings: LazySettings, request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    """The town is built on that morning: one that was built later would have been there before it began."""
    settings.DEMO = True
    with time_machine.travel(MORNING, tick=False) as clock:
        town: Cast = request.getfixturevalue("town")
        town.dr_osei.act_as(Role.CLINICIAN)
        town.nurse_lin.act_as(Role.NURSE)
        town.sam.act_as(Role.FRONT_DESK)
        yield clock


def seen(town: Cast, label: str = Label.NONE) -> Visit:
    here: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
    visit = visits.walk_in(town.amara, by=town.dr_osei, label=label, **here)
    room = visits.open_room(town.riverside, name=f"Room {visit.ticket}", by=HOUSE)
    return visits.begin(visits.call(visit, room=room, by=town.dr_osei), by=town.dr_osei)


def asked(town: Cast, label: str = Label.NONE, team: str = Team.FRONT_DESK) -> Order:
    return actions.ask(seen(town, label), team=team, due_on=FRIDAY, by=town.dr_osei, **BLOOD)


def case_of(order: Order) -> Case:
    return Case.objects.filter(key__startswith=f"order:{order.pk}").order_by("-opened_at", "-key")[0]


def client_of(login: User) -> Client:
    client = Client()
    client.force_login(login)
    return client


def test_the_team_that_is_asked_has_a_case_whose_clock_runs_out_on_the_day_that_was_named(town: Cast) -> None:
    order = asked(town)

    case = case_of(order)
    assert (case.kind, case.team, case.subject) == (Kind.ORDER, Team.FRONT_DESK, "A blood test")
    assert case.due_at == order.due_at == datetime(2026, 11, 28, tzinfo=UTC)
    assert f"/desk/orders/{order.pk}/" in client_of(town.sam).get(f"/desk/inbox/{case.pk}/").text


def test_what_is_not_done_by_its_day_rings_and_stands_late_beside_the_patient(
    town: Cast, a_tuesday: time_machine.Traveller
) -> None:
    order = asked(town)
    assert [(one.text, one.urgent) for one in asked_for(town.dr_osei, town.amara)] == [("A blood test", False)]

    a_tuesday.move_to(MORNING + timedelta(days=4))
    look_at_the_clock()
    case = case_of(order)
    assert (case.escalated, case.is_late) == (100, True)
    assert [one.urgent for one in asked_for(town.dr_osei, town.amara)] == [True]


def test_the_front_desk_takes_it_does_it_and_writes_what_came_of_it(town: Cast) -> None:
    order, desk = asked(town), client_of(town.sam)
    desk.post(f"/desk/orders/{order.pk}/", {"then": "accepted"})
    assert (Order.objects.get().state, case_of(order).owner) == (State.ACCEPTED, town.sam)

    assert desk.post(f"/desk/orders/{order.pk}/", {"then": "done", "because": " "}).status_code == 409
    desk.post(f"/desk/orders/{order.pk}/", {"then": "done", "because": "Taken at noon"})
    assert (Order.objects.get().state, Order.objects.get().settled_because) == (State.DONE, "Taken at noon")
    assert case_of(order).is_closed
    assert asked_for(town.dr_osei, town.amara) == []


@pytest.mark.parametrize("team", WITH_PATIENTS_TEAMS)
def test_every_team_that_sees_to_patients_is_asked_and_answers(town: Cast, team: Team) -> None:
    order = asked(town, team=team)
    case = case_of(order)
    assert (Team(case.team), order.team_name) == (team, str(team.label))

    teammate = town.sam if Role.FRONT_DESK in case.roles else town.nurse_lin
    answering = client_of(teammate)
    answering.post(f"/desk/orders/{order.pk}/", {"then": "accepted"})
    assert case_of(order).owner == teammate
    answering.post(f"/desk/orders/{order.pk}/", {"then": "declined", "because": "The machine is broken"})
    declined = Order.objects.get()
    assert (declined.state, declined.settled_because) == (State.DECLINED, "The machine is broken")


def test_what_cannot_be_done_goes_back_to_whoever_asked(town: Cast) -> None:
    order = asked(town)
    actions.decline(order, because="The laboratory is shut", by=town.sam)

    mine, theirs = case_of(order), Case.objects.order_by("key").get(key=f"order:{order.pk}:0")
    assert theirs.is_closed
    assert (mine.owner, mine.team, mine.is_closed) == (town.dr_osei, Team.NURSES, False)
    actions.cancel(Order.objects.get(), because="Done elsewhere", by=town.dr_osei)
    assert case_of(order).is_closed


def test_a_case_that_is_closed_by_hand_comes_back_until_the_thing_is_settled(town: Cast) -> None:
    order = asked(town)
    cases.close(case_of(order), because="I am busy", by=town.sam)
    work_off()
    assert not case_of(order).is_closed
    assert Case.objects.filter(kind=Kind.ORDER).count() == 2

    actions.done(order, because="Taken", by=town.sam)
    work_off()
    assert Case.objects.filter(kind=Kind.ORDER).unfinished().count() == 0


def test_she_reads_what_is_to_come_who_calls_and_by_when_but_not_why(town: Cast) -> None:
    order = asked(town)
    summary = summaries.draft(order.visit, by=town.dr_osei, original="Knee.", why_came="You came with a sore knee.")
    summaries.sign(summary, by=town.dr_osei)

    assert town.amara.login
    hers = client_of(town.amara.login)
    shown = hers.get(f"/visits/{order.visit_id}/summary/").text
    assert "A blood test" in shown
    assert "Nurse Lin calls you by Friday 27 November." in shown
    assert "zaqwhy" not in shown
    actions.done(order, because="Taken", by=town.sam)
    assert "This is done." in hers.get(f"/visits/{order.visit_id}/summary/").text


def test_only_who_treats_asks_and_nothing_is_asked_for_yesterday(town: Cast) -> None:
    visit = seen(town)
    with pytest.raises(Refusal, match="clinician or a nurse"):
        actions.ask(visit, team=Team.NURSES, due_on=FRIDAY, by=town.sam, **BLOOD)
    with pytest.raises(Refusal, match="from today on"):
        actions.ask(visit, team=Team.NURSES, due_on=date(2026, 11, 23), by=town.dr_osei, **BLOOD)
    with pytest.raises(Refusal, match="choose another"):
        actions.ask(visit, team=Team.MANAGERS, due_on=FRIDAY, by=town.dr_osei, **BLOOD)

    page = client_of(town.dr_osei).post(f"/desk/visits/{visit.pk}/orders/", {"team": "nurses", **BLOOD})
    assert page.status_code == 200
    assert not Order.objects.exists()


def test_of_a_confidential_visit_only_the_nurses_are_asked_and_the_desk_sees_nothing(town: Cast) -> None:
    with pytest.raises(Refusal, match="confidential"):
        asked(town, Label.CONFIDENTIAL)
    Visit.objects.filter(patient=town.amara).update(state="finished")
    order = asked(town, Label.CONFIDENTIAL, Team.NURSES)

    assert case_of(order).label == Label.CONFIDENTIAL
    assert client_of(town.sam).get(f"/desk/orders/{order.pk}/").status_code == 404
    assert asked_for(town.sam, town.amara) == []
    assert client_of(town.nurse_lin).get(f"/desk/orders/{order.pk}/").status_code == 200


def test_what_cannot_be_done_stays_with_whoever_asked_until_another_way_is_found(town: Cast) -> None:
    order = asked(town)
    actions.decline(order, because="The laboratory is shut", by=town.sam)
    work_off()
    cases.close(case_of(order), because="later", by=town.dr_osei)
    work_off()

    again = Case.objects.filter(kind=Kind.ORDER).unfinished().get()
    assert (again.owner, again.team) == (town.dr_osei, Team.NURSES)
    assert [(one.text, one.aside, one.urgent) for one in asked_for(town.dr_osei, town.amara)] == [
        ("A blood test", "Cannot be done", True)
    ]
    actions.cancel(Order.objects.get(), because="Done elsewhere", by=town.dr_osei)
    work_off()
    assert not Case.objects.filter(kind=Kind.ORDER).unfinished().exists()
    assert asked_for(town.dr_osei, town.amara) == []


def test_what_was_asked_under_an_older_name_is_listed_under_the_name_we_know(town: Cast) -> None:
    order = asked(town)
    Patient.objects.filter(pk=town.amara.pk).update(merged_into=town.omar)
    here: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "", "level": "R14"}
    visit = visits.walk_in(town.omar, by=town.dr_osei, **here)

    assert f"/desk/orders/{order.pk}/" in client_of(town.dr_osei).get(f"/desk/visits/{visit.pk}/orders/").text


def test_what_is_needed_is_asked_for_before_the_door_too(town: Cast) -> None:
    visit = seen(town)
    asking = f"/desk/visits/{visit.pk}/orders/"

    assert asking in client_of(town.dr_osei).get(f"/desk/mine/{visit.pk}/brief/").text
    assert f"/desk/mine/{visit.pk}/brief/" in client_of(town.dr_osei).get(asking).text
