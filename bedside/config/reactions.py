"""Something happened: who wants to know. Read together with urls.py and clock.py."""

from __future__ import annotations

from bedside.journal.news import Reaction

REACTIONS: dict[str, list[Reaction]] = {}
URGENT: set[str] = set()
