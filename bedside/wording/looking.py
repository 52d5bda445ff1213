"""How words look to whoever reads them: filled in for a made-up person, with the room that a text message takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from bedside.language.sms import measure

from .checking import LABELS
from .fields import shown
from .models import Stage, Wording
from .samples import facts_of
from .shortening import shorter
from .texts import Text, names, of_the_house
from .titles import TITLES


@dataclass(frozen=True)
class Preview:
    """One part as it will be read."""

    part: str
    label: Any
    words: str
    signs: int
    messages: int  # how many text messages it goes out as; 0 for everything else


def previews(words: Text) -> list[Preview]:
    """Every part, to the made-up person. The words have to be readable."""
    facts, told = facts_of(words.name, words.language)[0], []
    for part in words.parts:
        filled = words.fill(part, facts)
        filled = shorter(filled) if part == "sms" else filled
        room = measure(filled)
        count = room.parts if part == "sms" else 0
        told.append(Preview(part, LABELS[part], filled, room.units if count else len(filled), count))
    return told


def in_boxes(house: Text, kept: Wording | None) -> dict[str, str]:
    """What stands in the boxes: what was written, else the words of the house, with fields as people write them."""
    own = kept.parts if kept else {}
    return {part: own.get(part) or shown(getattr(house, part)).strip() for part in house.parts}


def listed(languages: tuple[str, ...]) -> list[dict[str, Any]]:
    """Every text by what it says, and in which languages the clinic has words of its own for it."""
    reader = (get_language() or "en").split("-")[0]
    kept: dict[tuple[str, str], dict[str, Wording]] = {}
    for one in Wording.objects.exclude(stage=Stage.RETIRED):
        group = "standing" if one.stage == Stage.STANDING else "begun"
        kept.setdefault((one.name, one.language), {})[group] = one
    rows = []
    for name in names():
        house = of_the_house(name, reader)
        own = {language: kept.get((name, language), {}) for language in languages}
        changed = any("standing" in one for one in own.values())
        shortest = "sms" if "sms" in house.parts else house.parts[-1]
        rows.append(
            {
                "name": name,
                "title": TITLES[name],
                "says": house.fill(shortest, facts_of(name, house.language)[0]).splitlines()[0],
                "languages": own,
                "lacking": [language for language, one in own.items() if changed and "standing" not in one],
            }
        )
    return rows
