"""A Bedside of its own for tests that need real processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.races.installation import Installation, copy, found, remove


@pytest.fixture(scope="session")
def pattern_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    ours = found(tmp_path_factory.mktemp("pattern") / "data")
    yield ours
    remove(ours)


@pytest.fixture
def installation(pattern_installation: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A migrated, empty installation; its processes are ended and its data removed after the test."""
    ours = copy(pattern_installation, tmp_path / "data")
    yield ours
    remove(ours)
