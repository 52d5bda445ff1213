"""The witness: what the newest seal was, noted outside the database, so that a journal cut off at its end shows.

One line for each seal: when, its position and its chain. Copied to another machine now and then, it holds even
against somebody who can write to this folder.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from bedside.hours.clock import now
from bedside.journal import sealing

NOBODY = "0 -"


def paper() -> Path:
    return Path(settings.DATA) / "journal-witness"


def seal() -> None:
    """Seal what is new in the journal, and note the newest seal."""
    sealing.seal()
    note(sealing.head())


def note(head: str, remark: str = "") -> None:
    """Write a head down, unless it is the last one noted."""
    if head in {NOBODY, seen()} and not remark:
        return
    line = " ".join(filter(None, [f"{now():%Y-%m-%dT%H:%M:%SZ}", head, remark]))
    with paper().open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


def seen(elsewhere: Path | None = None) -> str:
    """The last head noted here or in another copy, as the journal's check takes it; empty if none was."""
    file = elsewhere or paper()
    if not file.exists():
        return ""
    with file.open("rb") as lines:
        lines.seek(max(0, lines.seek(0, os.SEEK_END) - 2000))
        newest = lines.read().decode("utf-8", "replace").splitlines()
    for line in reversed(newest):  # the very last may be half written
        words = line.split(" ")
        if len(words) >= 3 and ((len(words[2]) == 64 and words[1].isdigit()) or words[1:3] == NOBODY.split()):
            return f"{words[1]} {words[2]}"
    return ""
