"""What check-in does when something happened below. Each may be told the same thing twice and does it once."""

from __future__ import annotations

from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry

from . import actions
from .models import CheckIn


def follow_move(entry: Entry) -> None:
    """A visit has another time."""
    for one in CheckIn.objects.filter(appointment=entry.subject_id).select_related("appointment"):
        actions.begin_anew(one, moved_at=entry.happened_at, by=HOUSE)
