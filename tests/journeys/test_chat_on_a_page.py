"""The chat on a page of the clinic's own web site, in a real browser: one tag, a dialog, a frame of ours."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from bedside.cases import actions as cases
from bedside.cases.models import Case
from bedside.jobs.worker import work_off
from bedside.town.cast import Cast
from tests.plugins.needs import OpenPage

from .test_every_page_in_a_browser import SPILLS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
Barriers = Callable[[Page], list[str]]
SITE = """<!doctype html><html lang="en"><head><title>A clinic – its site</title></head>
<body><main><h1>Our clinic</h1></main><script src="{}/chat.js" async></script></body></html>"""
IS_OPEN = "() => document.body.lastElementChild.shadowRoot.querySelector('dialog').open"
READS = "() => document.body.lastElementChild.shadowRoot.querySelector('iframe').contentDocument"
FOCUS = "() => document.body.lastElementChild.shadowRoot.activeElement?.className"


@pytest.fixture
def site(live_server: LiveServer, settings: pytest.FixtureRequest) -> Iterator[str]:
    """The clinic's own web site, on another host than ours."""
    words = SITE.format(live_server.url).encode()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(words)

        def log_message(self, *args: object) -> None:
            """It says nothing."""

    with HTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        settings.CHAT_SITES = [address]  # type: ignore[attr-defined]
        yield address
        server.shutdown()


def test_she_writes_from_the_clinics_page_and_reads_the_answer_there(
    town: Cast, site: str, open_page: OpenPage, barriers: Barriers
) -> None:
    page = open_page(width=390, height=844)
    page.goto(site)
    page.get_by_role("button", name="Write to us").focus()
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe")
    frame.get_by_label("Your message").fill("Are you open on Saturday?")
    assert barriers(page) == []
    frame.get_by_role("button", name="Send").click()
    frame.get_by_role("log").get_by_text("Are you open on Saturday?").wait_for()
    assert not frame.locator("body").evaluate(SPILLS)
    work_off()

    cases.answer(Case.objects.get(), "Yes, from nine to noon.", by=town.sam)

    frame.get_by_role("log").get_by_text("Yes, from nine to noon.").wait_for()
    assert frame.get_by_text("Are you open on Saturday?").count() == 1  # nothing is said twice
    frame.get_by_label("Your message").fill("crushing chest pain, can't breathe")
    frame.get_by_role("button", name="Send").click()
    frame.get_by_role("heading", name="Call 999 now").wait_for()
    assert barriers(page) == []
    assert page.evaluate(READS) is None  # the page around it sees nothing inside
    frame.get_by_label("Your message").press("Escape")
    page.wait_for_function(f"!({IS_OPEN})()")
    assert page.evaluate(FOCUS) == "open"


def test_on_a_page_that_is_not_named_there_is_no_chat(
    town: Cast, site: str, open_page: OpenPage, settings: pytest.FixtureRequest
) -> None:
    settings.CHAT_SITES = ["https://another.example"]  # type: ignore[attr-defined]
    page = open_page()
    with page.expect_console_message(lambda said: "is not among BEDSIDE_CHAT_SITES" in said.text):
        page.goto(site)

    assert page.get_by_role("button", name="Write to us").count() == 0
