"""What the waiting-room screen shows: tickets and rooms. Nothing in here knows a name or a service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.visits.models import State, Visit

JUST_NOW = timedelta(minutes=1)  # so long a call stands out
MOST = 6


@dataclass(frozen=True)
class Call:
    """Whoever holds this ticket is asked to this room."""

    ticket: str
    room: str
    at: datetime
    is_new: bool


def calls_at(place: Place) -> list[Call]:
    """Who is being called and has not been seen to be there, the latest first."""
    called = Visit.objects.today(place).filter(state=State.CALLED).exclude(called_at=None).order_by("-called_at", "-id")
    rows = called.values_list("ticket", "room__name", "called_at")[:MOST]
    moment = now()
    return [Call(ticket, room or "", at, moment - at < JUST_NOW) for ticket, room, at in rows if at]


def how_many_wait(place: Place) -> int:
    return Visit.objects.waiting(place).count()
