"""A page that keeps itself fresh, in a real browser, against a real server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.plugins.needs import OpenPage
from tests.races.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SOON = 60_000


@pytest.fixture
def clinic(installation: Installation) -> Installation:
    installation.settings["BEDSIDE_DEMO"] = "yes"
    done = installation.call("tests.races.people")
    assert done.returncode == 0, done.stderr
    return installation


@pytest.fixture
def address(clinic: Installation) -> str:
    _, found = clinic.serve("--demo")
    return found


def as_sam(open_page: OpenPage, address: str) -> Page:
    page = open_page(base_url=address)
    page.goto("/welcome/")
    page.get_by_role("button", name="Sam").click()
    page.goto("/desk/inbox/")
    expect(page.locator(".live[data-live-topics]")).to_have_attribute("data-live-state", "on", timeout=SOON)
    return page


def amara_writes(clinic: Installation, words: str) -> None:
    done = clinic.call("tests.races.people", words)
    assert done.returncode == 0, done.stderr


def test_a_message_appears_at_the_desk_without_reloading(
    clinic: Installation, address: str, open_page: OpenPage
) -> None:
    page = as_sam(open_page, address)
    page.evaluate("window.neverReloaded = true")

    amara_writes(clinic, "Can I take my tablets at night?")

    expect(page.get_by_text("Can I take my tablets at night?")).to_be_visible(timeout=SOON)
    assert page.evaluate("window.neverReloaded")


def test_a_page_whose_session_has_ended_says_that_it_is_not_live(address: str, open_page: OpenPage) -> None:
    page = as_sam(open_page, address)
    other = page.context.new_page()
    other.goto(f"{address}/sign-out/")
    other.locator("main").get_by_role("button").first.click()

    expect(page.locator(".live[data-live-topics]")).to_have_attribute("data-live-state", "off", timeout=SOON)
    expect(page.get_by_text("This may be out of date")).to_be_visible()
