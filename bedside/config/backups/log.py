"""When the last backup was made: noted beside the database, so that the health page can say it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings


def _paper() -> Path:
    return Path(settings.DATA) / "last-backup.json"


def note_backup(made_at: datetime, file: Path) -> None:
    _paper().write_text(json.dumps({"made_at": made_at.isoformat(), "file": str(file)}))


def last_backup() -> datetime | None:
    """When a backup was last made from here; None if never, or if the note cannot be read."""
    try:
        return datetime.fromisoformat(json.loads(_paper().read_text())["made_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
