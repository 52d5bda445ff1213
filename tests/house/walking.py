"""Knocking at the doors of the house: every route there is, a browser for each role, and nothing left behind."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from bedside.access.matrix.door import SIGNED_IN
from bedside.access.models import STAFF, Role, User
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast
from bedside.wall import actions as wall
from bedside.wall.devices import cookie_of
from bedside.wall.models import Kind
from tests.plugins.laid import forget

ROLES = [Role.GUEST, *sorted(SIGNED_IN), Role.DEVICE]
METHODS = ["GET", "POST"]
SAMPLES = {"uuid": uuid.UUID(int=7), "int": 999_999_999, "str": "nowhere", "slug": "nowhere", "path": "nowhere"}


@dataclass(frozen=True)
class Route:
    name: str
    arguments: tuple[tuple[str, str], ...]  # (argument, converter)

    @property
    def room(self) -> str:
        return self.name.partition(":")[0] if ":" in self.name else "front"

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
ROOMS = {room: list(found) for room, found in groupby(sorted(ROUTES, key=lambda one: one.room), lambda one: one.room)}
each_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
each_room = pytest.mark.parametrize("room", ROOMS)


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


@contextmanager
def undone() -> Iterator[None]:
    """What is done in here is taken back, in the database and in what a process remembers of it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()
    forget()


class Browsers:
    """One browser for each person who knocks, each time as it was when they had just signed in."""

    def __init__(self, logins: dict[Role, User], **cookies: str) -> None:
        self.logins, self.cookies = logins, cookies
        self._kept: dict[Role, tuple[Client, dict[str, str]]] = {}

    def of(self, role: Role, user: User | None = None) -> Client:
        """The browser of whoever usually has this role, or a new one of somebody who has it too."""
        if user is not None:
            client, cookies = self._opened(role, self.logins | {role: user})
        else:
            if role not in self._kept:
                self._kept[role] = self._opened(role, self.logins)
            client, cookies = self._kept[role]
        client.cookies.clear()
        client.cookies.load(cookies)
        return client

    def _opened(self, role: Role, logins: dict[Role, User]) -> tuple[Client, dict[str, str]]:
        client = knock(role, logins)
        return client, {name: one.value for name, one in client.cookies.items()} | self.cookies

    def ask(self, role: Role, method: str, address: str, user: User | None = None) -> HttpResponse:
        """The answer to an empty question; whatever it did is taken back."""
        client = self.of(role, user)
        with undone():
            return ask(client, method, address)
