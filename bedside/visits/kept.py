"""How often a wait was as we first said, at one place and lately: what whoever waits there now may hold us to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds, day_of

from .models import Announced

WEEKS = 4
ENOUGH = 30  # people; of fewer nothing is said


@dataclass(frozen=True)
class Kept:
    """Of so many people so many in a hundred were called by the end of the range they were told first."""

    n: int
    share: int | None = None  # None: too few to say


_known: dict[uuid.UUID, tuple[date, Kept]] = {}


def kept_at(place: Place) -> Kept:
    """The four weeks before today: counted once a day, for what lies before it hardly changes."""
    today = day_of(now(), place.zone)
    if (known := _known.get(place.pk)) is None or known[0] != today:
        since = day_bounds(today - timedelta(weeks=WEEKS), place.zone)[0]
        held = Announced.objects.held_share(since, until=day_bounds(today, place.zone)[0], place=place)
        share = round(held.share * 100) if held.share is not None and held.n >= ENOUGH else None
        known = _known[place.pk] = today, Kept(held.n, share)
    return known[1]
