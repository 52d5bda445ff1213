"""SQLite as this house uses it: a library free of the WAL-reset fault, and one pen for all writers of a process."""

from __future__ import annotations

import sys

try:
    import pysqlite3
    import pysqlite3.dbapi2

    # Whoever asks for sqlite3 from here on gets the mended library; Django asks by that name.
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
except ImportError:  # no wheel for this machine: journal_mode() below then falls back
    pass

import sqlite3

MENDED = ((3, 51, 3),)
MENDED_BRANCHES = {(3, 50): 7, (3, 44): 6}


def free_of_the_wal_reset_fault(version: tuple[int, ...]) -> bool:
    """Whether this SQLite can lose commits in WAL mode (3.7.0 to 3.51.2, but for two mended branches)."""
    branch = MENDED_BRANCHES.get((version[0], version[1]))
    return version >= MENDED[0] or (branch is not None and version[2] >= branch)


def journal_mode() -> str:
    return "WAL" if free_of_the_wal_reset_fault(sqlite3.sqlite_version_info) else "DELETE"


def why_not_wal() -> str:
    """The sentence start-up prints when the faster mode is not safe here; empty when it is."""
    if journal_mode() == "WAL":
        return ""
    return (
        f"SQLite {sqlite3.sqlite_version} can lose data in WAL mode, so the slower rollback journal is used. "
        "SQLite 3.51.3 or newer brings the faster mode back."
    )
