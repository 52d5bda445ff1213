"""The kiosk and the waiting room in a real browser: every step can be used, and the wall says when it is not live."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, Route
from pytest_django.live_server_helper import LiveServer

from bedside.booking.models import Appointment
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.hands import HOUSE
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.visits import actions as visits
from bedside.visits.models import Visit
from bedside.wall import actions
from bedside.wall.devices import cookie_of
from tests.plugins.needs import OpenPage

from .test_every_page_in_a_browser import SHORTCOMINGS, SPILLS, no_news

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Barriers = Callable[[Page], list[str]]
LEAST = 44  # CSS pixels of what a finger presses at a kiosk
SMALL = """(least) => [...document.querySelectorAll("a[href], button, input:not([type=hidden])")]
    .filter((one) => one.checkVisibility() && !one.classList.contains("skip"))
    .filter((one) => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < least)
    .map((one) => `too small: ${one.outerHTML.slice(0, 90)}`)"""


def screen(town: Cast, page: Page, house: LiveServer, kind: str) -> None:
    device, secret = actions.pair_at_once(f"The {kind}", kind=kind, place=town.riverside, by=HOUSE)
    page.context.add_cookies([{"name": cookie_of(device.kind), "value": secret, "url": house.url}])


def faults_here(page: Page, barriers: Barriers) -> list[str]:
    """What is wrong with the page as it stands, on a narrow screen and on a wide one."""
    found = barriers(page)
    for width, height in ((1280, 900), (320, 800)):
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate(SPILLS):
            found.append(f"runs off a screen of {width}")
        found += page.evaluate(SMALL, LEAST)
    page.keyboard.press("Tab")
    return found + page.evaluate(SHORTCOMINGS)


def test_somebody_checks_in_and_nothing_of_hers_is_left(
    busy_town: Cast, live_server: LiveServer, open_page: OpenPage, barriers: Barriers
) -> None:
    page, town = open_page(width=320, height=800), busy_town
    screen(town, page, live_server, "kiosk")
    today = day_of(now(), town.riverside.zone)
    booked = Appointment.objects.filter(status="booked")
    hers = next(one for one in booked if day_of(one.starts_at, one.zone) == today)
    born, faults = hers.patient.birth_date, {}
    assert born

    def look() -> None:
        if found := faults_here(page, barriers):
            faults[page.url] = found

    page.goto(f"{live_server.url}/kiosk/")
    look()
    page.get_by_role("button", name="English").click()
    look()
    page.get_by_role("link", name="I have no visit").click()
    look()
    page.get_by_label("Say it in a few words, if you like").fill("crushing chest pain")
    page.get_by_role("button", name="Something else").click()
    page.wait_for_url("**/kiosk/desk/")
    look()
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="English").click()
    page.goto(f"{live_server.url}/kiosk/who/")
    page.get_by_role("button", name="Find my visit").click()
    look()
    for name, value in (("Day", born.day), ("Month", born.month), ("Year", born.year)):
        page.get_by_label(name, exact=True).fill(str(value))
    page.get_by_label("Your family name").fill(hers.patient.family_name)
    page.get_by_role("button", name="I need more time").click()
    assert page.get_by_label("Your family name").input_value() == hers.patient.family_name
    page.get_by_role("button", name="Find my visit").click()
    page.wait_for_url("**/kiosk/visits/")
    look()
    page.get_by_role("button", name="Yes, check me in").click()
    page.wait_for_url("**/kiosk/ticket/")
    look()
    assert page.locator(".number").inner_text() == Visit.objects.get(appointment=hers).ticket
    page.get_by_role("button", name="Tell us now").click()
    page.wait_for_url("**/kiosk/turns/*/")
    look()
    page.get_by_role("link", name="Continue").click()
    page.wait_for_url("**/details/")
    look()
    page.get_by_role("button", name="These are right").click()
    page.wait_for_url("**/needs/")
    look()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/form/page/*")
    look()
    page.goto(f"{live_server.url}/kiosk/time/")
    look()
    page.get_by_role("button", name="No, I am done").click()
    page.wait_for_url("**/kiosk/")

    for _press in range(3):
        page.go_back()
        assert page.locator(".number").count() == 0
        assert "Is this your visit" not in page.content()
    page.goto(f"{live_server.url}/kiosk/")
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="I need help now").click()
    page.wait_for_url("**/kiosk/desk/")
    look()
    assert faults == {}


def test_a_kiosk_leaves_a_page_that_nobody_touches(
    busy_town: Cast, live_server: LiveServer, open_page: OpenPage
) -> None:
    page = open_page()
    page.clock.install()
    screen(busy_town, page, live_server, "kiosk")
    page.goto(f"{live_server.url}/kiosk/")
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**/kiosk/choice/")

    page.clock.fast_forward(61_000)
    page.wait_for_url("**/kiosk/time/")
    page.clock.fast_forward(21_000)
    page.wait_for_url("**/kiosk/")


def test_a_kiosk_shows_nothing_of_hers_though_the_house_is_away(
    busy_town: Cast, live_server: LiveServer, open_page: OpenPage
) -> None:
    page = open_page()
    page.clock.install()
    screen(busy_town, page, live_server, "kiosk")
    page.goto(f"{live_server.url}/kiosk/")
    page.get_by_role("button", name="English").click()
    page.goto(f"{live_server.url}/kiosk/who/")
    page.get_by_label("Your family name").fill("Okafor")
    away: list[Route] = []
    page.route("**/kiosk/time/", lambda asked: away.append(asked))  # no answer comes

    page.clock.fast_forward(61_000)

    page.get_by_text("One moment, please.").wait_for()
    assert not page.get_by_label("Your family name").is_visible()
    for asked in away:
        asked.fulfill(status=204)


def test_the_wall_says_when_it_is_not_live(
    busy_town: Cast, live_server: LiveServer, open_page: OpenPage, barriers: Barriers
) -> None:
    page, town = open_page(width=1920, height=1080), busy_town
    page.route("**/live/?*", no_news)
    page.clock.install()
    screen(town, page, live_server, "display")
    room = visits.open_room(town.riverside, name="Room 42", by=town.ines)
    page.goto(f"{live_server.url}/wall/")
    assert "Please take a seat" in page.content()
    assert barriers(page) == []
    assert not page.evaluate(SPILLS)

    patient = Patient.objects.living().exclude(pk__in=Visit.objects.open().values("patient")).order_by("pk")[0]
    came = visits.walk_in(patient, place=town.riverside, service=town.gp, reason="a cough", level="R14", by=town.sam)
    visits.call(came, room=room, by=town.dr_osei)
    page.clock.fast_forward(11_000)
    page.locator(".call.latest b").first.wait_for()
    assert page.locator(".call.latest b").all_inner_texts() == [came.ticket, "Room 42"]
    assert barriers(page) == []
    page.route("**/wall/part/", lambda route: route.fulfill(status=204))  # nothing new comes any more
    page.clock.fast_forward(31_000)

    page.get_by_text("Not live.").wait_for()
    page.unroute("**/wall/part/")
    page.clock.fast_forward(11_000)
    page.get_by_text("Not live.").wait_for(state="hidden")


def test_without_scripts_the_screens_load_themselves_again(busy_town: Cast) -> None:
    client = Client()
    for kind, address, again in (
        ("display", "/wall/", 'content="15"'),
        ("kiosk", "/kiosk/", 'content="300;url=/kiosk/"'),
    ):
        device, secret = actions.pair_at_once(kind, kind=kind, place=busy_town.riverside, by=HOUSE)
        client.cookies[cookie_of(device.kind)] = secret
        page = client.get(address).text
        assert f'<noscript><meta http-equiv="refresh" {again}></noscript>' in page
