"""What is looked at before anything starts. What is not safe is refused with a sentence."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from . import sqlite

MIGRATIONS = "django_migrations"
FILLING = 20_261_121  # the number of our lock; any will do

_held: list[IO[str]] = []


class CannotStart(Exception):
    """Why not, in a sentence for whoever runs the clinic's machine."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def look_at_the_database() -> list[str]:
    """Refuse a database set up in a way that loses data; return what the operator should know."""
    if not settings.ON_SQLITE:
        return []
    if connection.settings_dict["OPTIONS"].get("transaction_mode") != "IMMEDIATE":
        raise CannotStart(
            "The SQLite database must be opened with transaction_mode IMMEDIATE: with any other, people who book at "
            "the same moment are told that the database is locked."
        )
    with connection.cursor() as cursor:
        mode = str(cursor.execute("PRAGMA journal_mode").fetchone()[0]).lower()
        synchronous = int(cursor.execute("PRAGMA synchronous").fetchone()[0])
    if synchronous < 2:
        raise CannotStart("The SQLite database must be opened with synchronous FULL: a power cut may lose bookings.")
    if why := sqlite.why_not_wal():
        if mode == "wal":
            raise CannotStart(why)
        return [why]
    if mode != "wal":
        return [f"This disk does not allow SQLite's WAL mode, so the slower {mode} journal is used."]
    return []


def be_the_only_one(folder: Path) -> None:
    """Hold the data folder for this process, until it ends; a second one is refused."""
    folder.mkdir(parents=True, exist_ok=True)
    paper = (folder / "bedside.lock").open("a+")
    try:
        fcntl.flock(paper, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        paper.seek(0)
        number = paper.read().strip()
        paper.close()
        raise CannotStart(
            f"Bedside is running already on the data folder {folder} (process {number or 'unknown'}). "
            "Stop that one first, or set BEDSIDE_DATA to another folder."
        ) from None
    paper.truncate(0)
    paper.write(str(os.getpid()))
    paper.flush()
    _held.append(paper)


def outstanding_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> None:
    """An empty database is filled. On SQLite we are alone, and go on to this version; on PostgreSQL others may be at
    work, so somebody must mean it."""
    if not settings.ON_SQLITE:
        with connection.cursor() as cursor:  # of several that start at once, one fills it and the others wait
            cursor.execute("SELECT pg_advisory_lock(%s)", [FILLING])
            if MIGRATIONS not in connection.introspection.table_names():
                call_command("migrate", verbosity=0, interactive=False)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [FILLING])
    steps = outstanding_migrations()
    if steps and settings.ON_SQLITE:
        call_command("migrate", verbosity=0, interactive=False)
    elif steps:
        raise CannotStart(
            f"The database is older than this version (changes to make: {steps}). Run `bedside migrate` first."
        )
