"""What a week weighs, how evenly it is shared, and who may see it when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from bedside.access.models import HeldRole, Role, User
from bedside.calls.models import Contact, Reason, Way
from bedside.cases import actions as cases
from bedside.cases.models import Case
from bedside.cases.models import Kind as CaseKind
from bedside.conduct import actions as conduct
from bedside.conduct.models import Incident
from bedside.inbox import actions as inbox
from bedside.insight.counting import count
from bedside.insight.models import Figure
from bedside.insight.sentences import amount
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Sight
from bedside.people.models import Label
from bedside.teams import actions as teams
from bedside.teams.models import Team
from bedside.town.cast import Cast
from bedside.workload import weeks
from bedside.workload.measures import EVEN, WITHIN_REACH, against_the_middle, within_reach
from bedside.workload.models import OwnWeek
from bedside.workload.weighing import loads

WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
WEEK = date(2026, 11, 23)
BOUNDS = (datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC))


@pytest.fixture(autouse=True)
def clock(settings: LazySettings, request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    settings.DEMO = True
    with time_machine.travel(WEDNESDAY, tick=False) as clock:
        town: Cast = request.getfixturevalue("town")
        town.sam.act_as(Role.FRONT_DESK)
        town.ines.act_as(Role.MANAGER)
        yield clock


@pytest.fixture
def desk(town: Cast) -> list[User]:
    """Five at the front desk, Sam the first of them."""
    others = [User.objects.create(email=f"{name}@clinic.test", name=name) for name in ("Ada", "Bo", "Cy", "Di")]
    HeldRole.objects.bulk_create(HeldRole(user=one, role=Role.FRONT_DESK) for one in others)
    people = [town.sam, *others]
    teams.arrange(Team.FRONT_DESK, members=[str(one.pk) for one in people], by=town.ines)
    return people


def carries(town: Cast, who: User, many: int, kind: str = CaseKind.MESSAGE, **more: Any) -> None:
    for number in range(many):
        case = cases.open_case(kind, f"{who.pk} {number}", by=HOUSE, patient=town.lina)
        Case.objects.filter(pk=case.pk).update(owner=who, held_since=WEDNESDAY, **more)


def called(town: Cast, who: User, seconds: float, reason: str = Reason.QUESTION, **more: Any) -> Contact:
    times = {"rang_at": WEDNESDAY, "answered_at": WEDNESDAY, "ended_at": WEDNESDAY + timedelta(seconds=seconds)}
    key = f"c-{Contact.objects.count()}"
    return Contact.objects.create(way=Way.PHONE, key=key, taken_by=who, reason=reason, **times | more)


def client_of(login: User) -> Client:
    client = Client()
    client.force_login(login)
    return client


def front_desk() -> weeks.TeamWeek:
    [(plan, people)] = [one for one in weeks.people_by_team() if one[0].code == Team.FRONT_DESK]
    return weeks.of_team(plan, people, WEEK)


def uneven(town: Cast, desk: list[User]) -> None:
    for who, many in zip(desk, (4, 8, 12, 16, 10), strict=True):
        carries(town, who, many)


def test_each_thing_weighs_what_it_is(town: Cast) -> None:
    carries(town, town.sam, 2)
    carries(town, town.sam, 1, CaseKind.COMPLAINT)
    conduct.begin(town.amara, kind="rude", said="Shouted.", by=town.sam)
    town.lina.interpreter = True
    town.lina.save()
    called(town, town.sam, 60, patient=town.lina)
    called(town, town.sam, 60)  # too few to know how long they take

    load = loads([town.sam], *BOUNDS)[town.sam.pk]

    assert load.many == {"complaints": 1, "rude": 1, "interpreted": 1, "calls": 1, "cases": 2}
    assert load.weighs == {"complaints": 3, "rude": 4, "interpreted": 2, "calls": 1, "cases": 2}
    assert load.total == 12


def test_other_calls_weigh_by_how_long_such_calls_take(town: Cast) -> None:
    for _number in range(5):
        called(town, town.nurse_lin, 300, Reason.MEDICINE)
        called(town, town.nurse_lin, 100, Reason.WAY)
    called(town, town.sam, 1, Reason.MEDICINE)  # how long this one took says nothing
    called(town, town.sam, 900, Reason.MONEY)  # one of its kind

    of = loads([town.sam, town.nurse_lin], *BOUNDS)
    usual = (5 * 300 + 5 * 100 + 1 + 900) / 12
    assert of[town.sam.pk].total == pytest.approx((5 * 300 + 1) / 6 / usual + 1)
    assert of[town.nurse_lin.pk].total == pytest.approx(5 * (5 * 300 + 1) / 6 / usual + 5 * 100 / usual)


def test_what_is_confidential_or_of_another_week_weighs_nothing(town: Cast) -> None:
    carries(town, town.sam, 1, label=Label.CONFIDENTIAL)
    carries(town, town.sam, 1)
    Case.objects.filter(label="").update(held_since=WEDNESDAY - timedelta(days=7))
    conduct.begin(town.amara, kind="rude", said="Shouted.", by=town.sam, label=Label.CONFIDENTIAL)
    called(town, town.sam, 60, label=Label.CONFIDENTIAL)
    assert loads([town.sam], *BOUNDS) == {}


def test_a_team_is_told_how_even_its_week_was(town: Cast, desk: list[User]) -> None:
    uneven(town, desk)
    told = front_desk()
    assert (told.n, told.most, told.is_uneven) == (5, 1.6, True)
    assert told.gini == pytest.approx((-4 * 4 - 2 * 8 + 2 * 12 + 4 * 16) / (5 * 50))


def test_of_fewer_than_five_nothing_is_told(town: Cast, desk: list[User], clock: time_machine.Traveller) -> None:
    for who in desk[:4]:
        carries(town, who, 3)
    told = front_desk()
    assert (told.n, told.gini, told.most, told.each) == (4, None, None, ())
    assert weeks.mine(town.sam, WEEK).middle is None
    assert list(within_reach(*BOUNDS)) == []
    clock.move_to(datetime(2026, 12, 7, 10, tzinfo=UTC))
    assert front_desk().each == ()


def test_a_lead_sees_each_ones_load_only_after_all_could_see_theirs(
    town: Cast, desk: list[User], clock: time_machine.Traveller
) -> None:
    uneven(town, desk)
    assert front_desk().each == ()  # the week runs
    clock.move_to(datetime(2026, 11, 30, 10, tzinfo=UTC))
    managers = client_of(town.ines)
    page = managers.get("/desk/load/teams/").text
    assert "1.6 times the middle" in page
    assert "Ada" not in page

    for who in desk[:4]:
        OwnWeek.objects.create(who=who, week=WEEK)
    assert front_desk().each == ()  # the last one could be worked out
    client_of(town.sam).post("/desk/load/seen/")
    OwnWeek.objects.create(who=desk[4], week=WEEK)
    assert {one.name: load for one, load in front_desk().each}["Cy"] == 16
    assert "Ada" in managers.get("/desk/load/teams/").text


def test_after_two_working_days_a_lead_sees_it_though_nobody_has_looked(
    town: Cast, desk: list[User], clock: time_machine.Traveller
) -> None:
    uneven(town, desk)
    clock.move_to(datetime(2026, 12, 1, 23, tzinfo=UTC))  # Tuesday
    assert front_desk().each == ()
    clock.move_to(datetime(2026, 12, 2, 1, tzinfo=UTC))
    assert len(front_desk().each) == 5


def test_a_running_week_that_somebody_opened_is_still_hers_alone(
    town: Cast, desk: list[User], clock: time_machine.Traveller
) -> None:
    hers = client_of(town.sam)
    assert "I have seen my last week" in hers.get("/desk/load/").text
    assert not OwnWeek.objects.exists()  # looking changes nothing
    hers.post("/desk/load/seen/")
    hers.post("/desk/load/seen/")
    assert "I have seen my last week" not in hers.get("/desk/load/").text
    assert [one.week for one in OwnWeek.objects.all()] == [date(2026, 11, 16)]


def test_she_sees_of_what_her_week_is_made_and_nobody_elses(town: Cast, desk: list[User]) -> None:
    uneven(town, desk)
    conduct.begin(town.amara, kind="rude", said="You are a fool.", by=town.sam)
    page = client_of(town.sam).get("/desk/load/").text
    assert "Take 5 minutes" in page
    assert "The middle of your team is 10.0, of 5 people." in page
    assert "1 = 4.0" in page
    assert "fool" not in page
    for name in ("Ada", "Bo", "Cy", "Di"):
        assert f">{name}<" not in page


def test_nothing_of_what_was_said_reaches_whoever_leads(
    town: Cast, desk: list[User], clock: time_machine.Traveller
) -> None:
    uneven(town, desk)
    teams.arrange(Team.FRONT_DESK, lead=str(desk[1].pk), by=town.ines)
    for _number in range(2):
        conduct.begin(town.amara, kind="rude", said="You are a fool.", by=town.sam)
        Incident.objects.update(over_at=WEDNESDAY)
    work_off()
    leads = client_of(desk[1]).get("/desk/load/teams/").text
    assert "Somebody else takes what is new for Sam Reid today." in leads
    assert "fool" not in leads
    assert "rude" not in leads
    assert "Nurses" not in leads  # another's team
    assert "You lead no team." in client_of(desk[2]).get("/desk/load/teams/").text


def test_what_she_does_outside_her_teams_hours_is_counted_for_her(town: Cast, clock: time_machine.Traveller) -> None:
    week = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    teams.arrange(Team.FRONT_DESK, opening=week, by=town.ines)
    assert town.amara.login
    first = inbox.write(town.amara, "My bill", "Is my bill ready?", by=town.amara.login)
    assert first.conversation

    def looks_at(hour: int, minute: int) -> None:
        clock.move_to(WEDNESDAY.replace(hour=hour, minute=minute))
        Sight.objects.create(actor_id=str(town.sam.pk), actor_kind=Role.FRONT_DESK, what="here")

    looks_at(16, 59)
    inbox.answer(first.conversation, "We look.", by=town.sam)
    for hour, minute in ((17, 1), (17, 14), (17, 31), (20, 0)):
        looks_at(hour, minute)
    inbox.answer(first.conversation, "Here it is.", by=town.sam)

    told = weeks.mine(town.sam, WEEK)
    assert (told.late_minutes, told.late_messages) == (45, 1)
    assert weeks.mine(town.nurse_lin, WEEK).late_minutes == 0


def test_each_of_us_is_of_one_team(town: Cast, desk: list[User]) -> None:
    told = {plan.code: people for plan, people in weeks.people_by_team()}
    assert told[Team.FRONT_DESK] == sorted(desk, key=lambda one: one.name)
    assert Team.BILLING not in told  # whose work is the front desk's, and nobody is named for it
    everybody = [one for people in told.values() for one in people]
    assert len(everybody) == len(set(everybody))
    teams.arrange(Team.BILLING, members=[str(desk[4].pk)], by=town.ines)
    teams.arrange(Team.FRONT_DESK, members=[], by=town.ines)
    assert [people for plan, people in weeks.people_by_team() if plan.code == Team.BILLING] == [[desk[4]]]


def test_the_measures_count_each_of_a_team_against_its_middle(town: Cast, desk: list[User]) -> None:
    uneven(town, desk)
    assert [one.value for one in against_the_middle(*BOUNDS)] == [0.4, 0.8, 1.0, 1.2, 1.6]
    assert {one.team for one in against_the_middle(*BOUNDS)} == {Team.FRONT_DESK}
    assert [one.value for one in within_reach(*BOUNDS)] == [1, 1, 1, 1, 0]

    count(EVEN, 2)
    count(WITHIN_REACH, 2)
    even = Figure.objects.get(measure="workload.gini", week=WEEK)
    assert (even.n, even.value) == (5, pytest.approx(0.224))
    assert amount(0.224, "index") == "0.22"
    near = Figure.objects.get(measure="workload.within_reach", week=WEEK)
    assert (near.n, near.hits, near.value) == (5, 4, 80)
