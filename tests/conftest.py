"""What every test may ask for: the town."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as trying

from bedside.hours.clock import stopped_at
from bedside.town.cast import Cast

from .plugins.laid import laid_down

# What is tried is the same each time, and judged by what comes out, never by how quick the machine is that day.
trying.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, database=None
)
trying.load_profile("house")


@pytest.fixture
def december() -> Iterator[None]:
    """For what happens on days that are named: it is to come on whatever day the test runs."""
    with stopped_at(datetime(2026, 12, 1, 9, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def town(db: None) -> Cast:
    return laid_down()


@pytest.fixture(scope="session", autouse=True)
def style_sheets_are_looked_for_when_they_are_asked_for() -> None:
    """Each client of a test opens all the doors of the house anew, and would first go through every file there is."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session", autouse=True)
def the_house_is_built_before_any_test_opens_a_demo() -> None:
    """Which pages there are is decided once, when their addresses are first read."""
    import_module(settings.ROOT_URLCONF)


@pytest.fixture(autouse=True)
def everybody_begins_in_english() -> None:
    """The language of the last page that was asked for stays with the thread; it is not the next test's."""
    translation.activate(settings.LANGUAGE_CODE)
