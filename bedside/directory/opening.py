"""When a place is open: its week, the days it is shut, and both as people read them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache

from babel.dates import get_day_names
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bedside.hours.calendar import WEEK, Calendar
from bedside.hours.zones import wall_time
from bedside.language import dates

from .clinic import the_clinic
from .models import Closure, Place

DAY = timedelta(days=1)
Week = Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True)
class Special:
    """Days on which the usual week does not hold: shut, and why."""

    first: date
    last: date
    reason: str
    is_public: bool = False  # a public holiday of the country


def calendar_of(place: Place) -> Calendar:
    """The opening hours of a place with its closures and the country's public holidays."""
    shut = [day for one in Closure.objects.at(place) for day in _days(one.first_day, one.last_day)]
    return Calendar.of(place.zone, place.opening, holidays=shut, country=_country())


def shut_everywhere(places: Sequence[Place], first: date, last: date) -> frozenset[date]:
    """The days on which closures leave none of these places open, of those that would open by their week."""
    shut = defaultdict[date, set[uuid.UUID | None]](set)
    for one in Closure.objects.standing().filter(last_day__gte=first, first_day__lte=last):
        for day in _days(max(one.first_day, first), min(one.last_day, last)):
            shut[day].add(one.place_id)
    return frozenset(day for day, where in shut.items() if None in where or not _left_open(places, day, where))


def _left_open(places: Sequence[Place], day: date, shut: Container[uuid.UUID | None]) -> bool:
    opens = [one for one in places if not one.opening or one.opening.get(WEEK[day.weekday()])]
    return not opens or any(one.pk not in shut for one in opens)


def special_days(place: Place, today: date, days: int = 60) -> list[Special]:
    """The days to come on which a place is shut though the week says otherwise, soonest first."""
    until = today + timedelta(days=days)
    closures = Closure.objects.at(place).filter(last_day__gte=today, first_day__lte=until)
    told = [Special(max(one.first_day, today), one.last_day, one.said("reason")) for one in closures]
    covered = {day for one in told for day in _days(one.first, one.last)}
    named = {year: holidays_named(_country(), year, get_language() or "en") for year in {today.year, until.year}}
    for day in _days(today, until):
        name = dict(named[day.year]).get(day) if day.year in named else None
        if name and day not in covered and place.opening.get(WEEK[day.weekday()]):
            told.append(Special(day, day, name, is_public=True))
    return sorted(told, key=lambda one: (one.first, one.reason))


def week_said(week: Week, language: str = "") -> list[tuple[str, str]]:
    """Each day with its hours, in the order of the week: ("Monday", "8am to 12:30pm, 1:30pm to 6pm")."""
    tongue = language or get_language() or "en"
    names = get_day_names("wide", context="stand-alone", locale=dates.known(tongue))
    return [(str(names[index]).capitalize(), hours_said(week.get(day, ()), tongue)) for index, day in enumerate(WEEK)]


def hours_said(spans: Sequence[Sequence[str]], language: str) -> str:
    """8am to 12:30pm, 1:30pm to 6pm; or that it is closed."""
    if not spans:
        return _("Closed")
    return ", ".join(
        _("%(opens)s to %(closes)s") % {"opens": clock(opens, language), "closes": clock(closes, language)}
        for opens, closes in spans
    )


def clock(written: str, language: str) -> str:
    """A time of day as this language says it; 24:00 is midnight."""
    return dates.clock(time(0) if written == "24:00" else wall_time(written), language)


@lru_cache(maxsize=64)
def holidays_named(country: str, year: int, language: str) -> tuple[tuple[date, str], ...]:
    """The public holidays of a year with their names, in this language where the country's list has it."""
    import holidays  # 0.4 seconds, on first use

    tongue = language.split("-")[0]
    try:
        spoken = holidays.country_holidays(country).supported_languages
    except NotImplementedError:
        return ()
    fitting = next((one for one in spoken if one.split("_")[0] == tongue), None)
    found = holidays.country_holidays(country, years=year, language=fitting)
    return tuple((day, found[day] if fitting or tongue == "en" else _("Public holiday")) for day in sorted(found))


def _country() -> str:
    return the_clinic().country


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY
