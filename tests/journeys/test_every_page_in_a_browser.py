"""Every page, for everybody who may see it, in a real browser. The access matrix says which pages there are."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings as ours
from django.test import Client
from playwright.sync_api import Page, Route
from pytest_django.live_server_helper import LiveServer

from bedside.access.matrix import MATRIX
from bedside.access.models import STAFF, Role, User
from bedside.town.cast import Cast
from bedside.wall.door_views import KNOWN
from tests.house.walking import ROLES, ROUTES, knock
from tests.house.walking import Route as Address
from tests.plugins.needs import OpenPage

from .scene import GUEST, things
from .scenes import desk, intake, wall
from .scenes.keys import own_keys

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once, pytest.mark.django_db(transaction=True)]
Barriers = Callable[[Page], list[str]]

# Routes where nobody of the scene finds a page, and why.
CODE_FIRST = "only on the way from a code that was sent a moment ago"
A_PASSWORD = "for logins with a password; tests/access opens it with one"
A_FILE = "hands out a file"
ELSEWHERE = "leads to another page"
IN_A_TURN = "only while it is somebody's turn at a kiosk; test_at_the_screens.py walks these"
NOT_WALKED = {
    **{f"wall:kiosk-{step}": IN_A_TURN for step in ("choice", "no-visit", "who", "visits", "ticket", "desk", "time")},
    **{f"wall:kiosk-{step}": IN_A_TURN for step in ("check-in", "details", "needs", "sheet", "page", "sending")},
    "access:kept": ELSEWHERE,
    "front": ELSEWHERE,
    "language": ELSEWHERE,
    "account_change_password": A_PASSWORD,
    "account_reauthenticate": A_PASSWORD,
    "account_complete_password_reset": CODE_FIRST,
    "account_confirm_password_reset_code": CODE_FIRST,
    "account_email_verification_sent": CODE_FIRST,
    "mfa_authenticate": CODE_FIRST,
    "mfa_login_webauthn": "what a passkey is asked, for the script",
    "mfa_download_recovery_codes": A_FILE,
    "booking:calendar": A_FILE,
    "intake:file": A_FILE,
    "intake:enclosed": A_FILE,
    "inbox:enclosure": A_FILE,
    "inbox:file": A_FILE,
    "inbox:answer-file": A_FILE,
}

STAFFS_SIDE, PATIENTS_SIDE = frozenset(STAFF), frozenset(ROLES) - STAFF
TONGUES = ("fr", "pl", "ar", "es")
TAGS = re.compile(r'<([a-z]+)(?:[^>]* (?:class|type|role)="([^"]*)")?')
SLUG = re.compile(r"[-a-zA-Z0-9_]+")
KINDS = {"int": int, "uuid": uuid.UUID, "slug": str, "str": str}

# What is looked at in each page, in one go: cheaper than asking the browser for each.
SHORTCOMINGS = """() => {
    const wrong = [];
    const seen = (thing) => thing.checkVisibility({visibilityProperty: true, opacityProperty: false});
    const headings = [...document.querySelectorAll("h1")].filter(seen).length;
    if (headings !== 1) wrong.push(`${headings} main headings`);
    if (!document.title.replace(/^[\\s–]+/, "").includes(" – ")) wrong.push(`the title is “${document.title}”`);
    const things = "a[href], button, summary, select, textarea, input:not([type=hidden])";
    for (const thing of [...document.querySelectorAll(things)].filter(seen)) {
        if (thing.disabled || thing.closest("details:not([open]) > :not(summary)")) continue;
        thing.focus();
        if (document.activeElement !== thing) continue;
        const hidden = getComputedStyle(thing).opacity === "0";
        const drawn = hidden ? getComputedStyle(thing.nextElementSibling, "::before") : getComputedStyle(thing);
        const beside = hidden ? getComputedStyle(thing.nextElementSibling) : drawn;
        const width = (style) => style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
        if (Math.max(width(drawn), width(beside)) < 2) wrong.push(`no focus on ${thing.outerHTML.slice(0, 90)}`);
    }
    return wrong;
}"""
SPILLS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Morning:
    """The clinic on a busy Tuesday, and who may walk through it."""

    logins: dict[Role, User]

    def client(self, role: Role) -> Client:
        if role in self.logins:
            own_keys(self.logins[role], app=role in {Role.CARER, Role.NURSE})
        client = knock(role, self.logins)
        if role is Role.GUEST:
            session = client.session
            session["guest"] = GUEST
            session[KNOWN] = wall.at_the_door()
            session.save()
            client.cookies[ours.SESSION_COOKIE_NAME] = str(session.session_key)
        return client


@pytest.fixture
def morning(busy_town: Cast) -> Morning:
    town = busy_town
    assert town.amara.login is not None
    logins = {
        Role.PATIENT: town.amara.login,
        Role.CARER: town.teresa,
        Role.FRONT_DESK: town.sam,
        Role.NURSE: town.nurse_lin,
        Role.CLINICIAN: town.dr_osei,
        Role.MANAGER: town.ines,
        Role.ADMINISTRATOR: town.alex,
    }
    return Morning(logins)


def come_in(page: Page, client: Client, house: LiveServer) -> None:
    """This browser is whoever the client is."""
    own = {name: kept.value for name, kept in client.cookies.items() if name != ours.CSRF_COOKIE_NAME}
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": value, "url": house.url} for name, value in own.items()])


def shape_of(html: str) -> str:
    """Of what a page is made between its bars: two readers of one shape see the same, but for words and numbers."""
    inside = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(f"{tag}{named}" for tag, named in TAGS.findall(inside))


def pages_for(role: Role, client: Client, about: dict[str, type]) -> tuple[dict[str, tuple[str, str]], set[str]]:
    """By name, the address and the shape of every page this reader can open; and the routes one can only post to.

    `about` remembers of what kind the things are that a page is about.
    """
    opened: dict[str, tuple[str, str]] = {}
    only_posted: set[str] = set()
    everything = things()
    for route in ROUTES:
        door = MATRIX[route.name]
        if role not in door.roles or not door.keeps_awake:
            continue
        for thing in things_for(route, everything, about) if route.arguments else [None]:
            address = route.address(**name_of(route, thing)) if thing else route.address()
            address += desk.asked_with(route.name) + intake.asked_with(route.name)
            answer = client.get(address)
            if answer.status_code in {200, 405}:
                about[route.name] = type(thing)
                if answer.status_code == 405:
                    only_posted.add(route.name)
                elif answer.headers["Content-Type"].startswith("text/html"):
                    opened[route.name] = address, shape_of(answer.text)
                break
    return opened, only_posted


def name_of(route: Address, thing: Any) -> dict[str, Any]:
    """What stands in the address for this thing: its id, its name or its key; nothing where it has none."""
    if len(route.arguments) == 2:  # of a case: its id, and that of one thing in it, by the thing's own name
        (case, _), (own, _) = route.arguments
        if type(thing).__name__.lower() == own:
            return {case: thing.case_id, own: thing.pk}
        both = {name: getattr(thing, name, None) for name, _ in route.arguments}  # a text: its name and its language
        fits = all(can_stand(both[name], kind) for name, kind in route.arguments)
        return both if fits else {}
    [(argument, kind)] = route.arguments
    value = getattr(thing, argument, None)
    return {argument: value} if can_stand(value, kind) else {}


def can_stand(value: Any, kind: str) -> bool:
    """Whether this may stand in an address where one of that kind is wanted."""
    return isinstance(value, KINDS[kind]) and value != "" and (kind != "slug" or bool(SLUG.fullmatch(value)))


def things_for(route: Address, everything: list[Any], about: dict[str, type]) -> list[Any]:
    """What may be asked for on this route: first what its neighbours are about."""
    fit = [thing for thing in everything if name_of(route, thing)]
    if route.name in about:
        return [thing for thing in fit if type(thing) is about[route.name]]
    room = route.name.partition(":")[0]
    beside = {kind for name, kind in about.items() if name.partition(":")[0] == room}
    return sorted(fit, key=lambda thing: type(thing) not in beside)


@pytest.mark.parametrize("side", [PATIENTS_SIDE, STAFFS_SIDE], ids=["patients", "staff"])
def test_every_page_can_be_read_and_used_by_everybody_who_may_see_it(
    side: frozenset[Role], morning: Morning, live_server: LiveServer, open_page: OpenPage, barriers: Barriers
) -> None:
    page = open_page(width=320, height=800)
    page.route("**/live/?*", no_news)
    unreached = {name for name, door in MATRIX.items() if door.keeps_awake and belongs_to(side, door.roles)}
    expected = unreached & NOT_WALKED.keys()
    assert NOT_WALKED.keys() <= MATRIX.keys()
    heard: set[str] = set()
    walked: set[tuple[str, str]] = set()
    faults: dict[str, list[str]] = {}
    about: dict[str, type] = {}
    for role in [one for one in ROLES if one in side]:
        client = morning.client(role)
        opened, only_posted = pages_for(role, client, about)
        unreached -= opened.keys() | only_posted
        come_in(page, client, live_server)
        for name, (address, shape) in opened.items():
            if (name, shape) in walked:
                continue
            walked.add((name, shape))
            found = faults_of(page, live_server.url + address, barriers if name not in heard else None)
            if side is PATIENTS_SIDE and name not in heard:
                found += in_another_language(page, live_server.url + address, TONGUES[len(heard) % len(TONGUES)])
            heard.add(name)  # axe listens once for the patients' side and once for the staff's
            if found:
                faults[f"{role} {name}"] = found
    assert faults == {}
    assert unreached == expected


def in_another_language(page: Page, address: str, language: str) -> list[str]:
    """Each page once in one of the others, in turn: their words are longer, and Arabic runs from right to left."""
    ours_now = {"name": ours.LANGUAGE_COOKIE_NAME, "value": language, "url": address}
    page.context.add_cookies([ours_now])  # type: ignore[list-item]
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address)
    wide, spoken = page.evaluate(SPILLS), page.evaluate("() => document.documentElement.lang")
    page.context.clear_cookies(name=ours.LANGUAGE_COOKIE_NAME)
    return [f"runs off a screen of 320 in {language}"] * wide + [f"is not in {language}"] * (spoken != language)


def belongs_to(side: frozenset[Role], roles: Iterable[Role]) -> bool:
    """Whether this side answers for a page: the patients' for what is theirs too, the staff's for the rest."""
    theirs = not PATIENTS_SIDE.isdisjoint(roles)
    return theirs == (side is PATIENTS_SIDE)


def no_news(route: Route) -> None:
    """The stream is the real server's; this one has none."""
    route.fulfill(status=200, content_type="text/event-stream", body=":\n\n")


def faults_of(page: Page, address: str, barriers: Barriers | None) -> list[str]:
    page.set_viewport_size({"width": 320, "height": 800})
    answer = page.goto(address)
    found = [] if answer and answer.ok else ["does not open"]
    found += barriers(page) if barriers else []
    if page.evaluate(SPILLS):
        found.append("runs off a screen of 320")
    page.keyboard.press("Tab")  # from here on focus is shown, as to somebody at the keyboard
    found += page.evaluate(SHORTCOMINGS)
    page.set_viewport_size({"width": 1280, "height": 900})
    if page.evaluate(SPILLS):
        found.append("runs off a screen of 1280")
    return found
