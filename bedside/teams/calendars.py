"""When a team is there, and by when it answers: its own hours and days, else those of the clinic."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from bedside.directory.clinic import the_clinic
from bedside.directory.models import Clinic, Place
from bedside.directory.opening import shut_everywhere
from bedside.hours.calendar import WEEK, Calendar
from bedside.hours.clock import now
from bedside.hours.zones import day_of

from .models import TeamPlan, plan_of

A_YEAR = timedelta(days=365)  # closures further away than that change nothing that is promised now
USUAL_WEEK = tuple((day, (("09:00", "17:00"),)) for day in WEEK[:5])

Week = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def calendar_of(team: str) -> Calendar:
    """The hours in which a team's promises are counted."""
    return calendar_by(plan_of(team))


def calendar_by(plan: TeamPlan) -> Calendar:
    clinic = the_clinic()
    if not plan.opening and not plan.shut:
        return opening_of(clinic)
    usual, closed = _usual(clinic)
    week = tuple((day, _together(plan.opening.get(day, []))) for day in WEEK) if plan.opening else usual
    return _calendar(clinic.zone, week, clinic.country, closed | {date.fromisoformat(day) for day in plan.shut})


def answers_within(team: str) -> int:
    """In how many of its open minutes a team answers."""
    return plan_of(team).answers_within or the_clinic().answers_within


def opening_of(clinic: Clinic) -> Calendar:
    """The clinic is open whenever one of its places is; without any hours, in the usual working week.

    On a day on which all that would open are shut, it is not open.
    """
    week, closed = _usual(clinic)
    return _calendar(clinic.zone, week, clinic.country, closed)


def _usual(clinic: Clinic) -> tuple[Week, frozenset[date]]:
    places = list(Place.objects.filter(is_open=True))
    told = [place for place in places if place.opening]
    week = tuple((day, _together([pair for one in told for pair in one.opening.get(day, [])])) for day in WEEK)
    today = day_of(now(), clinic.zone)
    return week if told else USUAL_WEEK, shut_everywhere(told or places, today - A_YEAR, today + A_YEAR)


def _together(pairs: list[list[str]]) -> tuple[tuple[str, str], ...]:
    """Opening hours of several places as one row of hours that do not overlap."""
    if not pairs:
        return ()
    ordered = sorted((opens, closes) for opens, closes in pairs)
    edges = [ordered[0]]
    for opens, closes in ordered[1:]:
        if opens <= edges[-1][1]:
            edges[-1] = (edges[-1][0], max(edges[-1][1], closes))
        else:
            edges.append((opens, closes))
    assert all(before[1] < after[0] for before, after in pairwise(edges))
    return tuple(edges)


@lru_cache(maxsize=64)
def _calendar(zone: str, week: Week, country: str, shut: frozenset[date]) -> Calendar:
    return Calendar.of(zone, dict(week), country=country, holidays=shut)
