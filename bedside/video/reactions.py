"""What the video room does when something happened below."""

from __future__ import annotations

from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry

from . import actions
from .models import Meeting


def end_with_the_visit(entry: Entry) -> None:
    """The visit was finished on another page: its room is shut too."""
    meeting = Meeting.objects.filter(appointment=entry.visit_id).first()
    if meeting and not meeting.is_over:
        actions.end(meeting, by=HOUSE)
