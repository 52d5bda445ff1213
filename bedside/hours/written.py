"""Opening hours as other systems and people write them, and the calendar they mean.

What is not understood is refused in a sentence: a calendar that was guessed makes promises nobody keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from .calendar import MIDNIGHT, WEEK, Calendar, Interval

ZONE = ("zone", "timezone", "time_zone", "tz")
HOURS = ("weekly", "week", "hours", "opening", "opening_hours", "open_hours", "business_hours", "working_hours", "open")
HOLIDAYS = ("holidays", "closed", "closed_on", "bank_holidays", "public_holidays")
COUNTRY = ("country", "holiday_country", "holidays_country")
PART = ("subdivision", "holiday_subdivision", "holidays_subdivision", "region", "state")
ALWAYS = ("24x7", "24/7", "always", "day_and_night", "always_open", "round_the_clock")
DAYS = ("days", "day", "weekday", "working_days", "dayofweek", "day_of_week")
OPENS = ("from", "start", "opens", "open", "begin", "begins", "start_time", "opening")
CLOSES = ("to", "end", "until", "closes", "close", "ends", "end_time", "closing")
SHUT = ("closed", "none", "shut", "-", "")
ALL_DAY = ((MIDNIGHT, MIDNIGHT),)
GROUPS = {
    "weekdays": WEEK[:5],
    "workdays": WEEK[:5],
    "weekend": WEEK[5:],
    "weekends": WEEK[5:],
    "daily": WEEK,
    "everyday": WEEK,
    "all": WEEK,
}
CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d\d)(?::\d\d)?)?\s*([ap])?\.?m?\.?", re.I)
PLAIN = re.compile(r"(\d\d)(\d\d)")
BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", re.I)
COUNTRY_CODE = re.compile(r"([A-Za-z]{2})(?:-([A-Za-z0-9]{1,3}))?")

Hours = dict[str, list[Interval]]


def calendar(written: Any, zone: str = "") -> Calendar:
    """The calendar somebody wrote, at the zone named there, else the one given, else by UTC."""
    if isinstance(written, str) and _bare(written) in ALWAYS:
        written = {"24x7": True}
    if not isinstance(written, Mapping):
        raise ValueError('The calendar must be an object such as {"zone": "Europe/London", "weekly": {"mon": …}}.')
    zone = str(pick(written, ZONE) or zone or "UTC")
    days, country, part = _closed(written)
    if any(pick(written, (name,)) is True for name in ALWAYS):
        return Calendar.always(zone)
    hours = pick(written, HOURS)
    if isinstance(hours, str) and _bare(hours) in ALWAYS:
        return Calendar.always(zone)
    week = _week(written if hours is None or _named(written) is not None else hours, whole=hours is not None)
    if not any(week.values()):
        raise ValueError("Say when it is open: the calendar has no opening hours.")
    weekly = tuple(tuple(sorted(week[day], key=lambda pair: pair[0])) for day in WEEK)
    return Calendar(zone, weekly, days, country, part)


def pick(written: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """What stands under the first of these names."""
    by_name = {str(key).strip().lower(): value for key, value in written.items()}
    return next((by_name[name] for name in names if by_name.get(name) is not None), None)


def day(written: Any) -> date:
    text = str(written).strip()
    try:
        return datetime.fromisoformat(text).date() if len(text) > 10 else date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text[:40]!r} is not a date. Write it like 2026-05-25.") from None


def _closed(written: Mapping[str, Any]) -> tuple[frozenset[date], str, str]:
    found, country, part = pick(written, HOLIDAYS), pick(written, COUNTRY), pick(written, PART)
    if isinstance(found, Mapping):
        country, part = country or pick(found, COUNTRY), part or pick(found, PART)
        listed = pick(found, ("dates", "days", "list", "extra"))
        found = listed if listed is not None or country else list(found)
    dates: set[date] = set()
    for one in [found] if isinstance(found, str) else list(found or ()):
        one = pick(one, ("date", "day", "on")) if isinstance(one, Mapping) else one
        if code := COUNTRY_CODE.fullmatch(str(one).strip()):
            country, part = country or code[1], part or code[2]
        else:
            dates.add(day(one))
    country, part = str(country or "").upper(), str(part or "").upper()
    if not part and (code := COUNTRY_CODE.fullmatch(country)):
        country, part = code[1], code[2] or ""
    return frozenset(dates), country, part


def _week(written: Any, *, whole: bool) -> Hours:
    """The open times of each day, from an object by day, a row of seven days, or rows that say for which days."""
    week: Hours = {one: [] for one in WEEK}
    if isinstance(written, str | list) and _is_one_day(written):
        for one in WEEK[:5]:
            week[one] = list(_intervals(written))
        return _over_midnight(week)
    if isinstance(written, list):
        if len(written) == 7 and not any(isinstance(row, Mapping) and _named(row) for row in written):
            written = dict(zip(WEEK, written, strict=True))
        else:
            for row in written:
                if not isinstance(row, Mapping) or not _named(row):
                    raise ValueError("Say for which days each row of opening hours is meant.")
                _add(week, _named(row), row)
            return _over_midnight(week)
    if not isinstance(written, Mapping):
        raise ValueError(f"{str(written)[:40]!r} are no opening hours that we can read.")
    if _named(written):
        _add(week, _named(written), written)
        return _over_midnight(week)
    numbered = {str(key).strip() for key in written}
    first = 0 if "0" in numbered else 1
    for key, value in written.items():
        named = list(_days(key, first))
        if named:
            for one in named:
                week[one] += _intervals(value)
        elif whole:
            raise ValueError(f"{str(key)[:40]!r} is not a day of the week: use {', '.join(WEEK)}.")
    return _over_midnight(week)


def _named(row: Mapping[str, Any]) -> Any:
    """For which days it is meant, if it says so."""
    listed = pick(row, ("weekdays", "workdays"))  # a list of days, or the hours of all five
    if isinstance(listed, list) and listed and all(any(_days(one, 0)) or any(_days(one)) for one in listed):
        return listed
    return pick(row, DAYS)


def _add(week: Hours, days: Any, row: Mapping[str, Any]) -> None:
    inner = pick(row, ("hours", "intervals", "times", "spans", "periods", *HOURS)) if not _has_ends(row) else None
    for key in days if isinstance(days, list | tuple) else [days]:
        named = list(_days(key, 0 if isinstance(days, list) and 0 in days else 1))
        if not named:
            raise ValueError(f"{str(key)[:40]!r} is not a day of the week: use {', '.join(WEEK)}.")
        for one in named:
            week[one] += _intervals(row if inner is None else inner)


def _days(written: Any, first: int = 1) -> Iterator[str]:
    """Mon, Monday, mon-fri, "mon, wed", weekdays, or a number from Monday on; none where it is no day."""
    for piece in re.split(r"\s*[,;/&+]\s*", str(written).strip().lower()):
        if (group := piece.replace(" ", "").replace("_", "")) in GROUPS:
            yield from GROUPS[group]
            continue
        ends = [_day(one, first) for one in BETWEEN.split(piece)]
        if None in ends or len(ends) > 2:
            return
        begin, end = (WEEK.index(str(one)) for one in (ends[0], ends[-1]))
        for step in range((end - begin) % 7 + 1):
            yield WEEK[(begin + step) % 7]


def _day(word: str, first: int) -> str | None:
    if word.isascii() and word.isdigit() and first <= int(word) < first + 7:
        return WEEK[int(word) - first]
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    word = word.strip(". ")
    return next(
        (short for short, name in zip(WEEK, full, strict=True) if len(word) >= 3 and name.startswith(word)), None
    )


def _is_one_day(written: Any) -> bool:
    """Whether it says the hours of a day, not of which day: then the working week is meant."""
    if isinstance(written, str):
        return True
    return bool(written) and len(written) < 7 and all(isinstance(one, str | list) for one in written)


def _has_ends(row: Mapping[str, Any]) -> bool:
    return isinstance(pick(row, OPENS), str | int) and isinstance(pick(row, CLOSES), str | int)


def _intervals(written: Any) -> list[Interval]:
    if written is None or written is False or (isinstance(written, str) and written.strip().lower() in SHUT):
        return []
    if written is True or (isinstance(written, str) and _bare(written) in (*ALWAYS, "24h", "allday", "all day")):
        return list(ALL_DAY)
    if isinstance(written, Mapping):
        if not _has_ends(written):
            raise ValueError(f"{str(dict(written))[:40]!r} is not a pair of times such as 09:00 and 17:00.")
        return [_pair(pick(written, OPENS), pick(written, CLOSES))]
    if isinstance(written, str):
        return [_span(piece) for piece in re.split(r"\s*(?:[,;&+/]|\band\b)\s*", written.strip()) if piece]
    if not isinstance(written, list | tuple):
        raise ValueError(f"{str(written)[:40]!r} is not a pair of times such as 09:00 and 17:00.")
    if len(written) == 2 and all(isinstance(one, str | int) and len(BETWEEN.split(str(one))) == 1 for one in written):
        return [_pair(*written)]
    return [pair for one in written for pair in (_intervals(one) if not isinstance(one, int) else [_span(one)])]


def _span(written: Any) -> Interval:
    ends = BETWEEN.split(str(written).strip())
    if len(ends) != 2:
        raise ValueError(f"{str(written)[:40]!r} is not a pair of times such as 09:00 and 17:00.")
    return _pair(*ends)


def _pair(opens: Any, closes: Any) -> Interval:
    return _time(opens), _time(closes)


def _time(written: Any) -> time:
    """09:00, 9, 9am, 0900 or 9.30; 24:00 is midnight."""
    text = str(written).strip()
    if found := PLAIN.fullmatch(text) or CLOCK.fullmatch(text):
        hour, minute = int(found[1]), int(found[2] or 0)
        half = found[3].lower() if found.re is CLOCK and found[3] else ""
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        if (hour, minute) == (24, 0) or (text.startswith("23:59") and minute == 59):
            return MIDNIGHT
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise ValueError(f"{text[:20]!r} is not a time of day. Write it like 09:40.")


def _over_midnight(week: Hours) -> Hours:
    """Hours that end the next morning are two: until midnight, and from midnight on."""
    whole: Hours = {one: [] for one in WEEK}
    for at, one in enumerate(WEEK):
        for opens, closes in week[one]:
            if closes != MIDNIGHT and closes < opens:
                whole[one].append((opens, MIDNIGHT))
                whole[WEEK[(at + 1) % 7]].append((MIDNIGHT, closes))
            else:
                whole[one].append((opens, closes))
    return whole


def _bare(text: str) -> str:
    return text.strip().lower().replace(" ", "")
