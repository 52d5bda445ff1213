"""What a test needs of the machine it runs on: a browser, a kind of database.

On a newcomer's machine a test whose need is not met is skipped, and says so. Where CI=true a missing browser is a
failure. Both kinds of database take their turn there (`make check`), and scripts/postgres fails where there is none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeAlias

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",  # nothing comes from elsewhere
]

OpenPage: TypeAlias = Callable[..., Page]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite: needs SQLite")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and (lacking := _lacking_for_a_browser()):
        need = f"needs a browser (on Debian or Ubuntu: apt-get install {lacking})"
        pytest.fail(need, pytrace=False) if IN_CI else pytest.skip(need)
    if item.get_closest_marker("postgres") and not on_postgres():
        pytest.skip("needs PostgreSQL (make test-postgres)")
    if item.get_closest_marker("sqlite") and on_postgres():
        pytest.skip("needs SQLite (make test)")


@cache
def _lacking_for_a_browser() -> str:
    """The packages that a walk through the pages still needs here; empty where it has all."""
    node = str(compute_driver_executable()[0])  # what Playwright itself runs on, which wants a library of the system's
    starts = subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0
    return " ".join(name for name, there in (("chromium", CHROMIUM), ("libatomic1", starts)) if not there)


def on_postgres() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser, shared by the tests of one file.

    Not by more: Playwright keeps an event loop running in this thread, beside which nobody else can start one, and
    which Django would take for an async view at work.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open a page as somebody new: `open_page(width=390)`, `open_page(scripts=False)`, `open_page(base_url=…)`.

    The test fails where a script of the page did, or where the page asked for what is not there.
    """
    contexts, faults = [], []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"{message.text} ({message.location.get('url', '')})")

    def opened(*, width: int = 1280, height: int = 900, scripts: bool = True, **options: Any) -> Page:
        options.setdefault("locale", "en-GB")
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", heard)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def barriers() -> Callable[[Page], list[str]]:
    """What on a page would stop somebody with a disability: axe's serious and critical findings, a line each."""
    axe = Axe()

    def found(page: Page) -> list[str]:
        violations = axe.run(page).response["violations"]
        return [
            f"{fault['impact']}: {fault['help']}: {node['html'][:120]}"
            for fault in violations
            if fault["impact"] in {"serious", "critical"}
            for node in fault["nodes"]
        ]

    return found
