from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bedside.hours.clock import Stopped, stopped_at


@pytest.fixture
def clock() -> Iterator[Stopped]:
    """A Tuesday at nine, and the hands in the test's own."""
    with stopped_at(datetime(2026, 11, 24, 9, tzinfo=UTC)) as stopped:
        yield stopped
