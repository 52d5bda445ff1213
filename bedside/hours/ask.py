"""What `bedside ask clock` answers: by when a promise falls due, in the open minutes of a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from .calendar import DAY, MIDNIGHT, Calendar, Moments
from .written import calendar, pick
from .zones import at_or_after, day_of, local

MOST_MINUTES = 600_000  # more than a year day and night, near five of office hours
MOST_DAYS = 4_000
STEPS = (50, 80, 100)  # per cent of the promised time at which somebody is told
BEGINS = ("from", "start", "since", "begin", "begins", "paused_at")
ENDS = ("to", "end", "until", "ends", "resumed_at")
REASON = ("reason", "because", "why", "for")
OURS = ("patient", "her answer", "his answer", "their answer", "requester")


def answer(line: Any) -> dict[str, Any]:
    """{"received", "minutes", "calendar", "pauses"} → {"due"}, at the calendar's zone; null while the clock is paused.

    Instead of the minutes: "hours", "working_days" (until closing on the last of them) or "calendar_days".
    """
    if not isinstance(line, dict):
        raise ValueError('Each line must be an object such as {"received": "…", "minutes": 480, "calendar": {…}}.')
    received = _written_moment(line.get("received"), "received")
    hours = calendar(line.get("calendar"), _zone_of(received))
    start = _moment(received, hours)
    if line.get("working_days") is not None:
        days = _number(line["working_days"], "working_days", MOST_DAYS, whole=True)
        return _told(_closing(hours, start, int(days)), hours)
    if line.get("calendar_days") is not None:
        days = _number(line["calendar_days"], "calendar_days", MOST_DAYS, whole=True)
        shown = local(start, hours.zone)
        return _told(at_or_after(shown.date() + int(days) * DAY, shown.time(), hours.zone), hours)
    minutes = _minutes(line)
    pauses, open_since = _pauses(line, hours, start)
    due = hours.add_minutes(start, minutes, pauses)
    if open_since is not None and due > open_since:
        spent = hours.minutes_between(start, open_since) - sum(
            hours.minutes_between(*pause) for pause in _apart(pauses, open_since)
        )
        because = "The clock stands still while we wait for the patient. It runs on when she answers."
        return {"due": None, "minutes_left": round(minutes - max(0.0, spent), 3), "because": because}
    steps = {str(step): _shown(hours.add_minutes(start, minutes * step / 100, pauses), hours) for step in STEPS}
    return _told(due, hours) | {"tell_at": steps}


def _told(due: datetime, hours: Calendar) -> dict[str, Any]:
    return {"due": _shown(due, hours), "zone": hours.zone}


def _shown(moment: datetime, hours: Calendar) -> str:
    return local(moment, hours.zone).isoformat()


def _closing(hours: Calendar, start: datetime, days: int) -> datetime:
    """When the place closes on the last of so many working days; the day itself does not count."""
    last = hours.add_working_days(day_of(start, hours.zone), days)
    spans = hours.opening(last)
    return spans[-1][1] if spans else at_or_after(last + DAY, MIDNIGHT, hours.zone)


def _minutes(line: Mapping[str, Any]) -> float:
    if line.get("minutes") is None and line.get("hours") is not None:
        return _number(line["hours"], "hours", MOST_MINUTES / 60) * 60
    return _number(line.get("minutes"), "minutes", MOST_MINUTES)


def _number(value: Any, what: str, most: float, *, whole: bool = False) -> float:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            value = None
    if isinstance(value, bool) or not isinstance(value, int | float) or (whole and value != int(value)):
        raise ValueError(f"Say how long the promise is: {what} must be a {'whole ' if whole else ''}number.")
    if not 0 <= value <= most:
        raise ValueError(f"A promise is of 0 to {most:,.0f} {what.replace('_', ' ')}.")
    return float(value)


def _written_moment(written: Any, what: str) -> datetime:
    if not isinstance(written, str) or not written.strip():
        raise ValueError(f'Say when: {what} must be a time such as "2026-05-22T16:30".')
    try:
        return datetime.fromisoformat(written.strip())
    except ValueError:
        raise ValueError(f"{what} is no time that we can read: {written[:40]!r}. Write 2026-05-22T16:30.") from None


def _zone_of(moment: datetime) -> str:
    """The zone to take where the calendar names none: the whole hours by which the time itself is off UTC."""
    off = moment.utcoffset()
    if not off or off % timedelta(hours=1) or not -timedelta(hours=12) <= off <= timedelta(hours=14):
        return ""
    return f"Etc/GMT{-(off // timedelta(hours=1)):+d}"  # these names count the other way round


def _moment(written: datetime, hours: Calendar) -> datetime:
    """Without a zone of its own it is what the clock on the wall of that place showed."""
    if written.tzinfo is None:
        return at_or_after(written.date(), written.time(), hours.zone)
    return written


def _pauses(line: Mapping[str, Any], hours: Calendar, start: datetime) -> tuple[list[Moments], datetime | None]:
    """When the clock stood still because we waited for the patient, and since when it still does."""
    listed = line.get("pauses", line.get("paused"))
    if listed is None:
        return [], None
    if not isinstance(listed, list):
        raise ValueError('Pauses must be a list such as [{"from": "…", "to": "…"}].')
    over: list[Moments] = []
    still: list[datetime] = []
    for one in listed:
        ends: tuple[Any, Any]
        if isinstance(one, Mapping):
            ends, why = (pick(one, BEGINS), pick(one, ENDS)), str(pick(one, REASON) or "")
        elif isinstance(one, list) and len(one) == 2:
            ends, why = (one[0], one[1]), ""
        else:
            raise ValueError('A pause must be an object such as {"from": "…", "to": "…"}.')
        if why and not any(word in why.lower() for word in OURS):
            continue  # a clock stands still for nothing else
        begins = _moment(_written_moment(ends[0], "from"), hours)
        if ends[1] is None:
            still.append(max(begins, start))
            continue
        until = _moment(_written_moment(ends[1], "to"), hours)
        if until < begins:
            raise ValueError("A pause ends before it begins.")
        over.append((begins, until))
    return [(max(begins, start), ends) for begins, ends in over if ends > start], min(still, default=None)


def _apart(pauses: list[Moments], until: datetime) -> list[Moments]:
    """The pauses before a moment as stretches that do not overlap."""
    apart: list[Moments] = []
    for begins, ends in sorted(pauses):
        begins, ends = max(begins, apart[-1][1]) if apart else begins, min(ends, until)
        if begins < ends:
            apart.append((begins, ends))
    return apart
