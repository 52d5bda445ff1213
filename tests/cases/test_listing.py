from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from bedside.cases import actions, repeats, words
from bedside.cases.measures import come_backs
from bedside.cases.models import Case, Cause, Words
from bedside.hours.clock import Stopped
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.models import Refusal
from bedside.people.models import Label
from bedside.teams import actions as teams
from bedside.teams.models import Team
from bedside.town.cast import Cast


def comes_in(town: Cast, subject: str, said: str, **more: str) -> Case:
    message = inbox.write(town.amara, subject, said, by=town.amara.login, **more)
    work_off(Lane.URGENT, Lane.NEWS)
    return Case.objects.get(conversation=message.conversation)


@pytest.fixture
def sam(town: Cast, clock: Stopped, client: Client, one_step: None) -> Client:
    client.force_login(town.sam)
    return client


def seen(sam: Client, view: str, more: str = "") -> str:
    return sam.get(f"/desk/inbox/?view={view}{more}").text


def looks_for(sam: Client, said: str) -> str:
    return sam.post("/desk/inbox/", {"q": said, "view": "todo"}, follow=True).text


def test_each_way_of_looking_shows_its_own(town: Cast, sam: Client, clock: Stopped) -> None:
    mine, other = comes_in(town, "My tablets", "Can I?"), comes_in(town, "Parking", "Where?")
    actions.take(mine, instead_of=None, by=town.sam)
    actions.give(other, None, team=Team.NURSES, by=town.sam)

    assert "My tablets" in seen(sam, "mine")
    assert "Parking" not in seen(sam, "mine")
    assert "My tablets" in seen(sam, "team")
    assert "Parking" not in seen(sam, "team")
    assert "Parking" in seen(sam, "todo", "&team=nurses")
    assert "My tablets" not in seen(sam, "todo", "&team=nurses")
    assert "Nothing here." in seen(sam, "overdue")
    clock.move(days=2)
    sam.logout()
    sam.force_login(town.sam)
    assert "Parking" in seen(sam, "overdue")
    assert "Nothing here." in seen(sam, "unread", "&channel=sms")
    assert "Parking" in seen(sam, "nonsense", "&channel=nonsense&team=nonsense")


def test_a_case_is_unread_until_somebody_looks_and_again_when_she_writes(
    town: Cast, sam: Client, clock: Stopped
) -> None:
    case = comes_in(town, "My tablets", "Can I?")
    assert "My tablets" in seen(sam, "unread")

    sam.post(f"/desk/inbox/{case.pk}/looking/")
    assert "Nothing here." in seen(sam, "unread")

    clock.move(minutes=5)
    inbox.write_again(case.conversation, "Are you there?", by=town.amara.login)
    work_off(Lane.URGENT, Lane.NEWS)
    assert "My tablets" in seen(sam, "unread")


def test_a_case_is_found_by_what_was_written_by_whom_and_about_whom(town: Cast, sam: Client) -> None:
    case = comes_in(town, "My tablets", "Is the Décaféiné one allowed?")
    comes_in(town, "Parking", "Where do I park?")
    actions.answer(case, "Only before supper.", by=town.sam, then="go_on")
    work_off(Lane.NEWS)

    for said in ("decafeine", "DECAF allowed", "supper", "tablets", "Okafor decaf"):
        found = looks_for(sam, said)
        assert "My tablets" in found, said
        assert "Parking" not in found, said
    assert "Parking" in looks_for(sam, "okafor")
    for said in ("suppers", "supper park", "'\"*-)(", "\x00"):
        assert "My tablets" not in looks_for(sam, said) or not said.strip("\x00"), said
    assert "Parking" in sam.post("/desk/inbox/", {"q": "supper", "all": "yes"}, follow=True).text


def test_what_one_may_not_see_is_not_found_either(town: Cast, sam: Client, client: Client) -> None:
    comes_in(town, "Private", "About my hidden matter", label=Label.CONFIDENTIAL)

    assert "Private" not in looks_for(sam, "hidden")
    client.force_login(town.nurse_lin)
    assert "Private" in looks_for(client, "hidden")


def test_a_search_hides_no_emergency_and_is_over_when_one_comes_back(town: Cast, sam: Client) -> None:
    comes_in(town, "Parking", "Where?")
    comes_in(town, "Help", "I have crushing chest pain and I am sweating")
    found = looks_for(sam, "tablets")
    assert "Parking" not in found
    assert "Help" in found
    assert "found=1" in found  # the other ways of looking, and what refreshes itself, keep to it
    assert "Parking" in sam.get("/desk/inbox/").text


def test_words_are_kept_once_and_what_an_import_brought_is_found_too(town: Cast, sam: Client) -> None:
    comes_in(town, "My tablets", "Can I take them at midnight?")
    message = Message.objects.get(way="in")
    Words.objects.all().delete()

    assert words.catch_up() == 1
    assert words.catch_up() == 0
    assert "My tablets" in looks_for(sam, "midnight")
    assert Words.objects.get().source_id == message.pk


def test_whoever_has_enough_gets_no_more_but_what_cannot_wait(town: Cast, clock: Stopped, at_work: object) -> None:
    at_work(town.sam)  # type: ignore[operator]
    teams.arrange(Team.FRONT_DESK, most_each=1, by=town.ines)

    assert comes_in(town, "One", "Can I?").owner == town.sam
    held = comes_in(town, "Two", "Can I?")
    assert (held.owner, held.team) == (None, Team.FRONT_DESK)  # the team holds it


def test_three_times_within_a_week_about_the_same_thing_is_our_failure_and_has_a_cause(
    town: Cast, sam: Client, clock: Stopped
) -> None:
    first = comes_in(town, "My tablets", "Can I?")
    comes_in(town, "Parking", "Where?")
    inbox.write_again(first.conversation, "And with milk?", by=town.amara.login)  # in one breath: one contact
    work_off(Lane.URGENT, Lane.NEWS)
    clock.move(hours=3)
    assert comes_in(town, "my tablets", "Nobody has answered").contacts == 2
    clock.move(hours=3)
    third = comes_in(town, "My Tablets", "Hello?")
    assert third.came_back
    with pytest.raises(Refusal, match="Choose why"):
        repeats.say_cause(first, Cause.NO_ANSWER, by=town.sam)

    sam.logout()
    sam.force_login(town.sam)
    assert "3 times within a week" in sam.get(f"/desk/inbox/{third.pk}/").text
    sam.post(f"/desk/inbox/{third.pk}/cause/", {"cause": "no_answer"})
    counted = sam.get("/desk/inbox/repeats/").text
    assert "We had not answered" in counted
    assert "Parking" not in counted
    month = (clock() - timedelta(days=5), clock() + timedelta(days=5))
    assert sorted(one.value for one in come_backs(*month)) == [0.0, 0.0, 0.0, 1.0]

    clock.move(days=8)
    assert comes_in(town, "My tablets", "Once more").contacts == 1
