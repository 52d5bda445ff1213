"""What has been promised about a case, and when that falls due, in open minutes of the clinic or day and night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from bedside.directory.clinic import the_clinic
from bedside.directory.models import Clinic, Place
from bedside.directory.opening import shut_everywhere
from bedside.hours.calendar import WEEK, Calendar
from bedside.hours.clock import now
from bedside.hours.zones import day_of

STEPS = (50, 80, 100)  # per cent of the promised time at which somebody is told
WITHIN = {"E0": 5, "E1": 5, "H": 10, "U2": 120, "U4": 240, "S24": 24 * 60}  # minutes, by day and by night
WORKING_DAYS = {"feedback": 2, "unclear": 1}  # kinds of cases that are promised by the day
AT_ONCE = {"arrival": 5}  # minutes, where somebody stands and waits for us
A_YEAR = timedelta(days=365)  # closures further away than that change nothing that is promised now
USUAL_WEEK = tuple((day, (("09:00", "17:00"),)) for day in WEEK[:5])

Week = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True)
class Promise:
    """Somebody of ours looks and answers within so many minutes."""

    minutes: int
    day_and_night: bool = False


def promise_for(level: str, kind: str = "", since: datetime | None = None) -> Promise:
    """What a level of urgency asks of us; without one, what the kind of case asks, or the clinic promises everybody."""
    if level in WITHIN:
        return Promise(WITHIN[level], day_and_night=True)
    if kind in WORKING_DAYS:
        return Promise(until_closing(WORKING_DAYS[kind], since or now()))
    if kind in AT_ONCE:
        return Promise(AT_ONCE[kind], day_and_night=True)
    return Promise(the_clinic().answers_within)


def calls_back_by(since: datetime) -> datetime:
    """By when we have called somebody to whom we had not explained it well: the same as her case is promised."""
    wanted = promise_for("", "unclear", since)
    return due(since, wanted.minutes, calendar_for(wanted.day_and_night))


def calendar_for(day_and_night: bool) -> Calendar:
    clinic = the_clinic()
    return Calendar.always(clinic.zone) if day_and_night else opening_of(clinic)


def opening_of(clinic: Clinic) -> Calendar:
    """The clinic is open whenever one of its places is; without any hours, in the usual working week.

    On a day on which all that would open are shut, it is not open.
    """
    places = list(Place.objects.filter(is_open=True))
    told = [place for place in places if place.opening]
    week = tuple((day, _together([pair for one in told for pair in one.opening.get(day, [])])) for day in WEEK)
    today = day_of(now(), clinic.zone)
    shut = shut_everywhere(told or places, today - A_YEAR, today + A_YEAR)
    return _calendar(clinic.zone, week if told else USUAL_WEEK, clinic.country, shut)


def until_closing(working_days: int, since: datetime) -> int:
    """The open minutes from a moment until the clinic closes so many working days later."""
    calendar = calendar_for(False)
    last = calendar.add_working_days(day_of(since, calendar.zone), working_days)
    return int(calendar.minutes_between(since, calendar.opening(last)[-1][1]))


def due(start: datetime, minutes: int, calendar: Calendar, *, paused: int = 0, percent: int = 100) -> datetime:
    """When so many per cent of the promised minutes will have passed, not counting those it was paused for."""
    return calendar.add_minutes(start, minutes * percent // 100 + paused)


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


@lru_cache(maxsize=16)
def _calendar(zone: str, week: Week, country: str, shut: frozenset[date]) -> Calendar:
    return Calendar.of(zone, dict(week), country=country, holidays=shut)
