"""What every test may ask for: the town."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import translation

from bedside.town.cast import Cast

from .plugins.laid import laid_down


@pytest.fixture
def town(db: None) -> Cast:
    return laid_down()


@pytest.fixture(scope="session", autouse=True)
def style_sheets_are_looked_for_when_they_are_asked_for() -> None:
    """Each client of a test opens all the doors of the house anew, and would first go through every file there is."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def everybody_begins_in_english() -> None:
    """The language of the last page that was asked for stays with the thread; it is not the next test's."""
    translation.activate(settings.LANGUAGE_CODE)
