"""Walks every route with every role. The access matrix is the source; a route nobody has placed there fails by name."""

from __future__ import annotations

import pytest
from django.test import Client

from bedside.access.matrix import MATRIX
from bedside.access.matrix.door import SCREENS
from bedside.access.models import PATIENT_SIDE, STAFF, Role, User
from bedside.town.cast import Cast

from .strangers import STRANGERS, Strange
from .walking import (
    METHODS,
    ROLES,
    ROOMS,
    ROUTES,
    Browsers,
    Route,
    ask,
    each_room,
    logins,
    nobody_is_slowed_down,
    undone,
)

__all__ = ["logins", "nobody_is_slowed_down"]  # fixtures, used by name
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_there_are_routes_to_walk() -> None:
    assert len(ROUTES) > 30
    assert len({route.name for route in ROUTES}) == len(ROUTES), "two routes of one name"


def test_every_route_is_placed_in_the_matrix() -> None:
    assert {route.name for route in ROUTES} - set(MATRIX) == set(), "place it in access/matrix"


def test_the_matrix_places_no_route_that_is_gone() -> None:
    assert set(MATRIX) <= {route.name for route in ROUTES}


@each_room
def test_nobody_gets_in_where_the_matrix_does_not_let_them(room: str, logins: dict[Role, User]) -> None:
    browsers, let_in = Browsers(logins), []
    for route in ROOMS[room]:
        within = MATRIX[route.name].roles
        for role in ROLES:
            if role in within or (role is Role.DEVICE and Role.GUEST in within):
                continue
            for method in METHODS:
                answer = browsers.ask(role, method, route.address())
                if role in {Role.GUEST, Role.DEVICE}:  # at any other door a screen is nobody in particular
                    way = "/screen/" if within == SCREENS else "/sign-in/"
                    kept_out = answer.status_code in {302, 401, 404}
                    kept_out = kept_out and answer.headers.get("Location", way).startswith(way)
                else:
                    kept_out = answer.status_code == 404
                let_in += [] if kept_out else [f"{route.name} {role} {method}: {answer.status_code}"]
    assert let_in == []


@each_room
def test_staff_without_a_second_step_get_in_nowhere_but_on_the_way_to_one(room: str, town: Cast) -> None:
    client, let_in = Client(), []
    client.force_login(town.sam)
    for route in ROOMS[room]:
        door = MATRIX[route.name]
        if Role.FRONT_DESK not in door.roles or door.before_second_step:
            continue
        for method in METHODS:
            with undone():
                answer = ask(client, method, route.address())
            way = answer.status_code, answer.headers.get("Location")
            let_in += [] if way in {(302, "/second-step/"), (401, None)} else [f"{route.name} {method}: {way}"]
    assert let_in == []


def is_there_for_those_alone_whom_the_door_lets_in(
    route: Route, strange: Strange, browsers: Browsers, town: Cast
) -> list[str]:
    address, within, wrong = route.address(**strange.ids(town)), MATRIX[route.name].roles, []
    for role in sorted({*PATIENT_SIDE, *STAFF}):
        found = browsers.ask(role, "GET", address).status_code
        found = browsers.ask(role, "POST", address).status_code if found == 405 else found
        wrong += [] if (found != 404) == (role in within) else [f"{role} {address}: {found}"]
    return wrong


def is_not_there_for_strangers(route: Route, strange: Strange, browsers: Browsers, town: Cast) -> list[str]:
    to, wrong = strange.to & MATRIX[route.name].roles, []
    address = route.address(**strange.ids(town))
    for role in sorted(to):
        for method in METHODS:
            found = browsers.ask(role, method, address).status_code
            if found == 405 and method == "GET":
                continue  # a route one only posts to; its POST is asked next
            wrong += (
                [] if found in ({404} if method == "GET" else {404, 405}) else [f"{role} {method} {address}: {found}"]
            )
    return wrong if to else [f"{route.name}: to whom is it strange?"]


@each_room
def test_a_strangers_things_are_not_there(room: str, logins: dict[Role, User], town: Cast) -> None:
    browsers, wrong = Browsers(logins), []
    for role in sorted({*PATIENT_SIDE, *STAFF}):
        browsers.of(role)  # before the first thing is taken back
    for route in ROOMS[room]:
        if not MATRIX[route.name].foreign:
            continue
        strange = STRANGERS.get(route.name)
        if strange is None:
            wrong.append(f"{route.name}: give a stranger's id in tests/house/strangers.py")
            continue
        look = is_there_for_those_alone_whom_the_door_lets_in if strange.is_there else is_not_there_for_strangers
        with undone():
            wrong += look(route, strange, browsers, town)
    assert wrong == []


def test_every_route_that_takes_an_id_says_whether_it_may_be_a_strangers() -> None:
    """A door is not foreign only because somebody forgot: a uuid in an address names somebody's record. At a screen it
    names the turn that is on there, and tests/wall asks with another's."""
    forgotten = [
        route.name
        for route in ROUTES
        if any(kind in {"uuid", "int"} for _, kind in route.arguments)
        and not MATRIX[route.name].foreign
        and Role.GUEST not in MATRIX[route.name].roles
        and MATRIX[route.name].roles - STAFF - SCREENS
    ]
    assert forgotten == []
