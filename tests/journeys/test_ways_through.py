"""The ways through the house that must work for everybody: without scripts, without a mouse, and on two screens."""

from __future__ import annotations

import pytest
from django.conf import settings as ours
from django.test import Client
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from bedside.access.models import User
from bedside.booking.models import Appointment, Status
from bedside.directory.models import Mode
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.jobs.worker import work_off
from bedside.town.cast import Cast
from bedside.visits.models import Visit
from tests.plugins.needs import OpenPage
from tests.races.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SOON = 60_000


def be(page: Page, user: User, house: LiveServer) -> Page:
    client = Client()
    client.force_login(user)
    name = ours.SESSION_COOKIE_NAME
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": house.url}])
    return page


def be_amara(page: Page, town: Cast, house: LiveServer) -> Page:
    assert town.amara.login is not None
    return be(page, town.amara.login, house)


def test_without_scripts_one_finds_answers_books_moves_and_cancels(
    busy_town: Cast, live_server: LiveServer, open_page: OpenPage
) -> None:
    page = be_amara(open_page(width=390, scripts=False), busy_town, live_server)
    page.goto(f"{live_server.url}/find/")
    page.get_by_role("textbox").fill("my knee hurts")
    page.get_by_role("button", name="Find help").click()
    page.get_by_role("button", name="Joint check").first.click()
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("None of these").check()
    page.get_by_role("button", name="Continue").click()
    page.locator("label.time").first.click()
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_text("Booked", exact=True)).to_be_visible()
    booked = Appointment.objects.get(patient=busy_town.amara, reason="my knee hurts")

    page.get_by_role("link", name="Choose another time").click()
    page.locator("label.time").last.click()
    page.get_by_role("button", name="Move to this time").click()
    expect(page.get_by_text("Booked", exact=True)).to_be_visible()
    moved = Appointment.objects.get(patient=busy_town.amara, reason="my knee hurts", status=Status.BOOKED)
    assert moved.starts_at > booked.starts_at

    page.get_by_role("link", name="Cancel", exact=True).click()
    page.get_by_label("Why are you cancelling?").fill("My knee is well again.")
    page.get_by_role("button", name="Cancel my visit").click()
    expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()


def test_without_scripts_a_message_is_written_answered_and_read(
    busy_town: Cast, live_server: LiveServer, open_page: OpenPage
) -> None:
    page = be_amara(open_page(width=390, scripts=False), busy_town, live_server)
    write(page, live_server.url, "My plaster", "May it get wet?")
    work_off()

    be(page, busy_town.sam, live_server).goto(f"{live_server.url}/desk/inbox/")
    page.get_by_role("link", name="My plaster").click()
    page.get_by_label("Your answer").fill("Please keep it dry for two days.")
    page.get_by_role("button", name="Send the answer").click()

    be_amara(page, busy_town, live_server).goto(f"{live_server.url}/messages/")
    page.get_by_role("link", name="My plaster").click()
    expect(page.get_by_text("Please keep it dry for two days.")).to_be_visible()
    page.get_by_role("button", name="I have read this").click()
    expect(page.get_by_role("button", name="I have read this")).to_be_hidden()


def test_by_keyboard_alone_one_finds_answers_and_books(
    busy_town: Cast, live_server: LiveServer, open_page: OpenPage
) -> None:
    page = be_amara(open_page(), busy_town, live_server)
    page.goto(f"{live_server.url}/find/")
    walk_to(page, page.get_by_role("textbox"))
    page.keyboard.type("my knee hurts")
    press(page, page.get_by_role("button", name="Find help"), "Enter")
    press(page, page.get_by_role("button", name="Joint check").first, "Enter")
    walk_to(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    no = page.get_by_role("radio", name="No", exact=True)
    for _ in range(3):
        if not no.is_checked():
            page.keyboard.press("ArrowDown")
    press(page, page.get_by_role("button", name="Continue"), "Enter")
    press(page, page.get_by_label("None of these"), "Space")
    press(page, page.get_by_role("button", name="Continue"), "Enter")
    walk_to(page, page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    press(page, page.get_by_role("button", name="Book this time"), "Space")

    expect(page.get_by_text("Booked", exact=True)).to_be_visible()
    assert Appointment.objects.filter(patient=busy_town.amara, reason="my knee hurts").exists()


def test_by_keyboard_alone_and_without_scripts_one_says_that_one_is_here_and_is_called(
    busy_town: Cast, live_server: LiveServer, open_page: OpenPage
) -> None:
    today = day_of(now(), busy_town.riverside.zone)
    here = {"label": "", "place": busy_town.riverside, "visit_type__mode": Mode.IN_PERSON}
    booked = Appointment.objects.filter(status=Status.BOOKED, **here).in_order()
    hers = next(one for one in booked if day_of(one.starts_at, one.zone) == today and one.patient.login)
    page = be(open_page(scripts=False), hers.patient.login, live_server)
    page.goto(f"{live_server.url}/appointments/{hers.pk}/check-in/")
    press(page, page.get_by_role("button", name="I am here"), "Enter")
    page.wait_for_url("**/visits/**")
    ticket = Visit.objects.get(appointment=hers).ticket
    expect(page.get_by_text(ticket, exact=True)).to_be_visible()

    be(page, busy_town.sam, live_server).goto(f"{live_server.url}/desk/queue/?place={busy_town.riverside.pk}")
    before = Visit.objects.filter(state="called").count()
    press(page, page.get_by_role("button", name="Call next"), "Enter")
    page.wait_for_load_state()
    expect(page.get_by_text("called", exact=True)).to_have_count(before + 1)


def press(page: Page, what: Locator, key: str) -> None:
    walk_to(page, what)
    page.keyboard.press(key)


def walk_to(page: Page, what: Locator) -> None:
    """Tab after tab, until it has the focus."""
    what.wait_for(state="attached")
    for _ in range(150):
        if what.evaluate("(thing) => thing === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{what} is out of reach of the keyboard on {page.url}")


def write(page: Page, house: str, subject: str, words: str) -> None:
    page.goto(f"{house}/messages/new/")
    page.get_by_label("What is it about?").fill(subject)
    page.locator("textarea").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_text(words)).to_be_visible()


def test_what_amara_writes_appears_on_sams_screen_and_his_answer_on_hers(
    installation: Installation, open_page: OpenPage
) -> None:
    installation.settings["BEDSIDE_DEMO"] = "yes"
    moved_in = installation.call("tests.races.people")
    assert moved_in.returncode == 0, moved_in.stderr
    _, house = installation.serve("--demo")
    amara, sam = enter(open_page(width=390), house, "Amara"), enter(open_page(), house, "Sam")
    sam.goto(f"{house}/desk/inbox/")
    follows(sam)

    write(amara, house, "My plaster", "May it get wet?")
    follows(amara)

    expect(sam.get_by_role("link", name="My plaster")).to_be_visible(timeout=SOON)  # without a click of his
    sam.get_by_role("link", name="My plaster").click()
    sam.get_by_label("Your answer").fill("Please keep it dry for two days.")
    sam.get_by_role("button", name="Send the answer").click()
    expect(amara.get_by_text("Please keep it dry for two days.")).to_be_visible(timeout=SOON)


def enter(page: Page, house: str, name: str) -> Page:
    page.goto(f"{house}/welcome/")
    page.get_by_role("button", name=name).click()
    return page


def follows(page: Page) -> None:
    """Until the page is told of changes."""
    expect(page.locator(".live[data-live-topics]")).to_have_attribute("data-live-state", "on", timeout=SOON)
