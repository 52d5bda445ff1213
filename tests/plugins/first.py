"""What takes long begins first, so that at the end no process waits for another's last walk."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=takes_long, reverse=True)


def takes_long(item: pytest.Item) -> int:
    return bool(item.get_closest_marker("slow") or item.get_closest_marker("browser"))
