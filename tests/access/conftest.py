"""A login or two for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from bedside.access import actions
from bedside.access.hooks import hooks
from bedside.access.models import Role, User
from bedside.journal.hands import HOUSE

WORDS = "purple kettle sings at noon"


@pytest.fixture(autouse=True)
def nothing_remembered(db: None) -> Iterator[None]:  # on PostgreSQL it is the database that remembers
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def amara(db: None) -> User:
    return actions.open_login("amara@here.example", name="Amara", roles={Role.PATIENT}, by=HOUSE, password=WORDS)


@pytest.fixture
def sam(db: None) -> User:
    return actions.open_login("sam@here.example", name="Sam Reid", roles={Role.FRONT_DESK}, by=HOUSE, password=WORDS)


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """Sign in as people do, with the password; `network` is where from."""

    def sign_in(user: User, *, network: str = "198.51.100.7", client: Client | None = None) -> Client:
        client = client or Client(REMOTE_ADDR=network)
        answer = client.post("/sign-in/", {"login": user.email, "password": WORDS})
        assert answer.status_code == 302, answer.text
        return client

    return sign_in


Letters = list[dict[str, str]]


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Letters:
    """Every letter that is written about a login."""
    written: Letters = []
    monkeypatch.setattr(hooks, "post", lambda **letter: written.append(letter))
    return written
