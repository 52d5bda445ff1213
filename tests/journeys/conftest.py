"""The town on a busy Tuesday morning, as a browser finds it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from bedside.hours.clock import moved_to
from bedside.town.cast import Cast, gather

from .scene import next_tuesday, set_the_scene


@pytest.fixture
def busy_town(transactional_db: None, settings: Any) -> Iterator[Cast]:
    settings.DEMO = True  # staff walk in without a second step
    cache.clear()
    with moved_to(next_tuesday()):
        town = gather()
        set_the_scene(town)
        yield town
