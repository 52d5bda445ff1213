"""On PostgreSQL only those tests run that say something of a database.

`make check` takes every test on SQLite first. Left out after it are those that never open a database, and those marked
`once`: they ask about doors, words or looks, and use the rows of the town only to have something to show.
"""

from __future__ import annotations

import pytest

from .needs import on_postgres

OPENS = {"db", "transactional_db", "live_server", "pattern_installation"}
WHOLE = "tests/config/"  # how it starts, and with what: its tests make databases of their own


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "once: asks about doors, words or looks; one kind of database is enough")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not on_postgres():
        return
    kept, rest = [], []
    for item in items:
        (kept if opens_a_database(item) and not item.get_closest_marker("once") else rest).append(item)
    config.hook.pytest_deselected(items=rest)
    items[:] = kept


def opens_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    starts = hasattr(getattr(item, "module", None), "subprocess")
    there = item.nodeid.startswith(WHOLE) or "database" in item.path.stem
    return bool(item.get_closest_marker("django_db") or fixtures & OPENS or starts or there)
