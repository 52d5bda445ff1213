"""The times of a template's day: read, checked and cut. Pure: it knows no table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from bedside.hours.zones import NoSuchTime, at, wall_time
from bedside.journal.models import Refusal

from .models import Use

MOST_LINES = 150
LONGEST = 480
MOST_HOURS = 24 * 14


@dataclass(frozen=True)
class Line:
    """One time of a day: when it begins on the wall, how long it is, what it is held for and until when."""

    at: time
    minutes: int
    held_for: str = ""
    hours: int = 0  # before its beginning: then it is released to whoever asks

    @property
    def ends(self) -> int:
        """In minutes after midnight on the wall."""
        return self.at.hour * 60 + self.at.minute + self.minutes

    def as_kept(self) -> dict[str, Any]:
        return {"at": f"{self.at:%H:%M}", "minutes": self.minutes, "for": self.held_for, "hours": self.hours}


@dataclass(frozen=True)
class Planned:
    """A line on a certain day."""

    starts_at: datetime
    ends_at: datetime
    line: Line

    @property
    def release_at(self) -> datetime | None:
        return self.starts_at - timedelta(hours=self.line.hours) if self.line.held_for else None


def read(kept: Iterable[Mapping[str, Any]]) -> list[Line]:
    """The lines as they are kept, checked: in order, on five minutes, none into the next, each held one released."""
    lines = [
        Line(wall_time(str(one["at"])), int(one["minutes"]), str(one.get("for", "")), int(one.get("hours", 0)))
        for one in kept
    ]
    check(lines)
    return lines


def check(lines: Sequence[Line]) -> None:
    """Refuse what cannot be a day."""
    if not lines or len(lines) > MOST_LINES:
        raise Refusal(_("A day has between 1 and 150 times."), rule="lines")
    ended = -1
    for line in lines:
        if line.at.minute % 5 or line.at.second or line.minutes % 5:
            raise Refusal(_("Times begin and end on five minutes, such as 9:05."), rule="grid")
        if not 5 <= line.minutes <= LONGEST:
            raise Refusal(_("A time lasts between 5 minutes and 8 hours."), rule="length")
        if line.ends - line.minutes < ended:
            raise Refusal(_("Two of these times overlap. Please look again."), rule="overlap")
        if line.held_for not in Use.values:
            raise Refusal(_("Choose what this time is held for."), rule="held_for")
        if line.held_for and not 0 < line.hours <= MOST_HOURS:
            raise Refusal(_("A time that is held must be released, 1 to 336 hours before."), rule="release")
        ended = line.ends
    if ended > 24 * 60:
        raise Refusal(_("The last time must end by midnight."), rule="midnight")


def cut(begins: time, ends: time, minutes: int, breaks: Iterable[tuple[time, time]] = ()) -> list[Line]:
    """A day cut into times of equal length, with breaks; what is too short before a break or the end is left out."""
    if minutes < 5:
        raise Refusal(_("A time lasts between 5 minutes and 8 hours."), rule="length")
    pauses = sorted((_minute(start), _minute(end)) for start, end in breaks)
    lines, start, stop = list[Line](), _minute(begins), _minute(ends)
    while start + minutes <= stop:
        pause = next((one for one in pauses if one[0] < start + minutes and one[1] > start), None)
        if pause:
            start = max(start, pause[1])
        else:
            lines.append(Line(time(start // 60, start % 60), minutes))
            start += minutes
    check(lines)
    return lines


def breaks_between(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """What lies between two lines, in minutes after midnight."""
    return [
        (one.ends, after.ends - after.minutes)
        for one, after in pairwise(lines)
        if after.ends - after.minutes > one.ends
    ]


def on_day(lines: Iterable[Line], day: date, zone: str) -> Iterator[Planned]:
    """The lines on that day at that place. What the clocks skip is left out, and what would lie over the one before."""
    ended: datetime | None = None
    for line in lines:
        try:
            starts = at(day, line.at, zone)
        except NoSuchTime:
            continue
        if ended is not None and starts < ended:
            continue
        ended = starts + timedelta(minutes=line.minutes)
        yield Planned(starts, ended, line)


def joined(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The same days in as few spans as they need."""
    found = list[tuple[date, date]]()
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _minute(wall: time) -> int:
    return wall.hour * 60 + wall.minute
