"""`bedside restore FILE`: put a backup back, after it has proved to be whole, and keep what was there before."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .backups.packet import Manifest


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that `bedside backup` wrote")
    parser.add_argument("--yes", action="store_true", help="do not ask whether it is meant")
    parser.add_argument(
        "--with-faults", action="store_true", help="also a backup of a database that was damaged already"
    )


def run(chosen: argparse.Namespace) -> int:
    import sys

    from django.conf import settings

    from . import startup
    from .backups.packet import Unusable, manifest_of

    manifest = manifest_of(chosen.file)
    if settings.ON_SQLITE:
        startup.be_the_only_one(settings.DATA)
    if not chosen.yes:
        if not sys.stdin.isatty():
            raise Unusable("Putting a backup back takes the present database away. Add --yes if you mean it.")
        print(f"This puts the database of {manifest.moment:%Y-%m-%d %H:%M} UTC in the place of the present one.")
        if input("Type yes if you mean it: ").strip().lower() != "yes":
            print("Nothing was changed.")
            return 1
    for sentence in put_back(chosen.file, with_faults=chosen.with_faults):
        print(sentence, flush=True)
    return 0


def put_back(
    backup: Path, *, with_faults: bool = False, told: Callable[[str], object] = lambda what: None
) -> list[str]:
    """Put a backup back. Everything is made ready aside; the present database is replaced in one step at the end."""
    import json
    import shutil
    import tempfile

    from django.conf import settings

    from bedside.hours.clock import now

    from . import witness
    from .backups import on_postgres, on_sqlite
    from .backups.packet import Unusable, manifest_of, unpack

    manifest = manifest_of(backup)
    _does_it_fit(manifest, with_faults)
    moment = f"{now():%Y%m%dT%H%M%S%fZ}"
    data = Path(settings.DATA)
    if shutil.disk_usage(data).free < manifest.size + 50_000_000:
        raise Unusable(f"There is not enough room in {data}: {manifest.size // 10**6} MB are needed.")
    with tempfile.TemporaryDirectory(dir=data, prefix=".putting-back-") as work:
        copy = Path(work) / manifest.file
        told("Reading the backup")
        unpack(backup, copy)
        about = Path(work) / "about.json"
        about.write_text(json.dumps({"made_at": manifest.made_at, "erased": _erased_here()}))
        if settings.ON_SQLITE:
            said = _make_ready(on_sqlite.address_of(copy), about, with_faults, told)
            on_sqlite.close_up(copy)
            aside: object = on_sqlite.put_in_place(copy, moment)
        else:
            name = f"bedside_new_{moment.lower()}"
            try:
                on_postgres.load(copy, name)
                said = _make_ready(on_postgres.address_of(name), about, with_faults, told)
                aside = on_postgres.put_in_place(name, moment)
            except BaseException:
                on_postgres.drop(name)
                raise
    witness.note(manifest.head, "restored")
    sentences = [f"The database of {manifest.moment:%Y-%m-%d %H:%M} UTC is back: whole, and its journal unbroken."]
    if manifest.faults:
        sentences = [f"The database of {manifest.moment:%Y-%m-%d %H:%M} UTC is back, with the faults it had."]
    if aside:
        sentences.append(f"The database that it replaces was kept as {aside}.")
    return [*sentences, *said, "What was written after the backup is not in it; the paper lists of those days help."]


def _erased_here() -> list[tuple[int, str]]:
    """What the present database has forgotten by law, if it can still be asked."""
    from django.db import DatabaseError

    from bedside.journal.models import Entry

    try:
        return list(Entry.objects.filter(snapshot=None).values_list("pk", "snapshot_digest"))
    except DatabaseError:  # it is damaged or gone, which may be why it is replaced
        return []


def _does_it_fit(manifest: Manifest, with_faults: bool) -> None:
    from django.conf import settings
    from django.db.migrations.loader import MigrationLoader

    from .backups.packet import Unusable

    here = "sqlite" if settings.ON_SQLITE else "postgresql"
    if manifest.engine != here:
        raise Unusable(f"This is a backup of a {manifest.engine} database, and BEDSIDE_DATABASE names a {here} one.")
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    newer = [f"{app}.{name}" for app, name in manifest.migrations.items() if known and (app, name) not in known]
    if newer:
        raise Unusable(f"This backup was made by a newer version of Bedside ({', '.join(newer)}). Install that first.")
    if manifest.faults and not with_faults:
        raise Unusable(
            f"The database had faults when this backup was made: {manifest.faults[0]} "
            "Choose an older one, or add --with-faults."
        )


def _make_ready(address: str, about: Path, with_faults: bool, told: Callable[[str], object]) -> list[str]:
    from .backups.looking import ask, look_through
    from .backups.packet import Unusable

    told("Bringing it up to date")
    said: list[str] = ask(address, "bedside.config.restored", str(about))["said"]
    told("Looking through it")
    look = look_through(address, quick=True)  # its journal was read when it was made, and not a byte has changed since
    if look.faults and not with_faults:
        raise Unusable(f"The backup has faults, so it was not put back: {look.faults[0]}")
    return said
