"""Who interprets for the patients of the town, in the room, by phone and by video."""

from __future__ import annotations

from bedside.booking import actions as booking
from bedside.booking.models import Means, Resource
from bedside.journal.hands import HOUSE

SPEAK = {"Layla Nasser": ["ar", "fr"], "Carla Mendes": ["es", "pt"], "Marek Zielinski": ["pl", "uk"]}


def join() -> list[Resource]:
    """They come to either place when they are asked."""
    return [
        booking.set_up_resource(Resource(kind=Means.INTERPRETER, name=name, languages=languages), by=HOUSE)
        for name, languages in SPEAK.items()
    ]
