"""What visits do when something has happened to one: those who wait are told. Each may be told the same thing twice."""

from __future__ import annotations

from bedside.journal.models import Entry

from . import announcing
from .models import Visit


def look_at_the_wait(entry: Entry) -> None:
    """Somebody came, or came back: she is told what to expect, and so is everybody whose wait has changed by it."""
    announcing.refresh(_visit(entry).place)


def close_the_wait(entry: Entry) -> None:
    """Somebody was called, or left: what she was told has held or not, and the others move on."""
    visit, left = _visit(entry), entry.verb == "visit.left"
    announcing.close(visit, called_at=None if left else entry.happened_at, left_at=entry.happened_at if left else None)
    announcing.refresh(visit.place)


def _visit(entry: Entry) -> Visit:
    return Visit.objects.select_related("place").get(pk=entry.subject_id)
