"""The door as a browser meets it: passkeys, the session's clock, and every page read aloud."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from bedside.access import actions
from bedside.access.models import Role, User
from bedside.hours.clock import stopped_at
from bedside.journal.hands import HOUSE
from tests.plugins.needs import OpenPage

from .conftest import WORDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Barriers = Callable[[Page], list[str]]


@pytest.fixture
def amara(transactional_db: None) -> User:
    return actions.open_login("amara@here.example", name="Amara", roles={Role.PATIENT}, by=HOUSE, password=WORDS)


def sign_in(page: Page, house: LiveServer, then: str = "/sessions/") -> None:
    page.goto(f"{house.url}/sign-in/?next={then}")
    page.get_by_label("Your e-mail address").fill("amara@here.example")
    page.get_by_label("Your password").fill(WORDS)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{house.url}{then}")


def give_the_browser_a_finger(page: Page) -> None:
    """An authenticator built into the machine, whose owner always agrees."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_is_added_and_then_signs_in_without_a_password(
    amara: User, open_page: OpenPage, live_server: LiveServer
) -> None:
    page = open_page()
    give_the_browser_a_finger(page)
    sign_in(page, live_server, then="/second-step/passkeys/new/")
    page.get_by_label("What to call it").fill("my laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Your spare codes")).to_be_visible()
    assert Authenticator.objects.filter(user=amara, type="webauthn").exists()

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/sign-in/?next=/sessions/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page).to_have_url(f"{live_server.url}/sessions/")
    expect(page.get_by_text("This device")).to_be_visible()


def test_with_a_passkey_as_second_step_the_password_asks_for_it(
    amara: User, open_page: OpenPage, live_server: LiveServer
) -> None:
    page = open_page()
    give_the_browser_a_finger(page)
    sign_in(page, live_server, then="/second-step/passkeys/new/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Your spare codes")).to_be_visible()
    page.context.clear_cookies()

    page.goto(f"{live_server.url}/sign-in/?next=/sessions/")
    page.get_by_label("Your e-mail address").fill(amara.email)
    page.get_by_label("Your password").fill(WORDS)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey").click()

    expect(page).to_have_url(f"{live_server.url}/sessions/")


def test_the_page_warns_lets_stay_and_covers_itself_without_losing_what_was_typed(
    amara: User, open_page: OpenPage, live_server: LiveServer
) -> None:
    with stopped_at(datetime(2026, 3, 2, 9, tzinfo=UTC)) as clock:
        page = open_page()
        page.clock.install()
        sign_in(page, live_server, then="/e-mail/")
        page.get_by_label("Your new e-mail address").fill("amara@new.example")
        expect(page.get_by_role("button", name="Stay signed in")).to_be_hidden()

        clock.move(minutes=18)
        page.clock.fast_forward("18:00")
        expect(page.get_by_text("You will be signed out in 2 minutes")).to_be_visible()
        page.get_by_role("button", name="Stay signed in").click()
        expect(page.get_by_role("button", name="Stay signed in")).to_be_hidden()

        clock.move(minutes=21)
        page.clock.fast_forward("21:00")
        expect(page.get_by_text("You were signed out, to keep what is yours safe.")).to_be_visible()
        expect(page.get_by_label("Your new e-mail address")).to_be_hidden()

        again = page.context.new_page()
        sign_in(again, live_server)
        page.get_by_role("button", name="I have signed in again").click()
        expect(page.get_by_label("Your new e-mail address")).to_have_value("amara@new.example")
        page.get_by_role("button", name="Send a code to this address").click()
        expect(page.get_by_label("Code")).to_be_visible()


PAGES = [
    "/sign-in/",
    "/join/",
    "/password/reset/",
    "/sessions/",
    "/second-step/",
    "/second-step/app/",
    "/second-step/passkeys/",
    "/second-step/passkeys/new/",
    "/password/",
    "/e-mail/",
    "/role/",
    "/sign-out/",
]


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_at_the_door_can_be_read_by_everybody(
    amara: User, open_page: OpenPage, live_server: LiveServer, barriers: Barriers, width: int
) -> None:
    actions.give_role(amara, Role.CARER, by=HOUSE)
    page = open_page(width=width, height=720)
    guests, hers = PAGES[:3], PAGES[3:]
    for address in guests:
        _is_fit_to_read(page, live_server.url + address, barriers)
    sign_in(page, live_server)
    for address in hers:
        _is_fit_to_read(page, live_server.url + address, barriers)


def _is_fit_to_read(page: Page, address: str, barriers: Barriers) -> None:
    page.goto(address)
    assert barriers(page) == [], address
    wider_than_the_screen = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider_than_the_screen <= 0, address


def test_one_signs_in_without_scripts(amara: User, open_page: OpenPage, live_server: LiveServer) -> None:
    sign_in(open_page(scripts=False), live_server)
