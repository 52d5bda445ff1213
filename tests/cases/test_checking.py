from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from bedside.cases import actions, checking, rule_book
from bedside.cases.beside import promises
from bedside.cases.listing import Asked
from bedside.cases.models import Case, Checklist, ToDo, the_routing
from bedside.hours.clock import Stopped
from bedside.inbox import actions as inbox
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people.models import Label
from bedside.town.cast import Cast


def comes_in(town: Cast, **more: str) -> Case:
    message = inbox.write(town.amara, "My bill", "Is my bill ready?", by=town.amara.login, **more)
    work_off(Lane.URGENT, Lane.NEWS)
    return Case.objects.get(conversation=message.conversation)


@pytest.fixture
def sam(town: Cast, clock: Stopped, client: Client, one_step: None) -> Client:
    client.force_login(town.sam)
    return client


def test_a_thing_to_do_has_a_day_and_a_name_and_is_ticked_off(town: Cast, sam: Client, clock: Stopped) -> None:
    case = comes_in(town)
    told = {"task": "Call the pharmacy", "who": str(town.sam.pk), "by_day": "1", "checklist_name": ""}
    sam.post(f"/desk/inbox/{case.pk}/todos/", told)

    todo = ToDo.objects.get()
    assert (todo.owner, todo.due_at) == (town.sam, datetime(2026, 11, 24, 18, 30, tzinfo=UTC))
    assert "Call the pharmacy" in sam.get(f"/desk/inbox/{case.pk}/").text
    sam.post(f"/desk/inbox/{case.pk}/todos/{todo.pk}/done/")
    assert ToDo.objects.get().done_by == "Sam Reid"
    assert sam.post(f"/desk/inbox/{case.pk}/todos/{todo.pk}/done/").status_code == 404


def test_a_list_and_one_thing_more_are_laid_in_together_or_not_at_all(town: Cast, sam: Client) -> None:
    case = comes_in(town)
    kept = checking.write_list(Checklist(), name="Bills", lines=[{"words": "Find it", "days": None}], by=town.ines)
    for number in range(checking.MOST_LINES - 1):
        checking.add(case, f"Thing {number}", by=town.sam)
    told = {"task": "Call the pharmacy", "checklist_name": str(kept.pk), "who": "", "by_day": ""}

    page = sam.post(f"/desk/inbox/{case.pk}/todos/", told).text

    assert "There are too many things to do here." in page
    assert 'value="Call the pharmacy"' in page
    assert ToDo.objects.count() == checking.MOST_LINES - 1


def test_what_is_late_stands_in_the_overdue_view_and_on_the_brief(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    checking.add(case, "Call the pharmacy", days=1, by=town.sam)
    actions.answer(case, "We look into it.", by=town.sam, then="go_on")
    overdue = Asked.of({"view": "overdue"}, town.sam)
    assert not overdue.cases().exists()
    clock.move(days=2)

    assert list(overdue.cases()) == [case]
    assert overdue.counts()["overdue"] == 1
    lines = promises(town.nurse_lin, town.amara)
    assert ("Call the pharmacy", True) in [(line.text, line.urgent) for line in lines]
    actions.close(Case.objects.get(), because="done", by=town.sam)
    assert not overdue.cases().exists()


def test_the_brief_names_every_late_thing_and_each_case_once(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    checking.add(case, "Call the pharmacy", days=2, by=town.sam)
    checking.add(case, "Ask the ward", days=1, by=town.sam)
    checking.add(case, "Send the form", days=9, by=town.sam)
    done = checking.add(case, "Find the letter", days=1, by=town.sam)
    checking.tick(done, by=town.sam)
    clock.move(days=4)

    lines = promises(town.nurse_lin, town.amara)

    assert [line.text for line in lines] == ["Ask the ward", "Call the pharmacy", str(case)]


def test_what_is_to_be_done_about_a_confidential_case_is_not_on_the_brief_of_others(town: Cast, clock: Stopped) -> None:
    case = comes_in(town, label=Label.CONFIDENTIAL)
    assert case.label == Label.CONFIDENTIAL
    checking.add(case, "Call the pharmacy", days=1, by=town.dr_osei)
    clock.move(days=4)

    assert [line.text for line in promises(town.dr_osei, town.amara)] == ["Call the pharmacy", str(case)]
    assert promises(town.sam, town.amara) == []


def test_a_case_with_something_to_do_is_closed_only_with_a_reason(town: Cast, sam: Client) -> None:
    case = comes_in(town)
    checking.add(case, "Call the pharmacy", by=town.sam)
    page = sam.post(f"/desk/inbox/{case.pk}/closure/", {"closure-because": "all well", "closure-left": ""})
    assert "Something is still to be done. Say why it is left" in page.text
    assert 'value="all well"' in page.text  # what was typed stands there still
    assert not Case.objects.get().is_closed

    sam.post(f"/desk/inbox/{case.pk}/closure/", {"closure-because": "all well", "closure-left": "She has them"})
    assert Case.objects.get().is_closed
    assert ToDo.objects.get().left_because == "She has them"


def test_an_answer_does_not_close_what_is_still_to_be_done(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    todo = checking.add(case, "Call the pharmacy", by=town.sam)
    actions.answer(case, "We look into it.", by=town.sam)
    assert not Case.objects.get().is_closed

    checking.tick(todo, by=town.sam)
    actions.answer(Case.objects.get(), "They are ready.", by=town.sam)
    assert Case.objects.get().is_closed


def test_what_ends_in_another_room_is_not_held_up(town: Cast, clock: Stopped) -> None:
    case = comes_in(town)
    checking.add(case, "Call the pharmacy", by=town.sam)
    actions.close(case, because="The visit is settled.", by=HOUSE)

    assert ToDo.objects.get().left_because == "The visit is settled."


def test_the_list_of_a_rule_is_laid_into_what_the_rule_brings(
    town: Cast, clock: Stopped, client: Client, one_step: None
) -> None:
    client.force_login(town.ines)
    lines = "Look up the tablets\nCall the pharmacy, 2"
    client.post("/desk/checklists/new/", {"name": "Bills", "lines": lines, "is_on": "on"})
    kept = Checklist.objects.get()
    assert kept.lines == [{"words": "Look up the tablets", "days": None}, {"words": "Call the pharmacy", "days": 2}]
    told = {"version": 0, "name": "Bills", "words": "bill", "team": "front_desk", "checklist": str(kept.pk)}
    client.post("/desk/routing/rules/", told)

    case = comes_in(town)
    assert [one.words for one in checking.of(case)] == ["Look up the tablets", "Call the pharmacy"]
    checking.use(kept, case, by=town.sam)
    assert checking.of(case).count() == 2
    client.post(f"/desk/checklists/{kept.pk}/", {"name": "Bills", "lines": "Only this"})
    assert not Checklist.objects.get().is_on
    assert checking.of(case).count() == 2
    rule_book.end_rule(the_routing().rules[0]["id"], seen=the_routing().version, by=town.ines)


def test_nobody_is_given_something_to_do_about_what_they_may_not_see(town: Cast, clock: Stopped) -> None:
    case = comes_in(town, label=Label.CONFIDENTIAL)
    with pytest.raises(Refusal, match="may not see the case"):
        checking.add(case, "Call her", owner=town.sam, by=town.nurse_lin)
