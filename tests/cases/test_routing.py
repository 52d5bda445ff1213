from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bedside.access.models import HeldRole, Role, User
from bedside.booking import actions as booking
from bedside.booking.actions import absences
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.cases import actions, rounds, rule_book
from bedside.cases.models import Case, HereBy, Nudge, Why, the_routing
from bedside.cases.talking import unopened
from bedside.config.clock import CLOCK
from bedside.hours.clock import Stopped
from bedside.inbox import actions as inbox
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people.models import Label, StaffMember
from bedside.teams import actions as teams
from bedside.teams.models import Team
from bedside.town.cast import Cast

AtWork = Callable[[User], None]
CHEST = "crushing chest pain spreading to my arm, I cannot breathe"


def comes_in(town: Cast, said: str = "Is there a place to park?", about: str = "A question", **more: str) -> Case:
    message = inbox.write(town.amara, about, said, by=town.amara.login, **more)
    work_off(Lane.URGENT, Lane.NEWS)
    return Case.objects.get(conversation=message.conversation)


def rule(town: Cast, name: str, team: Team, **asks: Any) -> str:
    nothing: dict[str, Any] = {one: [] for one in ("words", "kinds", "channels", "languages", "places", "first")}
    told = {**nothing, "checklist": "", "name": name, "team": team.value, **asks}
    routing = rule_book.write_rule("", told, seen=the_routing().version, by=town.ines)
    return str(routing.rules[-1]["id"])


def test_the_first_rule_that_fits_decides_and_the_case_says_so(town: Cast, clock: Stopped) -> None:
    rule(town, "Bills", Team.BILLING, words=["bill", "factura"])
    rule(town, "Letters of the pharmacy", Team.PHARMACY, words=["bill for tablets"])

    case = comes_in(town, "I have the Bills for tablets here. Why so much?")
    assert case.team == Team.BILLING
    assert case.why_here == "With Billing by the rule “Bills”."
    second = the_routing().rules[1]["id"]
    rule_book.move_rule(second, -1, seen=the_routing().version, by=town.ines)
    assert comes_in(town, "The bill for tablets is wrong.").team == Team.PHARMACY
    assert comes_in(town, "I need a handbill.").team == Team.FRONT_DESK  # words count from their beginning


def test_what_no_rule_takes_goes_to_the_named_team(town: Cast, clock: Stopped) -> None:
    rule(town, "Bills", Team.BILLING, words=["bill"])
    rule_book.say_rest(Team.LAB, seen=the_routing().version, by=town.ines)

    case = comes_in(town)
    assert (case.team, case.here_by) == (Team.LAB, HereBy.REST)
    assert case.why_here == "With Laboratory, because no rule took it."


def test_no_rule_moves_what_may_be_urgent_or_is_confidential(town: Cast, clock: Stopped) -> None:
    rule(town, "Everything", Team.BILLING)

    urgent = comes_in(town, CHEST)
    assert (urgent.team, urgent.here_by) == (Team.NURSES, HereBy.URGENT)
    secret = comes_in(town, label=Label.CONFIDENTIAL)
    assert (secret.team, secret.here_by) == (Team.NURSES, HereBy.CONFIDENTIAL)


def test_a_rule_may_ask_for_the_language_and_the_place_of_the_next_visit(town: Cast, clock: Stopped) -> None:
    begins = clock() + timedelta(days=3)
    when = {"starts_at": begins, "ends_at": begins + timedelta(minutes=20), "slot_minutes": 20}
    open_session(town.osei, place=town.riverside, service=town.joints, by=HOUSE, **when)
    rule(town, "Riverside", Team.LAB, places=[str(town.riverside.pk)])
    rule(town, "Polish", Team.PHARMACY, languages=["pl"])

    assert comes_in(town).team == Team.FRONT_DESK
    booking.book(Slot.objects.get(starts_at=begins), town.amara, town.knee_check, by=HOUSE)
    assert comes_in(town, "And is there a lift?").team == Team.LAB
    town.amara.language = "pl"
    inbox.record("patient.details_changed", town.amara, by=HOUSE)
    rule_book.end_rule(the_routing().rules[0]["id"], seen=the_routing().version, by=town.ines)
    assert comes_in(town, "Is there a bus?").team == Team.PHARMACY


