"""The diary of a room: booking gives its time to visits, and we call people into it. Of one name it is one room.

Which of our rooms is which of booking's is asked each time and kept nowhere, so that neither list can be wrong about
the other.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from bedside.booking.models import CELL, Means, Resource, Status, Taken
from bedside.directory.models import Place

from .models import Room

KEPT = timedelta(minutes=10)  # past her time, for whoever has not come
AHEAD = timedelta(minutes=15)  # a room that is somebody's within this is not given to another


@dataclass(frozen=True)
class Diary:
    """What booking knows of a place's rooms at a moment."""

    out: frozenset[uuid.UUID] = frozenset()  # rooms of ours that cannot be had now
    kept_for: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=dict)  # room: appointments whose time it is
    booked: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)  # appointment: its room


def diary_of(place: Place, rooms: Iterable[Room], moment: datetime, appointments: Iterable[uuid.UUID]) -> Diary:
    """Which of these rooms are out of use by the plan, whose they are now, and which was booked for whom."""
    ours = {_name(room.name): room.pk for room in rooms}
    named = Resource.objects.in_use().filter(kind=Means.ROOM, place=place)
    theirs = {one.pk: (ours[_name(one.name)], one) for one in named if _name(one.name) in ours}
    if not theirs:
        return Diary()
    out = frozenset(room for room, one in theirs.values() if one.is_out(moment, moment + timedelta(minutes=1)))
    cells = Taken.objects.still().filter(resource__in=theirs).exclude(appointment=None)
    kept_for: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    near = cells.filter(at__gt=moment - CELL, at__lt=moment + AHEAD)
    near = near.filter(
        Q(appointment__status=Status.ARRIVED)
        | Q(appointment__status=Status.BOOKED, appointment__starts_at__gt=moment - KEPT)
    )
    for resource, appointment in near.values_list("resource", "appointment").distinct():
        kept_for[theirs[resource][0]].add(appointment)
    hers = cells.filter(appointment__in=list(appointments)).values_list("appointment", "resource").distinct()
    return Diary(out, dict(kept_for), {appointment: theirs[resource][0] for appointment, resource in hers})


def _name(name: str) -> str:
    return " ".join(name.casefold().split())
