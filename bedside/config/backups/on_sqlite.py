"""Copying a SQLite database while others write to it, and putting a copy in its place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from .packet import Unusable, sync_folder

PAGES = 4096  # copied at a time, 16 MB: between two steps other connections have their turn
PATIENCE = 60.0

Told = Callable[[int, int], object]  # pages left, pages in all


def address_of(file: Path) -> str:
    return f"sqlite://{quote(str(file.resolve()))}"


def its_file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def copy(into: Path, told: Told = lambda left, total: None) -> None:
    """The database as it is at one moment, in one file. Writers are not stopped: in WAL mode a reader never does."""
    with closing(sqlite3.connect(f"{its_file().resolve().as_uri()}?mode=rw", uri=True, timeout=PATIENCE)) as source:
        source.isolation_level = None
        if source.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on we see this moment only
        with closing(sqlite3.connect(into, timeout=PATIENCE)) as target:
            os.chmod(into, 0o600)
            source.backup(target, pages=PAGES, progress=lambda status, left, total: told(left, total), sleep=0.01)
            in_one_file(target)


def in_one_file(database: sqlite3.Connection) -> None:
    """Let nothing of a copy lie in files beside it."""
    database.isolation_level = None
    mode = database.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    if mode != "delete":
        raise Unusable(f"The copy stays in {mode} mode, so it is not whole in one file.")


def close_up(file: Path) -> None:
    """After somebody has opened a copy: bring it back into one file."""
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as database:
        in_one_file(database)


def put_in_place(copy_of_it: Path, moment: str) -> Path | None:
    """Let the copy be the database from now on; the one that was is kept aside. Nobody may be using it.

    Either the old database or the new one is there at every moment. The old one's journal goes aside before, so
    that it can never be read into the new one.
    """
    file, aside = its_file(), None
    connection.close()
    if file.exists():
        folder = Path(settings.DATA) / "replaced"
        folder.mkdir(mode=0o700, exist_ok=True)
        aside = folder / f"{file.stem}-{moment}{file.suffix}"
        try:
            close_up(file)
        except sqlite3.Error:  # it is damaged, which may be why it is replaced: keep all of it as it is
            for ending in ("-wal", "-journal"):
                beside = file.with_name(file.name + ending)
                if beside.exists():
                    beside.rename(aside.with_name(aside.name + ending))
        os.link(file, aside)
        file.with_name(f"{file.name}-shm").unlink(missing_ok=True)
    copy_of_it.replace(file)
    sync_folder(file.parent)
    return aside
