"""Which day and wall time a moment is at a place, and the other way round.

The rule for the two odd hours of the year:

- A wall time in a gap (clocks go forward: it never happens) is refused by `at`, so that no slot is made there. Where
  something must happen anyway (a promise falls due, a place opens), `at_or_after` takes the first moment after the gap.
- A wall time in a fold (clocks go back: it happens twice) means the first of the two.

Moments are answered in UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .clock import instant

SECOND = timedelta(seconds=1)
WALL = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)


class NoSuchTime(ValueError):
    """A wall time that does not happen on that day, because the clocks go forward."""


@lru_cache(maxsize=256)
def zone_named(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (OSError, ValueError, KeyError):
        raise ValueError(f"We do not know the time zone {zone[:60]!r}.") from None


def wall_time(text: str) -> time:
    """A wall time from its writing, "09:40"."""
    found = WALL.fullmatch(text)
    if not found:
        raise ValueError(f"{text[:20]!r} is not a time of day. Write it like 09:40.")
    hour, minute, second = found.groups(default="0")
    return time(int(hour), int(minute), int(second))


def at(day: date, wall: str | time, zone: str) -> datetime:
    """The moment when the clock at that place first shows `wall` on that day."""
    shown = _shown(day, wall, zone)
    moment = shown.astimezone(UTC)
    if moment.astimezone(shown.tzinfo).replace(tzinfo=None) != shown.replace(tzinfo=None):
        raise NoSuchTime(f"{shown:%H:%M} does not happen on {day} in {zone}: the clocks go forward.")
    return moment


def at_or_after(day: date, wall: str | time, zone: str) -> datetime:
    """As `at`, but a wall time that does not happen becomes the first moment after the gap."""
    try:
        return at(day, wall, zone)
    except NoSuchTime:
        return _end_of_gap(_shown(day, wall, zone))


def local(moment: datetime, zone: str) -> datetime:
    """The moment as the clock on the wall of that place shows it."""
    return instant(moment).astimezone(zone_named(zone))


def day_of(moment: datetime, zone: str) -> date:
    return local(moment, zone).date()


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """The first moment of a day and the first of the next: 23, 24 or 25 hours apart, or 0 if the place skipped it."""
    return at_or_after(day, time(0), zone), at_or_after(day + timedelta(days=1), time(0), zone)


def _shown(day: date, wall: str | time, zone: str) -> datetime:
    if not 1850 <= day.year <= 9000:
        raise ValueError(f"The year {day.year} is not one we can plan for.")
    clock = wall_time(wall) if isinstance(wall, str) else wall
    return datetime.combine(day, clock.replace(fold=0), zone_named(zone))


def _end_of_gap(shown: datetime) -> datetime:
    # In a gap, fold 1 reads the wall with the new offset and fold 0 with the old one: the jump lies between the two.
    before = shown.replace(fold=1).astimezone(UTC)
    after = shown.replace(fold=0).astimezone(UTC)
    old = before.astimezone(shown.tzinfo).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // (2 * SECOND) * SECOND
        if middle.astimezone(shown.tzinfo).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
