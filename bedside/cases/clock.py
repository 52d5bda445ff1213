"""What has been promised about a case, and when that falls due, in open minutes of its team or day and night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bedside.directory.clinic import the_clinic
from bedside.hours.calendar import Calendar
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.teams.calendars import answers_within, calendar_of, opening_of
from bedside.teams.models import Team

STEPS = (50, 80, 100)  # per cent of the promised time at which somebody is told
WITHIN = {"E0": 5, "E1": 5, "H": 10, "U2": 120, "U4": 240, "S24": 24 * 60}  # minutes, by day and by night
WORKING_DAYS = {"feedback": 2, "unclear": 1}  # kinds of cases that are promised by the day
AT_ONCE = {"arrival": 5}  # minutes, where somebody stands and waits for us


@dataclass(frozen=True)
class Promise:
    """Somebody of ours looks and answers within so many minutes."""

    minutes: int
    day_and_night: bool = False


def promise_for(level: str, kind: str = "", since: datetime | None = None, team: str = "") -> Promise:
    """What a level of urgency asks of us; without one, what the kind of case asks, or its team promises everybody."""
    if level in WITHIN:
        return Promise(WITHIN[level], day_and_night=True)
    if kind in WORKING_DAYS:
        return Promise(until_closing(WORKING_DAYS[kind], since or now(), team))
    if kind in AT_ONCE:
        return Promise(AT_ONCE[kind], day_and_night=True)
    return Promise(answers_within(team) if team else the_clinic().answers_within)


def calls_back_by(since: datetime) -> datetime:
    """By when we have called somebody to whom we had not explained it well: the same as her case is promised."""
    wanted = promise_for("", "unclear", since, Team.NURSES)
    return due(since, wanted.minutes, calendar_for(wanted.day_and_night, Team.NURSES))


def calendar_for(day_and_night: bool, team: str = "") -> Calendar:
    """The hours that count: day and night, those of a team, or those of the clinic."""
    if day_and_night:
        return Calendar.always(the_clinic().zone)
    return calendar_of(team) if team else opening_of(the_clinic())


def until_closing(working_days: int, since: datetime, team: str = "") -> int:
    """The open minutes from a moment until the team or the clinic closes so many working days later."""
    calendar = calendar_for(False, team)
    last = calendar.add_working_days(day_of(since, calendar.zone), working_days)
    return int(calendar.minutes_between(since, calendar.opening(last)[-1][1]))


def due(start: datetime, minutes: int, calendar: Calendar, *, paused: int = 0, percent: int = 100) -> datetime:
    """When so many per cent of the promised minutes will have passed, not counting those it was paused for."""
    return calendar.add_minutes(start, minutes * percent // 100 + paused)
