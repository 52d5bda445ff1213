"""Secrets are made on the first run and kept beside the database, readable by the owner alone."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

NAMES = ("django", "journal", "live")


def keep(folder: Path) -> dict[str, str]:
    """The secrets of this installation, made now if they are not there yet.

    Two processes starting at once agree: the file appears whole, and only once.
    """
    file = folder / "secrets.json"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".secrets-{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as paper:
            json.dump({name: secrets.token_urlsafe(48) for name in NAMES}, paper)
            paper.flush()
            os.fsync(paper.fileno())
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    found: dict[str, str] = json.loads(file.read_text())
    return found
