"""Two and three real browsers with cameras of their own, against a real server: they see and hear each other."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from tests.plugins.needs import CHROMIUM, FLAGS
from tests.races.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATIENCE = 90_000  # milliseconds; a busy machine is no fault of the visit
CAMERAS = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",  # host candidates are told as they are: there is one machine
    "--allow-loopback-in-peer-connection",
]
# A picture is there when it has a size, and time goes on in it.
MOVES = """(name) => {
    const pictures = [...document.querySelectorAll(".tile:not(.mine) video")];
    const one = pictures.find((picture) => picture.getAttribute("aria-label") === name);
    if (!one || !one.videoWidth) return false;
    if (one.firstSeenAt === undefined) { one.firstSeenAt = one.currentTime; return false; }
    return one.currentTime > one.firstSeenAt + 0.2;
}"""
HEARD = """async () => {
    const tile = document.querySelector(".tile:not(.mine) video");
    return tile && tile.srcObject.getAudioTracks().some((track) => track.readyState === "live" && !track.muted);
}"""
SEAT = "X-Seat"


@dataclass
class Clinic:
    """A running house, and who may come to it."""

    house: str
    told: dict[str, str]
    browser: Browser
    opened: list[Any]

    def page(self, who: str, address: str) -> Page:
        """A browser of her own, which may use its camera."""
        context = self.browser.new_context(locale="en-GB", permissions=["camera", "microphone"])
        self.opened.append(context)
        if who:
            context.add_cookies([{"name": "session", "value": self.told[who], "url": self.house}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(self.house + self.told[address])
        return page


@pytest.fixture(scope="module")
def with_cameras() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *CAMERAS])
        yield chromium
        chromium.close()


@pytest.fixture
def clinic(installation: Installation, with_cameras: Browser) -> Iterator[Clinic]:
    done = installation.call("tests.video.clinic")
    assert done.returncode == 0, done.stderr
    _, house = installation.serve()
    ours = Clinic(house, json.loads(done.stdout.splitlines()[-1]), with_cameras, [])
    yield ours
    for context in ours.opened:
        context.close()


def goes_in(page: Page, press: str = "Go to the lobby") -> None:
    page.get_by_role("button", name="Check camera and microphone").click()
    page.get_by_role("button", name=press, exact=True).click()


def sees(page: Page, name: str) -> None:
    until(page, MOVES, name)


def until(page: Page, question: str, about: str = "") -> None:
    """The page's own rules forbid what Playwright waits with, so it is asked again and again."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(question, about):
        assert time.monotonic() < end, f"{question} of {about}: never so"
        page.wait_for_timeout(200)


def panel(page: Page, name: str) -> None:
    expect(page.locator(f'[data-panel="{name}"]')).to_be_visible(timeout=PATIENCE)


def listens(page: Page) -> list[Response]:
    """Everything the house tells this browser from now on."""
    told: list[Response] = []
    page.on("response", lambda answer: "/video/seat/news/" in answer.url and answer.ok and told.append(answer))
    return told


def lets_in(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Let {name} in").click()


def test_two_see_and_hear_each_other_once_she_is_let_in_and_the_end_is_for_both(clinic: Clinic) -> None:
    osei, amara = clinic.page("osei", "clinician"), clinic.page("amara", "patient")
    goes_in(osei, "Start")
    panel(osei, "call")
    told = listens(amara)

    goes_in(amara)
    panel(amara, "lobby")
    expect(osei.get_by_role("button", name="Let Amara in")).to_be_visible(timeout=PATIENCE)

    news = [one.json() for one in told]
    assert all(one["others"] == one["signals"] == one["ice"] == [] for one in news)
    expect(osei.locator(".tile:not(.mine)")).to_have_count(0)

    lets_in(osei, "Amara")
    sees(amara, "Dr Osei")
    sees(osei, "Amara")
    until(amara, HEARD)
    until(osei, HEARD)

    osei.get_by_role("button", name="Back to the lobby").click()
    panel(amara, "lobby")
    expect(osei.locator(".tile:not(.mine)")).to_have_count(0, timeout=PATIENCE)
    lets_in(osei, "Amara")
    sees(amara, "Dr Osei")

    osei.get_by_role("button", name="End for all").click()
    panel(amara, "over")
    expect(amara.locator(".tile:not(.mine)")).to_have_count(0)
    osei.wait_for_url("**/summary/", timeout=PATIENCE)


def test_a_third_comes_by_a_link_of_her_own_and_all_see_each_other(clinic: Clinic) -> None:
    osei, amara, yara = clinic.page("osei", "clinician"), clinic.page("", "by_link"), clinic.page("", "third")
    goes_in(osei, "Start")
    goes_in(amara)
    goes_in(yara)
    panel(amara, "lobby")
    panel(yara, "lobby")
    assert "Amara" not in yara.locator("main").inner_text()

    lets_in(osei, "Amara")
    sees(amara, "Dr Osei")
    panel(yara, "lobby")
    expect(amara.locator(".tile:not(.mine)")).to_have_count(1)

    lets_in(osei, "Yara")
    for page, others in ((osei, ("Amara", "Yara")), (amara, ("Dr Osei", "Yara")), (yara, ("Dr Osei", "Amara"))):
        for name in others:
            sees(page, name)


def test_by_phone_instead_tells_her_that_we_ring_and_shows_the_number(clinic: Clinic) -> None:
    osei, amara = clinic.page("osei", "clinician"), clinic.page("amara", "patient")
    goes_in(osei, "Start")
    goes_in(amara)
    panel(amara, "lobby")

    amara.locator('[data-panel="lobby"]').get_by_role("button", name="By phone instead").click()

    expect(amara.get_by_text("We ring you.")).to_be_visible(timeout=PATIENCE)
    expect(osei.locator("#people").get_by_text("07700 900101")).to_be_visible(timeout=PATIENCE)
    panel(osei, "phone")
