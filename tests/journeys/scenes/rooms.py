"""One room has been described, and another one is out of use."""

from __future__ import annotations

from typing import Any

from bedside.town.cast import Cast
from bedside.visits import room_actions
from bedside.visits.models import Room


def set_up(town: Cast) -> None:
    room_actions.describe(town.rooms[0], by=town.ines, step_free=True, hoist=True, clean_minutes=5, walk_minutes=1)
    room_actions.take_out(town.rooms[1], by=town.sam, because="The light is broken.")


def things() -> list[Any]:
    """A room that can be used, and one that cannot."""
    return list(Room.objects.filter(facts__isnull=False).order_by("pk"))
