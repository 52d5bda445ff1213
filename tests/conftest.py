"""What every test may ask for: the town."""

from __future__ import annotations

import pytest

from bedside.town.cast import Cast, gather


@pytest.fixture
def town(db: None) -> Cast:
    return gather()
