"""A still morning, on which every check-in of the next days is open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from .ways import MORNING


@pytest.fixture(autouse=True)
def a_morning(settings: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    settings.DEMO = True  # type: ignore[attr-defined]
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock
