from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from bedside.config import sqlite, startup
from bedside.config.sqlite import free_of_the_wal_reset_fault
from bedside.config.startup import CannotStart, be_the_only_one, look_at_the_database
from tests.races.installation import Installation

AFFECTED = [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 50, 6), (3, 51, 0), (3, 51, 2)]
MENDED = [(3, 44, 6), (3, 44, 9), (3, 50, 7), (3, 51, 3), (3, 53, 4), (4, 0, 0)]


@pytest.mark.parametrize("version", AFFECTED)
def test_a_sqlite_that_can_lose_commits_in_wal_mode_is_known(version: tuple[int, ...]) -> None:
    assert not free_of_the_wal_reset_fault(version)


@pytest.mark.parametrize("version", MENDED)
def test_a_mended_sqlite_is_known(version: tuple[int, ...]) -> None:
    assert free_of_the_wal_reset_fault(version)


def test_on_an_affected_sqlite_the_slower_journal_is_used_and_start_up_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sqlite.sqlite3, "sqlite_version_info", (3, 40, 1))
    monkeypatch.setattr(sqlite.sqlite3, "sqlite_version", "3.40.1")

    assert sqlite.journal_mode() == "DELETE"
    assert sqlite.why_not_wal().startswith("SQLite 3.40.1 can lose data in WAL mode")


@pytest.fixture
def options() -> Iterator[dict[str, object]]:
    found = connection.settings_dict["OPTIONS"]
    before = dict(found)
    yield found
    found.clear()
    found.update(before)


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_database_as_it_should_be_starts_without_a_word() -> None:
    assert look_at_the_database() == []


@pytest.mark.sqlite
@pytest.mark.django_db
def test_any_transaction_mode_but_immediate_is_refused(options: dict[str, object]) -> None:
    options["transaction_mode"] = "DEFERRED"

    with pytest.raises(CannotStart, match="IMMEDIATE"):
        look_at_the_database()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_less_than_full_synchronous_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    try:
        with pytest.raises(CannotStart, match="FULL"):
            look_at_the_database()
    finally:
        connection.close()


@pytest.mark.sqlite
@pytest.mark.django_db
def test_wal_on_an_affected_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite.sqlite3, "sqlite_version_info", (3, 40, 1))

    with pytest.raises(CannotStart, match="can lose data in WAL mode"):
        look_at_the_database()


def test_a_data_folder_is_held_once(tmp_path: Path) -> None:
    be_the_only_one(tmp_path)
    try:
        with pytest.raises(CannotStart, match="running already"):
            be_the_only_one(tmp_path)
    finally:
        startup._held.pop().close()
    be_the_only_one(tmp_path)
    startup._held.pop().close()


@pytest.mark.postgres
def test_an_empty_database_is_filled_and_an_older_one_waits_for_somebody_to_mean_it(installation: Installation) -> None:
    process, _ = installation.serve()
    process.kill()
    with connected(installation) as line:
        line.execute("DELETE FROM django_migrations WHERE app = 'live'")
        line.execute("DROP TABLE live_notice")

    behind = installation.call("bedside", "run", "--port", "0")

    assert behind.returncode == 1
    assert "changes to make: 1" in behind.stderr
    assert installation.call("bedside", "migrate").returncode == 0


@pytest.mark.postgres
def test_several_that_start_at_once_on_an_empty_database_all_come_up(installation: Installation) -> None:
    with connected(installation) as line:
        line.execute("DROP SCHEMA public CASCADE")
        line.execute("CREATE SCHEMA public")

    starting = [installation.start("bedside", "run", "--port", "0", "--no-worker") for _ in range(3)]

    for process in starting:
        process.wait_for("Bedside is open at ")


def connected(installation: Installation) -> psycopg.Connection:
    return psycopg.connect(installation.database, autocommit=True)


@pytest.mark.postgres
@pytest.mark.django_db
def test_who_freezes_between_a_write_and_its_commit_is_cut_off_after_two_minutes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("2min",)
