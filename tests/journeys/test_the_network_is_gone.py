"""She fills in a form where there is no network: what she typed is kept on her phone, and reaches us once."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from bedside.booking.models import Appointment, Status
from bedside.hours.clock import now
from bedside.intake.models import CheckIn, is_open
from bedside.journal.models import Entry
from bedside.town.cast import Cast
from tests.plugins.needs import OpenPage

from .test_every_page_in_a_browser import come_in, no_news

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORDS = "My knee hurts when I climb stairs"


def told() -> int:
    return Entry.objects.filter(verb="checkin.told").count()


def she_checks_in(page: Page, town: Cast, house: LiveServer) -> Appointment:
    """Amara has signed in on this phone; the next visit she may check in for."""
    client = Client()
    assert town.amara.login
    client.force_login(town.amara.login)
    come_in(page, client, house)
    page.route("**/live/?*", no_news)
    to_come = Appointment.objects.filter(patient=town.amara, status=Status.BOOKED, starts_at__gt=now())
    return next(one for one in to_come.in_order() if is_open(one))


def test_what_she_types_without_a_network_is_kept_once_when_it_comes_back(
    busy_town: Cast, live_server: LiveServer, open_page: OpenPage
) -> None:
    page = open_page(width=390, height=844).context.new_page()  # one that may say the network is gone
    visit = she_checks_in(page, busy_town, live_server)
    page.goto(f"{live_server.url}/check-in/{visit.pk}/needs/")
    before = told()

    page.context.set_offline(True)
    page.locator("textarea[name=reason]").fill(WORDS)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-kept]")).to_be_visible()
    assert told() == before

    def lose_the_answer(route: Route) -> None:
        route.fetch(max_redirects=0)  # it reaches us, and what we answer does not reach her
        route.abort()

    page.route("**/needs/", lose_the_answer)
    with page.expect_event("requestfailed"):
        page.context.set_offline(False)
    expect(page.locator("[data-kept]")).to_be_visible()
    assert told() == before + 1

    page.unroute("**/needs/")
    page.context.set_offline(True)
    page.context.set_offline(False)
    page.wait_for_url(lambda address: "/needs/" not in address)

    assert told() == before + 1
    assert CheckIn.objects.get(appointment=visit).reason == WORDS
    assert page.evaluate("() => Object.keys(localStorage).filter((one) => one.startsWith('kept:'))") == []


def test_what_she_typed_and_has_not_sent_outlives_the_page(
    busy_town: Cast, live_server: LiveServer, open_page: OpenPage
) -> None:
    page = open_page(width=390, height=844)
    visit = she_checks_in(page, busy_town, live_server)
    here = f"{live_server.url}/check-in/{visit.pk}/needs/"
    page.goto(here)
    box, ticked = page.locator("textarea[name=reason]"), page.locator("input[name=carer_comes]")
    box.fill(WORDS)
    ticked.check(force=True)

    page.reload()
    expect(box).to_have_value(WORDS)
    expect(ticked).to_be_checked()
    page.goto(f"{live_server.url}/home/")  # a wrong link
    page.goto(here)
    expect(box).to_have_value(WORDS)

    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(lambda address: "/needs/" not in address)
    CheckIn.objects.filter(appointment=visit).update(reason="Said at the desk since")
    page.goto(here)
    expect(box).to_have_value("Said at the desk since")
    assert page.evaluate("Object.keys(sessionStorage).filter((one) => one.startsWith('typed:')).length") == 0
