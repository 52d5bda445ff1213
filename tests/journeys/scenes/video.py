"""A video visit this morning, and the link of an interpreter who may come to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bedside.hours.clock import now
from bedside.town.cast import Cast
from bedside.video import actions
from bedside.video.keys import key_of
from bedside.video.models import Kind, Meeting, Seat
from tests.video.visit import by_video


@dataclass(frozen=True)
class Link:
    key: str


def set_up(town: Cast) -> None:
    """Amara's is in five minutes, before what else the morning has booked."""
    soon = now() + timedelta(minutes=5)
    hers = by_video(town, town.amara, at=soon, minutes=5)
    room = actions.open_room(hers, by=town.dr_osei)
    actions.invite(room, kind=Kind.INTERPRETER, name="Yara", by=town.dr_osei)


def things() -> list[Any]:
    """The rooms, the seats in them, and the link of whoever comes as a third."""
    seats = Seat.objects.order_by("pk")
    links = [Link(key_of(one)) for one in seats if one.kind == Kind.INTERPRETER]
    return [*Meeting.objects.order_by("pk"), *seats, *links]
