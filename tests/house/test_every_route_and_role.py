"""Walks every route with every role. The access matrix is the source; a route nobody has placed there fails by name."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from bedside.access.matrix import MATRIX
from bedside.access.matrix.door import SCREENS, SIGNED_IN
from bedside.access.models import PATIENT_SIDE, STAFF, Role, User
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast
from bedside.wall import actions as wall
from bedside.wall.devices import cookie_of
from bedside.wall.models import Kind

from .strangers import STRANGERS, Strange

pytestmark = pytest.mark.once

ROLES = [Role.GUEST, *sorted(SIGNED_IN), Role.DEVICE]
METHODS = ["GET", "POST"]
SAMPLES = {"uuid": uuid.UUID(int=7), "int": 999_999_999, "str": "nowhere", "slug": "nowhere", "path": "nowhere"}


@dataclass(frozen=True)
class Route:
    name: str
    arguments: tuple[tuple[str, str], ...]  # (argument, converter)

    def address(self, **ids: Any) -> str:
        sample = {argument: SAMPLES[converter] for argument, converter in self.arguments}
        return reverse(self.name, kwargs=sample | ids)


def routes(
    patterns: list[URLPattern | URLResolver], spaces: tuple[str, ...] = (), before: tuple[tuple[str, str], ...] = ()
) -> Iterator[Route]:
    for one in patterns:
        assert isinstance(one.pattern, RoutePattern), f"{one.pattern} should be written with path()"
        arguments = (*before, *((name, _kind(conv)) for name, conv in one.pattern.converters.items()))
        if isinstance(one, URLResolver):
            inner = (*spaces, one.namespace) if one.namespace else spaces
            yield from routes(one.url_patterns, inner, arguments)
        else:
            yield Route(":".join((*spaces, one.name or f"unnamed {one.pattern}")), arguments)


def _kind(converter: Any) -> str:
    return type(converter).__name__.removesuffix("Converter").replace("String", "Str").lower()


ROUTES = sorted(routes(get_resolver().url_patterns), key=lambda route: route.name)
each_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


@pytest.fixture(autouse=True)
def nobody_is_slowed_down(db: None) -> None:  # on PostgreSQL it is the database that remembers
    cache.clear()


@pytest.fixture
def logins(town: Cast) -> dict[Role, User]:
    assert town.amara.login is not None
    return {
        Role.PATIENT: town.amara.login,
        Role.CARER: town.teresa,
        Role.FRONT_DESK: town.sam,
        Role.NURSE: town.nurse_lin,
        Role.CLINICIAN: town.dr_osei,
        Role.MANAGER: town.ines,
        Role.ADMINISTRATOR: town.alex,
    }


def knock(role: Role, logins: dict[Role, User]) -> Client:
    """Somebody in this role, signed in a moment ago and, if staff, with a second step."""
    client = Client()
    client.raise_request_exception = False
    if role is Role.GUEST:
        return client
    if role is Role.DEVICE:
        return at_a_screen(client)
    user = logins[role]
    client.force_login(user)
    session = client.session
    session["role"] = role.value
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": now().timestamp(), "reauthenticated": True}
    ]
    session.save()
    if role in STAFF and not user.authenticator_set.exists():  # type: ignore[attr-defined]
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    return client


def at_a_screen(client: Client) -> Client:
    """This browser is a display and a kiosk of the clinic."""
    place = Place.objects.working().first()
    assert place is not None
    for kind in Kind:
        device, secret = wall.pair_at_once(f"{kind} of this test", kind=kind, place=place, by=HOUSE)
        client.cookies[cookie_of(device.kind)] = secret
    return client


def ask(client: Client, method: str, address: str) -> HttpResponse:
    answer = client.generic(method, address)
    assert isinstance(answer, HttpResponse)
    return answer


def test_there_are_routes_to_walk() -> None:
    assert len(ROUTES) > 30
    assert len({route.name for route in ROUTES}) == len(ROUTES), "two routes of one name"


@each_route
def test_every_route_is_placed_in_the_matrix(route: Route) -> None:
    assert route.name in MATRIX, f"{route.name}: place it in access/matrix.py"


def test_the_matrix_places_no_route_that_is_gone() -> None:
    assert set(MATRIX) <= {route.name for route in ROUTES}


@each_route
def test_nobody_gets_in_where_the_matrix_does_not_let_them(route: Route, logins: dict[Role, User]) -> None:
    for role in ROLES:
        if role in MATRIX[route.name].roles or (role is Role.DEVICE and Role.GUEST in MATRIX[route.name].roles):
            continue
        for method in METHODS:
            answer = ask(knock(role, logins), method, route.address())
            if role in {Role.GUEST, Role.DEVICE}:  # at any other door a screen is nobody in particular
                way = "/screen/" if MATRIX[route.name].roles == SCREENS else "/sign-in/"
                assert answer.status_code in {302, 401, 404}, f"{role} {method}"
                assert answer.headers.get("Location", way).startswith(way), f"{role} {method}"
            else:
                assert answer.status_code == 404, f"{role} {method}"


@each_route
def test_nothing_breaks_for_those_who_may_knock(route: Route, logins: dict[Role, User]) -> None:
    for role in ROLES:
        if role not in MATRIX[route.name].roles:
            continue
        for method in METHODS:
            answer = ask(knock(role, logins), method, route.address())
            assert answer.status_code < 500, f"{role} {method}"


@each_route
def test_staff_without_a_second_step_get_in_nowhere_but_on_the_way_to_one(route: Route, town: Cast) -> None:
    door = MATRIX[route.name]
    if Role.FRONT_DESK not in door.roles or door.before_second_step:
        return
    client = Client()
    client.force_login(town.sam)
    for method in METHODS:
        answer = ask(client, method, route.address())
        assert (answer.status_code, answer.headers.get("Location")) in {(302, "/second-step/"), (401, None)}, method


def is_there_for_those_alone_whom_the_door_lets_in(
    route: Route, strange: Strange, logins: dict[Role, User], town: Cast
) -> None:
    address, within = route.address(**strange.ids(town)), MATRIX[route.name].roles
    for role in sorted({*PATIENT_SIDE, *STAFF}):
        found = ask(knock(role, logins), "GET", address).status_code
        found = ask(knock(role, logins), "POST", address).status_code if found == 405 else found
        assert (found != 404) == (role in within), f"{role} {address}: {found}"


foreign = [route for route in ROUTES if route.name in MATRIX and MATRIX[route.name].foreign]


@pytest.mark.parametrize("route", foreign, ids=lambda route: route.name)
def test_a_strangers_things_are_not_there(route: Route, logins: dict[Role, User], town: Cast) -> None:
    assert route.name in STRANGERS, f"{route.name}: give a stranger's id in tests/house/strangers.py"
    strange = STRANGERS[route.name]
    if strange.is_there:
        is_there_for_those_alone_whom_the_door_lets_in(route, strange, logins, town)
        return
    to = strange.to & MATRIX[route.name].roles
    assert to, f"{route.name}: to whom is it strange?"
    address = route.address(**strange.ids(town))
    for role in sorted(to):
        for method in METHODS:
            answer = ask(knock(role, logins), method, address)
            allowed = {404} if method == "GET" else {404, 405}
            if answer.status_code == 405 and method == "GET":
                continue  # a route one only posts to; its POST is asked next
            assert answer.status_code in allowed, f"{role} {method} {address}: {answer.status_code}"


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
