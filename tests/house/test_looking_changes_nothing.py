"""Looking changes nothing: a GET writes who looked, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bedside.access.matrix import MATRIX
from bedside.access.models import Role, User
from bedside.town.cast import Cast

from . import test_every_route_and_role as walk
from .strangers import STRANGERS, somebody_else
from .test_every_route_and_role import Route, ask, each_route, knock

logins, nobody_is_slowed_down = walk.logins, walk.nobody_is_slowed_down  # fixtures

WRITES = re.compile(r"^(?:INSERT INTO|INSERT OR IGNORE INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
# Who looked; and that a session is awake or a screen is there, which is no part of anybody's record.
MAY_BE_WRITTEN = {"journal_sight", "django_session", "usersessions_usersession", "access_remembered", "wall_seen"}


def written(queries: CaptureQueriesContext) -> set[str]:
    statements = [WRITES.match(str(one["sql"]).strip()) for one in queries.captured_queries]
    return {found[1] for found in statements if found} - MAY_BE_WRITTEN


def visitors(route: Route, logins: dict[Role, User], town: Cast) -> Iterator[tuple[str, Client, str]]:
    """Everybody who may knock there; where it is about somebody, also she herself and the staff with a real id."""
    door = MATRIX[route.name]
    for role in sorted(door.roles):
        yield role, knock(role, logins), route.address()
    if strange := STRANGERS.get(route.name):
        address = route.address(**strange.ids(town))
        for role in sorted(door.roles - {Role.GUEST}):
            yield f"{role} with a real id", knock(role, logins), address
        if Role.PATIENT in door.roles:
            hers = logins | {Role.PATIENT: somebody_else(town)}
            yield "she herself", knock(Role.PATIENT, hers), address


@each_route
def test_looking_changes_nothing(route: Route, logins: dict[Role, User], town: Cast) -> None:
    for who, client, address in list(visitors(route, logins, town)):
        with CaptureQueriesContext(connection) as queries:
            ask(client, "GET", address)
        assert written(queries) == set(), f"{who} GET {address}"


def test_the_eye_for_writing_sees_it(town: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        User.objects.create_user("new@town.example")

    assert written(queries) == {"access_user"}


def test_she_herself_does_get_in(logins: dict[Role, User], town: Cast) -> None:
    route = next(one for one in walk.ROUTES if one.name == "booking:appointment")
    answers = {who: ask(client, "GET", address).status_code for who, client, address in visitors(route, logins, town)}

    assert answers["she herself"] == 200
    assert answers[f"{Role.FRONT_DESK} with a real id"] == 200
    assert answers[f"{Role.PATIENT} with a real id"] == 404


pytestmark = pytest.mark.django_db
