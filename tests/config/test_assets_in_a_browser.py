"""The styles, scripts and letters as a browser meets them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from bedside.config import assets
from tests.plugins.needs import OpenPage

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><head><title>Styles</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="vendor/atkinson.css"><link rel="stylesheet" href="vendor/nhsuk.css">
<style>:root{--ink:#1b2b30;--ink-soft:#4c5f65;--paper:#fbf9f5;--card:#fff;--line:#ddd8ce;--action:#0b5c63;
--action-dark:#07434a;--action-tint:#e4f0f0;--focus:#ffd54a;--emergency:#a61b1b;--good:#2d6a3e;--warm:#f3ece0;
--urgent-tint:#fff4dc}</style>
<script type="module" src="vendor/nhsuk.js"></script><script src="vendor/htmx.js" defer></script>
<script src="vendor/htmx-sse.js" defer></script></head><body><main class="nhsuk-width-container">
<h1 class="nhsuk-heading-l">How can we help?</h1>
<div class="nhsuk-form-group nhsuk-character-count" data-module="nhsuk-character-count" data-maxlength="20">
<label class="nhsuk-label" for="what">In your own words</label>
<textarea class="nhsuk-textarea nhsuk-js-character-count" id="what" rows="2" aria-describedby="what-info"></textarea>
<div class="nhsuk-hint nhsuk-character-count__message" id="what-info">Up to 20 letters</div></div>
<fieldset class="nhsuk-fieldset"><legend class="nhsuk-fieldset__legend">How should we answer?</legend>
<div class="nhsuk-radios"><div class="nhsuk-radios__item">
<input class="nhsuk-radios__input" id="mail" name="by" type="radio" value="mail">
<label class="nhsuk-radios__label" for="mail">By e-mail</label></div></div></fieldset>
<button class="nhsuk-button" data-module="nhsuk-button">Continue</button>
<div class="nhsuk-card nhsuk-card--care nhsuk-card--care--emergency"><div class="nhsuk-card__heading-container">
<h2 class="nhsuk-card__heading"><span>Call for help now if:</span></h2></div><div class="nhsuk-card__content">
<p>you cannot breathe</p></div></div><p><a href="#what">Your visits</a></p></main></body></html>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: pytest prints what a test has to say."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("site")
    assets.build(folder / "vendor")
    (folder / "index.html").write_text(PAGE)
    (folder / "favicon.ico").touch()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_letters_and_colours_are_ours(open_page: OpenPage, address: str) -> None:
    page = open_page()
    page.goto(address)

    assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].some(font => font.status == 'loaded'))")
    assert "Atkinson" in page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert page.evaluate("getComputedStyle(document.querySelector('a')).color") == "rgb(11, 92, 99)"
    button = page.locator("button")
    assert button.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(11, 92, 99)"


def test_the_scripts_start_by_themselves(open_page: OpenPage, address: str) -> None:
    page = open_page(width=390)
    page.goto(address)

    page.get_by_label("In your own words").fill("My knee hurts")
    page.locator(".nhsuk-character-count__status", has_text="You have 7 characters remaining").wait_for()
    assert page.evaluate("typeof htmx.version") == "string"


def test_our_clothes_put_up_no_barrier(
    open_page: OpenPage, address: str, barriers: Callable[[Page], list[str]]
) -> None:
    page = open_page()
    page.goto(address)

    assert barriers(page) == []