def test_whoever_knows_it_best_gets_it_first(town: Cast, clock: Stopped, at_work: AtWork, kim: User) -> None:
    at_work(town.sam)
    at_work(kim)
    rule(town, "Parking", Team.FRONT_DESK, words=["park"], first=[str(kim.pk)])

    assert [comes_in(town).owner for _ in range(3)] == [kim, kim, kim]


def test_what_a_team_holds_is_given_out_when_somebody_comes_and_not_all_to_one(
    town: Cast, clock: Stopped, at_work: AtWork, kim: User
) -> None:
    teams.arrange(Team.FRONT_DESK, most_each=2, by=town.ines)
    cases = [comes_in(town, f"Question {one}") for one in range(5)]
    assert all(case.is_held for case in cases)
    assert rounds.give_out_what_waits() == 0

    due = {case.pk: case.due_at for case in cases}
    assert all(due.values())
    at_work(town.sam)
    assert rounds.give_out_what_waits() == 2
    at_work(kim)
    assert rounds.give_out_what_waits() == 2
    held = Case.objects.get(owner=None)
    assert held.is_held
    assert {case.pk: case.due_at for case in Case.objects.all()} == due
    actions.close(Case.objects.filter(owner=kim).first(), because="done", by=kim)
    assert rounds.give_out_what_waits() == 1


def test_without_a_number_of_its_own_a_team_gives_ten_to_one_person(
    town: Cast, clock: Stopped, at_work: AtWork
) -> None:
    for one in range(11):
        actions.open_case("booking", f"Visit {one}", by=HOUSE, patient=town.lina)
    at_work(town.sam)

    assert rounds.give_out_what_waits() == 10
    assert Case.objects.filter(owner=None).count() == 1


def test_two_managers_do_not_write_over_each_other_and_editions_come_back(town: Cast, clock: Stopped) -> None:
    rule(town, "Bills", Team.BILLING, words=["bill"])
    seen = the_routing().version
    rule_book.end_rule(the_routing().rules[0]["id"], seen=seen, by=town.ines)
    with pytest.raises(Refusal, match="just changed this"):
        rule_book.say_rest(Team.LAB, seen=seen, by=town.ines)

    rule_book.bring_back(1, seen=the_routing().version, by=town.ines)
    assert [one["name"] for one in the_routing().rules] == ["Bills"]
    assert [one.version for one in rule_book.editions()] == [3, 2, 1]


def test_a_manager_writes_a_rule_and_tries_where_a_message_would_go(
    town: Cast, clock: Stopped, client: Client, one_step: None
) -> None:
    client.force_login(town.ines)
    told = {"version": 0, "name": "Bills", "words": "bill\nfactura", "team": "billing", "languages": ["es"]}
    client.post("/desk/routing/rules/", told)
    tried = {"words": "Mi factura", "channel": "portal", "language": "es", "place": ""}

    page = client.post("/desk/routing/trying/", tried).text
    assert "With Billing by the rule “Bills”." in page
    assert "Nobody of them is there and free now." in page
    page = client.post("/desk/routing/trying/", tried | {"language": "en"}).text
    assert "With Front desk, because no rule took it." in page
    assert "another language" in page
    assert "may be urgent" in client.post("/desk/routing/trying/", tried | {"words": CHEST, "language": "en"}).text
    assert not Case.objects.exists()

    rule = the_routing().rules[0]["id"]
    client.post(f"/desk/routing/rules/{rule}/", told | {"version": 1, "name": "Facturas"})
    assert [one["name"] for one in the_routing().rules] == ["Facturas"]
    client.post(f"/desk/routing/rules/{rule}/order/", {"version": 2, "says": "end"})
    assert the_routing().rules == []
    client.post("/desk/routing/rest/", {"version": 3, "rest": "lab"})
    assert the_routing().rest == Team.LAB
    client.post("/desk/routing/editions/1/", {"version": 4})
    assert [one["name"] for one in the_routing().rules] == ["Bills"]


