"""On paper: what staff print for a patient speaks her language, and says nothing that is not hers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from bedside.access.models import User
from bedside.hours.clock import stopped_at
from bedside.journal.hands import HOUSE
from bedside.people import actions as people
from bedside.people.models import Label
from bedside.town.cast import Cast
from bedside.visits import actions, summaries
from bedside.visits.models import Visit

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PILLS = {"name": "Amlodipine", "dose": "5 mg once a day", "change": "new", "why": "for your blood pressure"}
BLOODS = {"test": "Blood test", "who": "Dr Osei", "by": "2026-11-27"}


@pytest.fixture(autouse=True)
def morning(settings: Any) -> Iterator[None]:
    settings.DEMO = True  # staff sign in without a second step
    with stopped_at(MORNING):
        yield


@pytest.fixture
def visit(town: Cast) -> Visit:
    """Amara reads Polish best; Dr Osei, who does not, has signed what was said."""
    people.change_details(town.amara, language="pl", by=HOUSE)
    came = comes(town)
    actions.call(came, room=actions.open_room(town.riverside, name="Room 8", by=HOUSE), by=town.dr_osei)
    actions.begin(came, by=town.dr_osei)
    words = {"why_came": "You have had headaches.", "medicines": [PILLS], "tests": [BLOODS], "language": "en"}
    summaries.draft(came, by=town.dr_osei, original="Headaches. Amlodipine 5 mg once a day.", **words)
    return came


def comes(town: Cast, **more: Any) -> Visit:
    about = {"place": town.riverside, "service": town.gp, "reason": "My head hurts", "level": "R14"}
    town.amara.refresh_from_db()
    return actions.walk_in(town.amara, by=town.sam, **about, **more)


def at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_what_was_said_is_printed_with_the_fixed_words_in_her_language(visit: Visit, town: Cast) -> None:
    osei, page = at(town.dr_osei), f"/desk/mine/{visit.pk}/summary/paper/"
    assert osei.get(page).status_code == 404  # nothing is printed that nobody has signed

    summaries.sign(summaries.draft(visit, by=town.dr_osei), by=town.dr_osei)

    assert page in osei.get(f"/desk/mine/{visit.pk}/summary/").text
    text = osei.get(page).text
    assert '<div lang="pl" dir="ltr">' in text
    for said in ("Leki", "5 mg once a day", "piątek, 27 listopada", "poniedziałek, 23 listopada", "Okafor"):
        assert said in text
    for said in (">Your medicines<", "Friday 27 November", "Headaches. Amlodipine"):
        assert said not in text


def test_the_front_desk_prints_no_summary(visit: Visit, town: Cast) -> None:
    summaries.sign(summaries.draft(visit, by=town.dr_osei), by=town.dr_osei)

    assert at(town.sam).get(f"/desk/mine/{visit.pk}/summary/paper/").status_code == 404


def test_a_ticket_speaks_the_language_of_whoever_carries_it(visit: Visit, town: Cast) -> None:
    text = at(town.sam).get(f"/desk/visits/{visit.pk}/ticket/").text

    assert 'lang="pl" dir="ltr"' in text
    assert "Please take a seat." not in text
    assert ">Print<" in text  # what the desk presses stays the desk's


def test_a_private_ticket_does_not_tell_the_desk_which_language_she_speaks(town: Cast) -> None:
    people.change_details(town.amara, language="ar", by=HOUSE)
    visit = comes(town, label=Label.CONFIDENTIAL)

    assert "Please take a seat." in at(town.sam).get(f"/desk/visits/{visit.pk}/ticket/").text
    assert "Please take a seat." not in at(town.nurse_lin).get(f"/desk/visits/{visit.pk}/ticket/").text
