"""How long each phase of a visit takes, from the times that people wrote; a time nobody wrote is counted as unknown."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.booking.models import Session
from bedside.directory.models import Place
from bedside.hours.zones import day_of, local
from bedside.measures.weekly import quantile
from bedside.people.models import Label

from .models import State, Visit

K = TypeVar("K")
ON_TIME = timedelta(minutes=5)  # after its time, a first visit still begins on time
LEAST = 5  # of fewer nothing is told: somebody could be known
PHASES = {
    "check_in": _("Arriving to checked in"),
    "to_room": _("Checked in to called to a room"),
    "to_clinician": _("Called to seen"),
    "with_clinician": _("With the clinician"),
    "wait": _("Wait after the time of the visit"),
    "early": _("Came before the time"),
    "door": _("Door to clinician, without an appointment"),
    "cycle": _("Whole visit, from arriving to the end"),
}
ONLY_BOOKED, ONLY_WALK_IN = {"early"}, {"door"}
HER_OWN = {"early", "check_in"}  # what no clinician has a part in


@dataclass(frozen=True)
class Spread:
    """One phase of some visits: of how many it is known, and what half, four in five and nine in ten keep to."""

    n: int
    unknown: int
    p50: float | None = None
    p80: float | None = None
    p90: float | None = None

    @property
    def is_told(self) -> bool:
        return self.n >= LEAST


@dataclass(frozen=True)
class Starts:
    """Of so many first visits of a session so many began on time."""

    n: int
    on_time: int
    unknown: int

    @property
    def share(self) -> float | None:
        return self.on_time / self.n if self.n >= LEAST else None


@dataclass(frozen=True)
class Phases:
    all: dict[str, Spread]
    by_clinician: list[tuple[str, Spread]]
    by_hour: list[tuple[int, Spread]]
    starts: Starts
    starts_of: list[tuple[str, Starts]]


def minutes_of(visit: Visit) -> dict[str, float | None]:
    """As the visit tells its phases, and the whole of it besides."""
    cycle = (visit.ended_at - visit.arrived_at).total_seconds() / 60 if visit.ended_at and visit.arrived_at else None
    door = (visit.began_at - visit.arrived_at).total_seconds() / 60 if visit.began_at and visit.arrived_at else None
    return visit.phase_minutes() | {"cycle": cycle, "door": door}


def over(place: Place | None, since: datetime, until: datetime) -> list[Visit]:
    """Visits that are over and were not left by the patient: of these each time should be known."""
    days = Q(day__gte=day_of(since, "UTC") - timedelta(days=1), day__lte=day_of(until, "UTC") + timedelta(days=1))
    done = Q(state=State.FINISHED) | Q(state=State.LEFT, left_at=None)
    visits = Visit.objects.filter(days & done, label=Label.NONE).select_related("place", "staff_member")
    visits = visits.filter(place=place) if place else visits
    return [one for one in visits if since <= _day_time(one) < until]


def _day_time(visit: Visit) -> datetime:
    """A moment of its day: when she came, or whatever else is known; else the noon of its day."""
    known = visit.arrived_at or visit.scheduled_at or visit.called_at or visit.began_at
    return known or datetime(visit.day.year, visit.day.month, visit.day.day, 12, tzinfo=visit.place.tz)


def phases(place: Place, since: datetime, until: datetime, phase: str) -> Phases:
    """Every phase over all visits of a place; one of them by clinician and by the hour in which people came."""
    visits = over(place, since, until)
    names = {one.staff_member_id: str(one.staff_member) for one in visits if one.staff_member_id}
    hers = _grouped(visits, lambda one: one.staff_member_id)
    hours = _grouped(visits, lambda one: local(one.arrived_at, place.zone).hour if one.arrived_at else None)
    firsts = first_visits(visits, place, since, until)
    starts_of = _grouped(firsts, lambda one: one.staff_member_id)
    return Phases(
        {name: spread(name, visits) for name in PHASES},
        sorted((names[key], spread(phase, those)) for key, those in hers.items()),
        sorted(((key, spread(phase, those)) for key, those in hours.items()), key=lambda row: row[0]),
        starts(firsts),
        sorted(((names[key], starts(those)) for key, those in starts_of.items()), key=lambda row: row[0]),
    )


def spread(phase: str, visits: Sequence[Visit]) -> Spread:
    """One phase of these visits, as far as it is known; of fewer than five nothing but how many."""
    those = [one for one in visits if phase not in ONLY_BOOKED or one.scheduled_at]
    those = [one for one in those if phase not in ONLY_WALK_IN or one.is_walk_in]
    told = [minutes_of(one)[phase] for one in those]
    known = [one for one in told if one is not None and one >= 0]
    unknown = len(told) - len(known)
    if len(known) < LEAST:
        return Spread(len(known), unknown)
    return Spread(len(known), unknown, *(quantile(known, part) for part in (0.5, 0.8, 0.9)))


def first_visits(visits: Iterable[Visit], place: Place | None, since: datetime, until: datetime) -> list[Visit]:
    """Of each session the first visit that had a time and came about."""
    sessions = Session.objects.filter(starts_at__gte=since, starts_at__lt=until, is_cancelled=False)
    sessions = sessions.filter(place=place) if place else sessions
    booked: dict[tuple[uuid.UUID, uuid.UUID], list[Visit]] = defaultdict(list)
    for one in visits:
        if one.scheduled_at and one.staff_member_id:
            booked[one.staff_member_id, one.place_id].append(one)
    found = []
    for session in sessions.order_by("starts_at", "id"):
        there = [
            one
            for one in booked.get((session.staff_member_id, session.place_id), ())
            if one.scheduled_at and session.starts_at <= one.scheduled_at < session.ends_at
        ]
        if there:
            found.append(min(there, key=lambda one: (one.scheduled_at, one.pk)))
    return found


def began_on_time(visit: Visit) -> bool | None:
    """None where nobody wrote down when it began."""
    if visit.began_at is None or visit.scheduled_at is None:
        return None
    return visit.began_at <= visit.scheduled_at + ON_TIME


def starts(firsts: Sequence[Visit]) -> Starts:
    told = [began_on_time(one) for one in firsts]
    return Starts(sum(one is not None for one in told), sum(one is True for one in told), told.count(None))


def _grouped(visits: Iterable[Visit], key: Callable[[Visit], K | None]) -> dict[K, list[Visit]]:
    found: dict[K, list[Visit]] = defaultdict(list)
    for one in visits:
        if (name := key(one)) is not None:
            found[name].append(one)
    return found
