"""When a place or a team is open, and what that means for a promise counted in open minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from .clock import instant
from .zones import at_or_after, day_bounds, day_of, local, wall_time, zone_named

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = time(0)  # as a closing time: the end of that day
DAY = timedelta(days=1)
LONGEST_CLOSED = 400  # days; a calendar closed for longer has been filled in wrongly

Interval = tuple[time, time]
Moments = tuple[datetime, datetime]


@dataclass(frozen=True)
class Calendar:
    """The opening hours of a week at one place, and the days on which it stays closed."""

    zone: str
    weekly: tuple[tuple[Interval, ...], ...]
    holidays: frozenset[date] = frozenset()
    country: str = ""
    subdivision: str = ""

    def __post_init__(self) -> None:
        zone_named(self.zone)
        if len(self.weekly) != 7:
            raise ValueError("A week has seven days: give the opening hours of each, empty where closed.")
        for intervals in self.weekly:
            end = None
            for opens, closes in intervals:
                if closes != MIDNIGHT and closes <= opens:
                    raise ValueError(f"{opens:%H:%M} to {closes:%H:%M}: the place closes before it opens.")
                if end is not None and (end == MIDNIGHT or opens < end):
                    raise ValueError(f"The opening hours from {opens:%H:%M} overlap the ones before.")
                end = closes
        if self.country:
            public_holidays(self.country, self.subdivision, 2026)  # unknown countries are refused here, not at night

    @classmethod
    def of(
        cls,
        zone: str,
        week: Mapping[str, Sequence[Sequence[str]]],
        *,
        holidays: Iterable[date] = (),
        country: str = "",
        subdivision: str = "",
    ) -> Calendar:
        """A calendar as people write it: {"mon": [["09:00", "12:30"], ["13:30", "24:00"]], …}; 24:00 is midnight."""
        if strange := set(week) - set(WEEK):
            raise ValueError(f"{sorted(strange)[0]!r} is not a day of the week: use {', '.join(WEEK)}.")
        weekly = tuple(tuple(_interval(pair) for pair in week.get(day, ())) for day in WEEK)
        return cls(zone, weekly, frozenset(holidays), country, subdivision)

    @classmethod
    def always(cls, zone: str) -> Calendar:
        """Open day and night: the clock of urgent work."""
        return cls(zone, ((((MIDNIGHT, MIDNIGHT)),),) * 7)

    def is_holiday(self, day: date) -> bool:
        if day in self.holidays:
            return True
        return bool(self.country) and day in public_holidays(self.country, self.subdivision, day.year)

    def is_working_day(self, day: date) -> bool:
        """Whether the place opens at all on that day."""
        return bool(self.weekly[day.weekday()]) and not self.is_holiday(day)

    def opening(self, day: date) -> list[Moments]:
        """From when to when the place is open on that day."""
        if not self.is_working_day(day):
            return []
        spans = []
        for opens, closes in self.weekly[day.weekday()]:
            start = at_or_after(day, opens, self.zone)
            end = day_bounds(day, self.zone)[1] if closes == MIDNIGHT else at_or_after(day, closes, self.zone)
            if start < end:  # hours that lie wholly in a gap do not happen
                spans.append((start, end))
        return spans

    def is_open(self, moment: datetime) -> bool:
        return any(start <= moment < end for start, end in self.opening(day_of(moment, self.zone)))

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself when open, else the next opening."""
        for start, _ in self._from(instant(moment)):
            return start
        raise ValueError("This calendar never opens.")

    def add_minutes(self, moment: datetime, business_minutes: float, pauses: Iterable[Moments] = ()) -> datetime:
        """When that many open minutes will have passed, not counting those while the clock stood still."""
        if business_minutes < 0:
            raise ValueError("Open minutes are counted forwards only.")
        left = timedelta(minutes=business_minutes)
        for start, end in self._running(instant(moment), pauses):
            if left <= end - start:
                return start + left
            left -= end - start
        raise ValueError("This calendar never opens.")

    def minutes_between(self, a: datetime, b: datetime) -> float:
        """How many open minutes lie between two moments; negative when `b` comes first."""
        if b < a:
            return -self.minutes_between(b, a)
        a, b = instant(a), instant(b)
        open_for = timedelta()
        day, last = day_of(a, self.zone), day_of(b, self.zone)
        while day <= last:
            for start, end in self.opening(day):
                open_for += max(timedelta(), min(end, b) - max(start, a))
            day += DAY
        return open_for / timedelta(minutes=1)

    def add_working_days(self, day: date, working_days: int) -> date:
        """The day on which that many working days after `day` are complete; `day` itself does not count."""
        if working_days < 0:
            raise ValueError("Working days are counted forwards only.")
        closed = 0
        while working_days:
            day += DAY
            if self.is_working_day(day):
                working_days -= 1
                closed = 0
            elif (closed := closed + 1) > LONGEST_CLOSED:
                raise ValueError("This calendar never opens.")
        return day

    def _running(self, moment: datetime, pauses: Iterable[Moments]) -> Iterator[Moments]:
        """The open times from a moment on, without what the pauses take out of them."""
        stood = sorted((instant(begins), instant(ends)) for begins, ends in pauses)
        for start, end in self._from(moment):
            for begins, ends in stood:
                if begins < end and ends > start:
                    if begins > start:
                        yield start, begins
                    start = min(max(start, ends), end)
            if start < end:
                yield start, end

    def _from(self, moment: datetime) -> Iterator[Moments]:
        """What is left of the open times from a moment on."""
        day, closed = day_of(moment, self.zone), 0
        while closed <= LONGEST_CLOSED:
            closed += 1
            for start, end in self.opening(day):
                if end > moment:
                    closed = 0
                    yield max(start, moment), end
            day += DAY


@lru_cache(maxsize=512)
def public_holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    """The public holidays of a year. The library is read on first use, for that alone takes 0.4 seconds."""
    import holidays

    try:
        return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))
    except NotImplementedError:
        named = f"{country}, {subdivision}" if subdivision else country
        raise ValueError(f"We do not know the public holidays of {named}.") from None


def quiet(moment: datetime, zone: str, *, begins: str = "21:00", ends: str = "08:00") -> bool:
    """Whether people at that place should be left in peace."""
    clock, first, last = local(moment, zone).time(), wall_time(begins), wall_time(ends)
    return first <= clock < last if first <= last else clock >= first or clock < last


def out_of_quiet(moment: datetime, zone: str, *, begins: str = "21:00", ends: str = "08:00") -> datetime:
    """The moment itself, or the end of the quiet hours it falls into."""
    moment = instant(moment)
    if not quiet(moment, zone, begins=begins, ends=ends):
        return moment
    day = day_of(moment, zone)
    today = at_or_after(day, ends, zone)
    return today if today > moment else at_or_after(day + DAY, ends, zone)


def _interval(pair: Sequence[str]) -> Interval:
    if isinstance(pair, str) or len(pair) != 2:
        raise ValueError(f"{str(pair)[:40]!r} is not a pair of times such as 09:00 and 17:00.")
    opens, closes = pair
    return wall_time(opens), MIDNIGHT if closes == "24:00" else wall_time(closes)
