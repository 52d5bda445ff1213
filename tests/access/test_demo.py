from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import path

from bedside.access import views
from bedside.access.hooks import hooks
from bedside.access.matrix import MATRIX
from bedside.access.matrix.door import ANYBODY, Door
from bedside.config.urls import urlpatterns as real
from bedside.town.cast import Cast

urlpatterns = [*real, path("demo/sign-in/", views.demo_sign_in, name="demo")]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    monkeypatch.setitem(MATRIX, "demo", Door(ANYBODY, newcomers=True))


def test_one_press_makes_one_each_of_the_people_everybody_knows(town: Cast) -> None:
    people = list(hooks.people_of_the_demo())
    assert people
    client = Client(headers={"Host": "localhost:8000"})
    for person in people:
        page = client.post("/demo/sign-in/", {"person": person.key})
        assert page.status_code == 302
        assert client.session["role"] == person.role.value
        assert client.get("/sessions/").status_code == 200


@pytest.mark.parametrize(
    "from_elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_HOST": "clinic.example"},
    ],
)
def test_nobody_from_another_machine_is_let_in_by_a_button(
    town: Cast, monkeypatch: pytest.MonkeyPatch, from_elsewhere: dict[str, Any]
) -> None:
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["*"])

    assert Client(**from_elsewhere).post("/demo/sign-in/", {"person": "amara"}).status_code == 404


def test_the_button_knows_only_people_of_the_town(town: Cast) -> None:
    assert Client().post("/demo/sign-in/", {"person": "root"}).status_code == 404
    assert Client().post("/demo/sign-in/").status_code == 404
