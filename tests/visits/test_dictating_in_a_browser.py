"""A real browser with a microphone of its own speaks to a real program, and the words stand in the notes."""

from __future__ import annotations

import json
import re
import shlex
import sys

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.plugins.needs import CHROMIUM, FLAGS
from tests.races.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]

PATIENCE = 60_000  # milliseconds; a busy machine is no fault of the page
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
WAITS = "import sys, io, wave; s = wave.open(io.BytesIO(sys.stdin.buffer.read())); "
SAYS = WAITS + "print('the knee is swollen', s.getframerate(), s.getnchannels(), s.getnframes() > 1000)"


def test_a_clinician_speaks_reads_and_puts_the_words_into_the_notes(installation: Installation) -> None:
    installation.settings["BEDSIDE_DICTATION"] = f"{shlex.quote(sys.executable)} -c {shlex.quote(SAYS)}"
    done = installation.call("tests.visits.speaking")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    _, house = installation.serve()

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *MICROPHONE])
        context = chromium.new_context(locale="en-GB", permissions=["microphone"])
        context.add_cookies([{"name": "session", "value": told["session"], "url": house}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(house + told["page"])
        page.get_by_role("textbox", name="Your notes").fill("Fell yesterday.")

        page.get_by_role("button", name="Dictate").click()
        expect(page.get_by_text("Listening.")).to_be_visible(timeout=PATIENCE)
        page.wait_for_timeout(700)  # there must be something to hear
        page.get_by_role("button", name="Stop and read").click()
        page.get_by_role("button", name="Put it into my notes").click()

        notes = re.compile(r"^Fell yesterday\.\nthe knee is swollen 16000 1 True$")
        expect(page.get_by_role("textbox", name="Your notes")).to_have_value(notes, timeout=PATIENCE)
        chromium.close()
