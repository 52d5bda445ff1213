from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from bedside.access.models import Role, User
from bedside.booking.models import Appointment
from bedside.hours.clock import now
from bedside.inbox.models import Conversation
from bedside.journal import requests
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.people.actions import merge
from bedside.people.models import Grant, Patient
from bedside.town.cast import Cast


@pytest.fixture(autouse=True)
def letters(town: Cast) -> Iterator[None]:
    for patient in (town.amara, town.lina, town.omar, town.tomas):
        record("conversation.began", Conversation(patient=patient, subject=f"To {patient}"), by=HOUSE)
    yield
    requests.end_request()
    requests.begin_request("")


def hers(town: Cast) -> User:
    assert town.amara.login
    return town.amara.login


def test_a_page_shows_the_same_as_was_asked_without_one(town: Cast) -> None:
    merge(town.lina, into=town.amara, by=HOUSE, because="the same person")
    who = [hers(town), town.sam, *User.objects.exclude(pk__in=[hers(town).pk, town.sam.pk])]

    for user in who:
        alone = [set(model.objects.visible_to(user)) for model in (Appointment, Conversation)]
        requests.begin_request("a page", only_looks=True)
        assert [set(model.objects.visible_to(user)) for model in (Appointment, Conversation)] == alone
        requests.end_request()


def test_whose_things_one_may_see_is_asked_once_for_a_page(town: Cast, django_assert_num_queries) -> None:
    user = hers(town)
    user.act_as(Role.PATIENT)
    requests.begin_request("a page", only_looks=True)

    with django_assert_num_queries(3):
        list(Appointment.objects.visible_to(user))
        list(Conversation.objects.visible_to(user))


def test_what_one_person_may_see_is_never_anothers(town: Cast) -> None:
    requests.begin_request("a page", only_looks=True)

    assert [one.subject for one in Conversation.objects.visible_to(hers(town))] == ["To Amara Okafor"]
    assert [one.subject for one in Conversation.objects.visible_to(town.teresa)] == ["To Tomás Silva"]


def test_a_carer_is_asked_for_each_scope(town: Cast) -> None:
    grant = Grant.objects.filter(ended_at=None).first()
    assert grant
    grant.may_appointments, grant.may_messages = True, False
    record("grant.changed", grant, by=HOUSE)
    grant.carer.act_as(Role.CARER)
    requests.begin_request("a page", only_looks=True)

    list(Appointment.objects.visible_to(grant.carer))

    assert not Conversation.objects.visible_to(grant.carer).exists()


def test_from_the_first_change_on_nothing_is_kept(town: Cast) -> None:
    grant = Grant.objects.filter(ended_at=None, may_messages=True).first()
    assert grant
    grant.carer.act_as(Role.CARER)
    requests.begin_request("a page", only_looks=True)
    assert Conversation.objects.visible_to(grant.carer).exists()

    grant.ended_at = now()
    record("grant.ended", grant, by=HOUSE)

    assert not Conversation.objects.visible_to(grant.carer).exists()
    assert not requests.only_looks()


def test_nothing_is_kept_from_one_page_to_the_next_nor_while_something_is_handed_in(town: Cast, client: Client) -> None:
    client.force_login(hers(town))
    assert "Riverside" in client.get("/home/").text
    assert not requests.only_looks()

    requests.begin_request("a form", only_looks=False)

    assert requests.found_once("x", lambda: 1) == 1
    assert requests.found_once("x", lambda: 2) == 2


def test_a_merged_record_is_hers_on_a_page_too(town: Cast) -> None:
    merge(town.lina, into=town.amara, by=HOUSE, because="the same person")
    assert Patient.objects.get(pk=town.lina.pk).merged_into_id == town.amara.pk
    requests.begin_request("a page", only_looks=True)

    assert Conversation.objects.visible_to(hers(town)).filter(subject="To Lina Brandt").exists()
