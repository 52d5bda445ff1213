"""`bedside backup [FOLDER]`: copy the database while Bedside runs, open the copy, look through it, and keep it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .backups.packet import Manifest

SECRETS = (
    "The secrets are not in it. Keep {secrets} in another safe place, apart from the backups: "
    "without it a backup cannot be put back, and with both anybody could read and forge."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, help="where to (backups, in the data folder)")


def run(chosen: argparse.Namespace) -> int:
    from django.conf import settings
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    folder = chosen.folder or Path(settings.DATA) / "backups"
    console = Console(highlight=False, soft_wrap=True)
    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=None)
        file, manifest = back_up(
            folder, lambda what, done, total: progress.update(task, description=what, completed=done, total=total)
        )
    for fault in manifest.faults:
        console.print(f"[red]not good[/]: {escape(fault)}")
    size = f"{file.stat().st_size / 1_000_000:,.1f} MB"
    entries = manifest.counts.get("journal.entry", 0)
    if manifest.faults:
        console.print(escape(f"The copy {file} ({size}) was kept, but the database has the faults above."))
        return 1
    console.print(escape(f"{file} ({size}) was opened and looked through: {entries:,} journal entries, no fault."))
    console.print(escape(SECRETS.format(secrets=Path(settings.DATA) / "secrets.json")))
    return 0


def back_up(
    folder: Path, told: Callable[[str, int, int | None], object] = lambda what, done, total: None
) -> tuple[Path, Manifest]:
    """Make a backup in this folder. What it holds is one moment of the database; nobody has to stop writing."""
    import shutil
    import tempfile

    from django.conf import settings

    from bedside.hours.clock import now

    from . import witness
    from .backups import on_postgres, on_sqlite
    from .backups.log import note_backup
    from .backups.looking import look_through
    from .backups.packet import SUFFIX, Manifest, pack, sha256_of

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment = now()
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as work:
        seen = Path(work) / "witness"  # as it is before the copy is made: later seals may not be in it
        if witness.paper().exists():
            shutil.copyfile(witness.paper(), seen)
        if settings.ON_SQLITE:
            _is_there_room(folder, on_sqlite.its_file())
            copy = Path(work) / "bedside.sqlite3"
            on_sqlite.copy(copy, lambda left, total: told("Copying", total - left, total))
            told("Opening the copy and looking through it", 0, None)
            look = look_through(on_sqlite.address_of(copy), witness=seen)
            on_sqlite.close_up(copy)
        else:
            copy = Path(work) / "bedside.dump"
            told("Copying", 0, None)
            on_postgres.copy(copy)
            told("Opening the copy and looking through it", 0, None)
            with on_postgres.loaded(copy) as name:
                look = look_through(on_postgres.address_of(name), witness=seen)
        size = copy.stat().st_size
        manifest = Manifest(
            made_at=moment.isoformat(),
            version=_version(),
            engine="sqlite" if settings.ON_SQLITE else "postgresql",
            file=copy.name,
            size=size,
            sha256=sha256_of(copy),
            head=look.head,
            counts=look.counts,
            migrations=look.migrations,
            faults=look.faults,
        )
        manifest.sign()
        file = folder / f"bedside-{moment:%Y-%m-%dT%H-%M-%S}-{moment.microsecond // 1000:03}Z{SUFFIX}"
        written = 0

        def more(piece: int) -> None:
            nonlocal written
            written += piece
            told("Writing", written, size)

        pack(copy, manifest, file, more)
    if not manifest.faults:
        note_backup(moment, file)
    return file, manifest


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("bedside")
    except PackageNotFoundError:  # run from a folder, not installed
        return "source"


def _is_there_room(folder: Path, database: Path) -> None:
    """Twice the size: the copy, and the file it is packed into."""
    import shutil

    from .backups.packet import Unusable

    needed, free = 2 * database.stat().st_size + 50_000_000, shutil.disk_usage(folder).free
    if free < needed:
        raise Unusable(f"There is not enough room in {folder}: {needed // 10**6} MB are needed, {free // 10**6} free.")
