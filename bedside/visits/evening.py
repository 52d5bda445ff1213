"""The end of the clinic's day: no visit stays open over night."""

from __future__ import annotations

from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal

from .models import State, Visit


def end_the_day() -> int:
    """Visits left open on a day that is over are closed; when those patients left, nobody knows. Run by the clock."""
    closed = 0
    for place in Place.objects.filter(pk__in=Visit.objects.open().values("place")):
        for visit in Visit.objects.open().filter(place=place, day__lt=day_of(now(), place.zone)):
            closed += _close(visit)
    return closed


def _close(visit: Visit) -> bool:
    """Close one that was left open, unless somebody has just done it."""
    try:
        visit.become(State.LEFT)
        record("visit.left", visit, by=HOUSE, because="the day ended")
    except Refusal as refusal:
        if refusal.rule in {"version", "one_entry_per_version"}:
            return False
        raise
    return True
