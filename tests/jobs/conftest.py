"""Tasks of this room's tests: they write down that they ran."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bedside.jobs import tasks

Teach = Callable[..., None]


@pytest.fixture
def teach() -> Iterator[Teach]:
    """Make a task known for this test only: teach("count", work, together=True)."""
    before = dict(tasks._tasks)

    def known(name: str, work: Callable[..., object], **how: object) -> None:
        tasks.task(name, **how)(work)  # type: ignore[arg-type]

    yield known
    tasks._tasks.clear()
    tasks._tasks.update(before)