def test_nobody_opened_it_is_told_once_to_owner_lead_and_managers_and_stops_when_somebody_does(
    town: Cast, clock: Stopped, kim: User
) -> None:
    teams.arrange(Team.FRONT_DESK, lead=str(kim.pk), by=town.ines)
    case = comes_in(town)
    actions.take(case, instead_of=None, by=town.sam)
    for hours in (4, 3, 20, 1):
        clock.move(hours=hours)
        rounds.look_at_the_clock()

    told = Nudge.objects.filter(why=Why.UNOPENED)
    assert sorted((one.to.name if one.to else "", one.team) for one in told) == [("", "managers"), (kim.name, "")]
    assert list(unopened()) == [case]
    actions.note_opened(Case.objects.get(), by=town.sam)
    assert not unopened().exists()
    assert not Nudge.objects.waiting().filter(why=Why.UNOPENED).exists()


def test_of_what_was_opened_in_time_no_manager_is_told(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    actions.note_opened(case, by=town.sam)
    for hours in (4, 3, 20):
        clock.move(hours=hours)
        rounds.look_at_the_clock()

    assert Nudge.objects.filter(why=Why.OVER).exists()
    assert not Nudge.objects.filter(why=Why.UNOPENED).exists()


def test_the_alarm_of_what_is_urgent_runs_at_night(town: Cast, clock: Stopped) -> None:
    clock.move(hours=14)  # two in the morning
    comes_in(town, CHEST)
    clock.move(minutes=6)
    rounds.look_at_the_clock()

    assert Nudge.objects.filter(why=Why.UNOPENED, team=Team.MANAGERS).count() == 1


def test_a_manager_gives_what_nobody_opened_to_somebody_and_reads_no_word_of_it(
    town: Cast, clock: Stopped, client: Client, one_step: None, kim: User
) -> None:
    case = comes_in(town, "The lump is back", about="My lump", label=Label.CONFIDENTIAL)
    HeldRole.objects.create(user=kim, role=Role.NURSE)
    clock.move(days=3)
    rounds.look_at_the_clock()
    client.force_login(town.ines)

    page = client.get("/desk/inbox/unopened/").text
    assert "confidential" in page
    assert "lump" not in page
    assert town.amara.family_name not in page
    assert client.get(f"/desk/inbox/{case.pk}/").status_code == 404
    client.post("/desk/inbox/unopened/", {"case": case.pk, "to": kim.pk})
    assert Case.objects.get().owner == kim
    assert Nudge.objects.waiting().filter(to=kim, why=Why.UNOPENED).exists()
    assert client.post("/desk/inbox/unopened/", {"case": case.pk, "to": town.sam.pk}).status_code == 409


def test_when_somebody_goes_on_leave_what_is_open_goes_on_within_a_minute(
    town: Cast, clock: Stopped, at_work: AtWork, kim: User
) -> None:
    at_work(kim)
    case = comes_in(town)
    actions.take(case, instead_of=case.owner_id, by=town.sam)
    member = StaffMember.objects.get(login=town.sam)
    absences.take_leave(member, clock(), clock() + timedelta(days=5), by=town.ines)

    clock.move(minutes=1)
    assert rounds.reassign_what_was_left in CLOCK["* * * * *"]
    assert rounds.give_out_what_waits in CLOCK["* * * * *"]
    assert rounds.reassign_what_was_left() == 1
    assert Case.objects.get().owner == kim
    assert Case.objects.get().due_at == case.due_at
