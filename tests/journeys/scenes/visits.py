"""In the waiting room: Ana holds the link to her wait, and feels worse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bedside.town.cast import Cast
from bedside.visits import actions, worse
from bedside.visits.keys import hand_of_key, key_of
from bedside.visits.models import State, Visit


@dataclass(frozen=True)
class Ticket:
    """What is printed on a ticket: the key to the page of its wait."""

    key: str


def set_up(town: Cast) -> None:
    hers = actions.walk_in(town.ana, place=town.riverside, service=town.gp, reason="", level="R14", by=town.sam)
    worse.feel_worse(hers, words="I feel a bit sick", by=hand_of_key(hers))


def things() -> list[Any]:
    return [Ticket(key_of(visit)) for visit in Visit.objects.filter(label="", state=State.WAITING).order_by("pk")]
