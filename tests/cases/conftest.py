"""A quiet Monday at noon, and people who are at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bedside.access.models import HeldRole, Role, User
from bedside.hours.clock import Stopped, stopped_at
from bedside.journal.actions import saw
from bedside.town.cast import Cast

MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Stopped]:
    with stopped_at(MONDAY_NOON) as clock:
        yield clock


@pytest.fixture
def one_step(settings: Any) -> None:
    """As in the demo: staff sign in without a second step."""
    settings.DEMO = True


@pytest.fixture
def at_work(town: Cast, clock: Stopped) -> Callable[[User], None]:
    """Somebody opens a patient's page, and so is there."""

    def opens_a_page(user: User) -> None:
        saw(user, [town.lina.pk], what=f"test/{clock().isoformat()}")

    return opens_a_page


@pytest.fixture
def kim(town: Cast) -> User:
    """A second person at the front desk."""
    user = User.objects.create_user("kim@town.example", name="Kim Park")
    HeldRole.objects.create(user=user, role=Role.FRONT_DESK)
    return user
