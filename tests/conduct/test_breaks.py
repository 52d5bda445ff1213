"""After somebody was rude there is a break, and after the second time somebody else takes the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from bedside.access.models import Role, User
from bedside.calls import actions as calls
from bedside.cases import actions as cases
from bedside.cases import resting
from bedside.cases.models import Case, Priority, Rest, RestKind
from bedside.cases.models import Kind as CaseKind
from bedside.cases.routing import somebody_for
from bedside.conduct import actions
from bedside.conduct.models import Incident, Kind
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE, Outside
from bedside.journal.models import Entry, Refusal, Sight
from bedside.teams import actions as teams
from bedside.teams.models import Team
from bedside.town.cast import Cast

MORNING = datetime(2026, 11, 24, 10, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_tuesday(settings: LazySettings, request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    settings.DEMO = True
    with time_machine.travel(MORNING, tick=False) as clock:
        town: Cast = request.getfixturevalue("town")
        town.sam.act_as(Role.FRONT_DESK)
        town.nurse_lin.act_as(Role.NURSE)
        yield clock


def is_there(*people: User) -> None:
    """They have looked at a patient's page a moment ago."""
    for one in people:
        Sight.objects.create(actor_id=str(one.pk), actor_kind=Role.FRONT_DESK, patient_id=None, what="here")


def asked(town: Cast, **more: object) -> Case:
    return cases.open_case(CaseKind.MESSAGE, "My bill", by=HOUSE, patient=town.lina, **more)  # type: ignore[arg-type]


def rude(town: Cast) -> Incident:
    return actions.begin(town.amara, kind=Kind.RUDE, said="Shouted at me.", by=town.sam)


def test_a_break_of_five_minutes_is_offered_at_once_and_new_work_goes_to_others(
    town: Cast, a_tuesday: time_machine.Traveller
) -> None:
    incident, desk = rude(town), Client()
    desk.force_login(town.sam)
    is_there(town.sam)
    assert somebody_for(asked(town)) == town.sam

    page = desk.get(f"/desk/incidents/{incident.pk}/").text
    assert "Take 5 minutes" in page
    assert "until 10:15" in page
    desk.post(f"/desk/incidents/{incident.pk}/break/")

    assert somebody_for(asked(town)) is None  # the team holds it
    assert "You have a break until 10:15" in desk.get(f"/desk/incidents/{incident.pk}/").text
    a_tuesday.shift(300)
    assert somebody_for(asked(town)) == town.sam


def test_a_call_does_not_show_itself_to_whoever_has_a_break(town: Cast) -> None:
    desk = Client()
    desk.force_login(town.sam)
    incident = rude(town)
    calls.ring("c-1", town.lina.phone, by=Outside("telephone", "line-1"))
    shown = desk.get("/desk/telephone/card/").text
    actions.rest(incident, by=town.sam)

    assert town.lina.listed in shown
    assert desk.get("/desk/telephone/card/").text.strip() == ""
    assert town.lina.listed in desk.get("/desk/telephone/").text  # the list itself hides nothing


def test_one_break_follows_each_time_and_pressing_twice_is_one(town: Cast, a_tuesday: time_machine.Traveller) -> None:
    incident = rude(town)
    first = actions.rest(incident, by=town.sam)
    assert actions.rest(incident, by=town.sam) == first
    a_tuesday.shift(600)
    with pytest.raises(Refusal, match="had your break"):
        actions.rest(incident, by=town.sam)
    again = rude(town)
    with pytest.raises(Refusal, match="had your break"):
        actions.rest(again, by=town.nurse_lin)
    assert actions.rest(again, by=town.sam) != first


def test_she_may_come_back_sooner(town: Cast) -> None:
    actions.rest(rude(town), by=town.sam)
    is_there(town.sam)
    desk = Client()
    desk.force_login(town.sam)
    desk.post("/desk/break/end/")

    assert somebody_for(asked(town)) == town.sam
    assert desk.post("/desk/break/end/").status_code == 409


def test_what_cannot_wait_goes_to_the_lead_and_is_never_lost(town: Cast) -> None:
    named = {"members": [str(town.sam.pk)], "lead": str(town.nurse_lin.pk)}
    teams.arrange(Team.FRONT_DESK, by=town.ines, **named)
    is_there(town.sam, town.nurse_lin)
    actions.rest(rude(town), by=town.sam)
    urgent = asked(town)
    urgent.priority = Priority.NOW
    assert somebody_for(asked(town)) is None
    assert somebody_for(urgent) == town.nurse_lin


def test_after_the_second_time_in_a_day_somebody_else_takes_the_next(
    town: Cast, a_tuesday: time_machine.Traveller
) -> None:
    is_there(town.sam)
    hers = cases.open_case(CaseKind.MESSAGE, "My knee", by=HOUSE, patient=town.amara)
    others = cases.open_case(CaseKind.MESSAGE, "My bill", by=HOUSE, patient=town.lina)
    for case in (hers, others):
        cases.give(Case.objects.get(pk=case.pk), town.sam, by=HOUSE)
    rude(town)
    work_off()
    assert not Rest.objects.exists()
    rude(town)
    work_off()

    turn = Rest.objects.get()
    assert (turn.kind, turn.ends_at) == (RestKind.TURNS, datetime(2026, 11, 25, tzinfo=UTC))
    assert somebody_for(asked(town)) is None
    assert Case.objects.get(pk=hers.pk).owner is None  # of whoever was rude
    assert Case.objects.get(pk=others.pk).owner == town.sam
    told = Entry.objects.get(verb="rest.turned")
    assert told.patient_id is None
    assert "Shouted" not in (told.snapshot or "")
    urgent = asked(town)
    urgent.priority = Priority.NOW
    assert somebody_for(urgent) == town.sam  # there is nobody else, and she is there
    a_tuesday.move_to(datetime(2026, 11, 25, 10, tzinfo=UTC))
    is_there(town.sam)
    assert somebody_for(asked(town)) == town.sam


def test_the_first_of_today_after_two_of_yesterday_turns_nobody(town: Cast, a_tuesday: time_machine.Traveller) -> None:
    rude(town)
    rude(town)
    work_off()
    a_tuesday.move_to(datetime(2026, 11, 25, 10, tzinfo=UTC))
    rude(town)
    work_off()
    assert Rest.objects.running().count() == 0


def test_a_break_is_hers_and_says_nothing_of_why(town: Cast) -> None:
    actions.rest(rude(town), by=town.sam)
    assert resting.rest_of(town.sam)
    assert not resting.rest_of(town.nurse_lin)
    assert "Shouted" not in (Entry.objects.get(verb="rest.begun").snapshot or "")
