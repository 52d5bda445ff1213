"""A phrase for everybody here, so that the pages of phrases have a subject."""

from __future__ import annotations

from typing import Any

from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast
from bedside.visits.models import Phrase


def set_up(town: Cast) -> None:
    words = {"found": "You have a cold, {name}.", "next_steps": "Rest for {how long}."}
    record("phrase.kept", Phrase(name="A cold", language="en", words=words), by=HOUSE)


def things() -> list[Any]:
    return list(Phrase.objects.order_by("pk"))
