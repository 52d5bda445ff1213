"""Looking whether everything is as it was written: the database, the journal, each record, and what stands around."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from . import database, rows, surroundings
from .findings import Finding

__all__ = ["CHECKS", "OF_A_COPY", "OF_A_FILE", "Check", "Finding", "one_moment"]


@dataclass(frozen=True)
class Check:
    """One thing that is looked at: what it is called while one waits, and what it finds."""

    name: str
    look: Callable[[str], Iterator[Finding]]  # takes the witness: the newest seal as it was noted outside the database


OF_A_FILE = [  # quick: minutes where the rest takes hours
    Check("The database file", database.integrity),
    Check("What rows say about each other", database.references),
]
OF_A_COPY = [  # what can be asked of a backup as well
    *OF_A_FILE,
    Check("The journal and its seals", database.journal),
    Check("Each record against the journal", rows.records),
    Check("The words that others sent", rows.letters),
]
CHECKS = [
    *OF_A_COPY,
    Check("Background work", surroundings.dead_jobs),
    Check("Settings", surroundings.settings_dangers),
    Check("Backups", surroundings.backups),
]


@contextmanager
def one_moment() -> Iterator[None]:
    """Inside, the database is as it was at one moment, while others go on writing: nothing half done is looked at."""
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN DEFERRED" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
