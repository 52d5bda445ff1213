"""What we sent to a patient, as whoever is asked about it reads it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from bedside.inbox import actions
from bedside.inbox.models import Message, State
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.journal.models import Sight
from bedside.people import actions as people
from bedside.people.models import Scope
from bedside.people.wishes import Kind
from bedside.town.cast import Cast
from bedside.wording import actions as wording
from bedside.wording.looking import in_boxes
from bedside.wording.texts import of_the_house

from .written import key_told


@pytest.fixture
def desk(town: Cast, settings: Any) -> Client:
    settings.DEMO = True
    client = Client()
    client.force_login(town.sam)
    return client


def reminded(town: Cast, key: str = "one") -> list[Message]:
    told = actions.send(town.amara, "answered", by=HOUSE, key=key, kind=Kind.ANSWERS)
    work_off()
    return told


def test_a_message_that_left_well_stands_there_with_its_way_its_words_and_what_became_of_it(
    town: Cast, desk: Client
) -> None:
    told = reminded(town)
    here = f"/desk/patients/{town.amara.pk}/sent/"

    page = desk.get(here)

    assert here in desk.get(f"/desk/patients/{town.amara.pk}/").text
    assert page.text.count("An answer to read after signing in") == len(told)
    assert town.amara.email in page.text
    assert ">sent<" in page.text.replace("\n", "")
    Message.objects.filter(pk=told[0].pk).update(state=State.FAILED)
    assert "did not arrive" in desk.get(here).text
    assert Sight.objects.filter(patient_id=town.amara.pk, actor_id=str(town.sam.pk)).exists()


def test_the_version_of_our_own_words_is_named(town: Cast, desk: Client) -> None:
    house = in_boxes(of_the_house("answered", "en"), None)
    wording.use("answered", "en", house | {"subject": "News from {clinic}"}, by=town.ines)
    reminded(town)

    assert "version 1" in desk.get(f"/desk/patients/{town.amara.pk}/sent/").text


def test_what_went_to_who_cares_for_her_stands_there_too_with_the_name(town: Cast, desk: Client) -> None:
    people.grant(town.teresa, town.amara, relation="friend", scopes={Scope.MESSAGES}, by=HOUSE)
    asked = actions.write(town.amara, "A question", "When are you open?", by=town.amara.login or HOUSE)
    assert asked.conversation
    actions.answer(asked.conversation, "At nine.", by=town.sam)
    work_off()

    assert str(town.teresa) in desk.get(f"/desk/patients/{town.amara.pk}/sent/").text


def test_nothing_of_another_patient_and_nothing_she_wrote_stands_there(town: Cast, desk: Client) -> None:
    actions.write(town.amara, "A question", "A word of hers.", by=town.amara.login or HOUSE)
    actions.send(town.lina, "answered", by=HOUSE, key="lina", kind=Kind.ANSWERS)
    work_off()

    page = desk.get(f"/desk/patients/{town.amara.pk}/sent/").text
    assert "No text, e-mail or call has left yet." in page
    assert "A word of hers." not in page


def test_a_link_that_opens_by_itself_is_not_shown(town: Cast, desk: Client) -> None:
    rosa = people.register(
        by=HOUSE, given_name="Rosa", family_name="Nunez", email="rosa@town.example", birth_date="1950-03-02"
    )
    actions.begin(rosa, "Your form", "Please bring it.", by=town.sam)
    work_off()
    key = key_told(rosa)

    assert key
    assert key not in desk.get(f"/desk/patients/{rosa.pk}/sent/").text
