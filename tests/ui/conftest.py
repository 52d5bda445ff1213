"""A house with a clinic, whose style page is open, and with doors behind which something goes wrong."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from bedside.access.matrix import MATRIX
from bedside.access.matrix.door import ANYBODY, Door
from bedside.ui import pages

RIVERSIDE = pages.Clinic(
    name="Riverside Clinic",
    phone="01632 960001",
    emergency="999",
    emergency_text="18000",
    crisis="116 123",
    crisis_name="Samaritans",
    zone="Europe/London",
    region="GB",
    currency="GBP",
)


@pytest.fixture
def riverside(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> pages.Clinic:
    monkeypatch.setattr(pages, "CLINIC", lambda: RIVERSIDE)
    settings.ROOT_URLCONF = "tests.ui.urls"
    settings.LANGUAGES = [("en", "English"), ("es", "Español"), ("ar-xb", "Pseudo (right to left)")]
    for name in ("look", "look-as", "wrong", "refused", "missing", "shown"):
        monkeypatch.setitem(MATRIX, name, Door(ANYBODY))
    return RIVERSIDE
