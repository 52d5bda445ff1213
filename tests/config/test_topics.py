from __future__ import annotations

import uuid

import pytest
from django.test import Client

from bedside.access.models import Role, User
from bedside.config.topics import allowed
from bedside.live import tickets
from bedside.town.cast import Cast


def acting(user: User, role: Role) -> User:
    user.act_as(role)
    return user


@pytest.fixture
def amara(town: Cast) -> User:
    assert town.amara.login
    return acting(town.amara.login, Role.PATIENT)


def test_a_patient_follows_her_own_things_and_nobody_elses(town: Cast, amara: User) -> None:
    mine, other = f"patient:{town.amara.pk}", f"patient:{town.lina.pk}"

    assert allowed(amara, [mine, other, "desk", "inbox", f"place:{town.riverside.pk}", "dead-letters"]) == [mine]


def test_the_front_desk_follows_the_desk_the_inbox_and_its_places(town: Cast) -> None:
    wanted = ["desk", "inbox", f"place:{town.riverside.pk}", f"patient:{town.amara.pk}"]

    assert allowed(acting(town.sam, Role.FRONT_DESK), [*wanted, "dead-letters"]) == wanted


def test_whoever_runs_the_house_follows_dead_letters_and_no_patient(town: Cast) -> None:
    manager = acting(town.ines, Role.MANAGER)

    assert allowed(manager, ["dead-letters", "desk", f"patient:{town.amara.pk}"]) == ["dead-letters"]


@pytest.mark.parametrize(
    "topic", ["", "patient", "patient:", "patient:x", f"patient:{uuid.UUID(int=0)}", "session:x", "person:x", "place:"]
)
def test_unknown_means_no(town: Cast, topic: str) -> None:
    assert allowed(acting(town.sam, Role.FRONT_DESK), [topic]) == []


def test_a_ticket_names_only_what_may_be_followed(town: Cast, amara: User, client: Client) -> None:
    client.force_login(amara)

    answer = client.get("/live/ticket/", {"topics": f"desk,patient:{town.amara.pk}"})

    told = answer.json()
    assert told["topics"] == [f"patient:{town.amara.pk}"]
    assert tickets.read(told["ticket"]).topics == (f"patient:{town.amara.pk}",)
    assert "no-store" in answer["Cache-Control"]


def test_whoever_may_follow_nothing_gets_no_ticket(town: Cast, amara: User, client: Client) -> None:
    client.force_login(amara)

    assert client.get("/live/ticket/", {"topics": "desk"}).json() == {"ticket": "", "topics": []}


@pytest.mark.django_db
def test_a_guest_is_sent_to_the_entrance(client: Client) -> None:
    assert client.get("/live/ticket/?topics=desk").status_code == 302
