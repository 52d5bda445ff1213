"""A backup as one file: the copy of the database, and a manifest that says what it is and cannot be forged."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from bedside.journal.digests import keyed
from bedside.journal.models import Refusal

MANIFEST, SUFFIX, PIECE = "manifest.json", ".backup", 1 << 20

Told = Callable[[int], object]  # how many more bytes were read or written


class Unusable(Refusal):
    """Why a backup cannot be made or used, in a sentence."""


@dataclass
class Manifest:
    """What is in a backup. `mark` and `signature` are made with the journal's key, which is not in the backup."""

    made_at: str
    version: str
    engine: str  # sqlite or postgresql
    file: str
    size: int
    sha256: str
    head: str  # the newest seal of the journal in it
    counts: dict[str, int]
    migrations: dict[str, str]  # the last step of each room
    faults: list[str]  # of the database it was made from; none, if all is well
    mark: str = ""
    signature: str = ""

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    def sign(self) -> None:
        self.mark = key_mark()
        self.signature = self._signature()

    def _signature(self) -> str:
        return keyed("backup", json.dumps(asdict(self) | {"signature": ""}, sort_keys=True))

    def verify(self) -> None:
        if self.mark != key_mark():
            raise Unusable(
                "This backup was made with other secrets than those that are here. Put the secrets.json that was kept "
                "for it into the data folder first; without it nobody can tell whether the journal is whole."
            )
        if self.signature != self._signature():
            raise Unusable("The manifest of this backup was changed after it was written.")


def key_mark() -> str:
    """Tells journal keys apart without telling anything about them."""
    return keyed("backup", "which key")[:16]


def pack(copy: Path, manifest: Manifest, into: Path, told: Told = lambda size: None) -> None:
    """Write manifest and copy into one file, which appears whole or not at all."""
    draft = into.with_name(f".{into.name}-{os.getpid()}")
    try:
        with draft.open("wb") as paper:
            os.fchmod(paper.fileno(), 0o600)
            with tarfile.open(fileobj=paper, mode="w") as packet:
                words = json.dumps(asdict(manifest), indent=2).encode()
                packet.addfile(_header(MANIFEST, len(words)), io.BytesIO(words))
                with copy.open("rb") as database:
                    packet.addfile(_header(manifest.file, manifest.size), _Heard(database, told))
            paper.flush()
            os.fsync(paper.fileno())
        draft.replace(into)
        sync_folder(into.parent)
    finally:
        draft.unlink(missing_ok=True)


def manifest_of(backup: Path) -> Manifest:
    """What a backup says it is, once it is sure that it says so itself."""
    try:
        with tarfile.open(backup, mode="r:") as packet:
            words = packet.extractfile(MANIFEST)
            manifest = Manifest(**json.loads(words.read() if words else b"")) if words else None
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise Unusable(f"{backup.name} is not a backup, or it is damaged: {error}.") from error
    if manifest is None:
        raise Unusable(f"{backup.name} holds no manifest.")
    manifest.verify()
    return manifest


def unpack(backup: Path, into: Path, told: Told = lambda size: None) -> Manifest:
    """Take the copy out of a backup, if every byte of it is as it was written."""
    manifest, seen = manifest_of(backup), hashlib.sha256()
    try:
        with tarfile.open(backup, mode="r:") as packet, into.open("wb") as copy:
            os.fchmod(copy.fileno(), 0o600)
            database = packet.extractfile(manifest.file)
            while database and (piece := database.read(PIECE)):
                seen.update(piece)
                copy.write(piece)
                told(len(piece))
            copy.flush()
            os.fsync(copy.fileno())
    except (OSError, tarfile.TarError, KeyError) as error:
        raise Unusable(f"{backup.name} is damaged: {error}.") from error
    if seen.hexdigest() != manifest.sha256:
        raise Unusable(f"{backup.name} is damaged: what it holds is not what was put into it.")
    return manifest


def sha256_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make sure that names given in a folder outlast a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header


class _Heard(io.RawIOBase):
    """A file that says how much of it was read."""

    def __init__(self, file: IO[bytes], told: Told) -> None:
        self._file, self._told = file, told

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self._told(len(piece))
        return piece
