"""The style page in a real browser: every part, for patients and staff, in every look a system may ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.usefixtures("riverside")]

OpenPage = Callable[..., Page]
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
    "forced": {"forced_colors": "active"},
}
READERS = ["patient", "staff"]

# Whatever can be pressed, but for links within a sentence, which may be as high as their line.
PRESSED = (
    "button, summary, select, textarea, input:not([type=hidden]), .button, .back, .brand,"
    " nav a, li > a, li > div > a, td a, dd a"
)
TOO_SMALL = """(pressed) => [...document.querySelectorAll(pressed)].filter((thing) => {
    const box = thing.getBoundingClientRect();
    return box.width && !thing.closest(".skip") && (box.height < 24 || box.width < 24);
}).map((thing) => `${thing.outerHTML.slice(0, 80)} ${Math.round(thing.getBoundingClientRect().height)}`)"""
WIDER_THAN_THE_SCREEN = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
WITH_FOCUS = """() => {
    const here = document.activeElement;
    if (here === document.body) return null;
    const hidden = getComputedStyle(here).opacity === "0";
    const drawn = hidden ? getComputedStyle(here.nextElementSibling, "::before") : getComputedStyle(here);
    const box = here.getBoundingClientRect();
    return {
        what: here.outerHTML.slice(0, 80),
        outline: drawn.outlineStyle === "none" ? 0 : parseFloat(drawn.outlineWidth),
        inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


def look(server: LiveServer, page: Page, reader: str, *, wrong: bool = False) -> Page:
    page.goto(f"{server.url}/look/{reader}/{'?wrong=1' if wrong else ''}")
    return page


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("reader", READERS)
def test_nobody_is_stopped_and_nothing_runs_off_the_screen(
    reader: str, width: int, live_server: LiveServer, open_page: OpenPage, barriers: Callable[[Page], list[str]]
) -> None:
    page = look(live_server, open_page(width=width), reader, wrong=True)

    assert barriers(page) == []
    assert page.evaluate(WIDER_THAN_THE_SCREEN) == 0
    assert page.evaluate(TOO_SMALL, PRESSED) == []


@pytest.mark.parametrize("as_asked", [name for name in LOOKS if name != "light"])
@pytest.mark.parametrize("reader", READERS)
def test_the_look_follows_the_system_and_stays_readable(
    reader: str, as_asked: str, live_server: LiveServer, open_page: OpenPage, barriers: Callable[[Page], list[str]]
) -> None:
    light = look(live_server, open_page(), reader)
    page = look(live_server, open_page(**LOOKS[as_asked]), reader, wrong=True)

    assert barriers(page) == []
    if as_asked != "forced":
        ground = "() => getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(ground) != light.evaluate(ground)


@pytest.mark.parametrize("width", [320, 1280])
def test_from_right_to_left_the_page_is_its_own_mirror(
    width: int, live_server: LiveServer, open_page: OpenPage, barriers: Callable[[Page], list[str]]
) -> None:
    page = open_page(width=width)
    page.context.add_cookies([{"name": "language", "value": "ar-xb", "url": live_server.url}])
    look(live_server, page, "patient")

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate(WIDER_THAN_THE_SCREEN) == 0
    assert barriers(page) == []
    brand = page.locator(".brand").bounding_box()
    tongue = page.locator(".own summary").first.bounding_box()
    assert brand
    assert tongue
    assert brand["x"] > tongue["x"]


@pytest.mark.parametrize("reader", READERS)
def test_with_the_keyboard_one_sees_where_one_is(reader: str, live_server: LiveServer, open_page: OpenPage) -> None:
    page = look(live_server, open_page(), reader)

    seen = []
    for _ in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate(WITH_FOCUS)
        if here is None:
            break
        seen.append(here)

    assert "Skip to the main part" in page.locator(".skip").inner_text()
    assert "skip" in seen[0]["what"]
    assert len(seen) > 25
    assert [here["what"] for here in seen if here["outline"] < 2 or not here["inSight"]] == []


def test_the_way_past_the_bar_leads_past_the_bar(live_server: LiveServer, open_page: OpenPage) -> None:
    page = look(live_server, open_page(), "patient")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("() => document.activeElement.id") == "main"


def test_a_form_with_faults_puts_its_summary_first_and_leads_to_each(
    live_server: LiveServer, open_page: OpenPage
) -> None:
    page = look(live_server, open_page(width=390), "patient", wrong=True)
    page.wait_for_function("() => document.activeElement.classList.contains('nhsuk-error-summary')")

    page.get_by_role("link", name="When were you born?").click()

    assert page.evaluate("() => document.activeElement.id") == "id_born-day"


def test_none_of_these_takes_the_other_ticks_away(live_server: LiveServer, open_page: OpenPage) -> None:
    page = look(live_server, open_page(), "patient")
    assert page.get_by_label("A quiet place to wait").is_checked()

    page.get_by_label("None of these").check()

    assert not page.get_by_label("A quiet place to wait").is_checked()


def test_an_open_menu_closes_with_escape(live_server: LiveServer, open_page: OpenPage) -> None:
    page = look(live_server, open_page(), "patient")
    page.locator(".menu summary").click()
    assert page.get_by_role("button", name="Español").is_visible()

    page.keyboard.press("Escape")

    assert not page.get_by_role("button", name="Español").is_visible()


@pytest.mark.parametrize(
    ("address", "said"), [("/refused/", "That time has just been taken"), ("/wrong/500/", "Something went wrong")]
)
def test_what_a_part_was_refused_is_said_on_top_and_nothing_is_lost(
    address: str, said: str, live_server: LiveServer, browser: Browser
) -> None:
    with browser.new_context() as context:  # not open_page, which would mind the refusal itself
        page = look(live_server, context.new_page(), "patient")
        page.get_by_label("What is it about?").fill("My knee hurts")

        page.evaluate("(address) => { htmx.ajax('GET', address, {target: 'form', swap: 'innerHTML'}) }", address)

        page.locator("#refused").get_by_text(said).wait_for()
        assert page.get_by_label("What is it about?").input_value() == "My knee hurts"


def test_without_scripts_one_can_choose_a_language(live_server: LiveServer, open_page: OpenPage) -> None:
    page = look(live_server, open_page(scripts=False), "patient")

    page.locator(".menu summary").click()
    page.get_by_role("button", name="Español").click()

    assert page.locator("html").get_attribute("lang") == "es"
    assert page.url.endswith("/look/patient/")


def test_at_twice_the_letter_size_everything_is_still_there(live_server: LiveServer, open_page: OpenPage) -> None:
    page = look(live_server, open_page(width=640), "patient")

    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")

    assert page.evaluate(WIDER_THAN_THE_SCREEN) == 0
