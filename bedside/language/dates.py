"""How a day and a time are said to people: weekday and month in words, in their language, by the clock of the place."""

from __future__ import annotations

import re
from datetime import date, datetime
from datetime import time as wall_time
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, format_timedelta

from bedside.hours.zones import day_of, local

# today, tomorrow, this week, next week, next month, and the word between the two ends of a range
NEAR = {
    "en": ("today", "tomorrow", "this week", "next week", "next month", "to"),
    "es": ("hoy", "mañana", "esta semana", "la próxima semana", "el próximo mes", "a"),
    "fr": ("aujourd’hui", "demain", "cette semaine", "la semaine prochaine", "le mois prochain", "à"),
    "pl": ("dzisiaj", "jutro", "w tym tygodniu", "w przyszłym tygodniu", "w przyszłym miesiącu", "–"),
    "ar": ("اليوم", "غدًا", "هذا الأسبوع", "الأسبوع القادم", "الشهر القادم", "إلى"),
    "de": ("heute", "morgen", "diese Woche", "nächste Woche", "nächsten Monat", "bis"),
    "pt": ("hoje", "amanhã", "esta semana", "na próxima semana", "no próximo mês", "às"),
    "it": ("oggi", "domani", "questa settimana", "la prossima settimana", "il prossimo mese", "–"),
    "ro": ("astăzi", "mâine", "săptămâna aceasta", "săptămâna viitoare", "luna viitoare", "–"),
    "cy": ("heddiw", "yfory", "yr wythnos hon", "yr wythnos nesaf", "mis nesaf", "i"),
}
ABOUT = {  # what a number of weeks or months begins with, and how to say that it is not exact
    "en": (r"in (?=\d)", "in about ", "in about "),
    "es": (r"(?:dentro de|en) (?=\d)", "dentro de unas ", "dentro de unos "),
    "fr": (r"dans (?=\d)", "dans environ ", "dans environ "),
    "pl": (r"za (?=\d)", "za mniej więcej ", "za mniej więcej "),
    "ar": (r"خلال ", "بعد نحو ", "بعد نحو "),
}
NOON = {"ar": ("12:00 منتصف الليل", "12:00 ظهرًا")}  # midnight and noon, where CLDR has but a letter for each half
WITHOUT_COMMA = ("en", "es")  # “Thursday 26 November”, “jueves 26 de noviembre”
YEAR = re.compile(r"(?:,?\s*'de'\s*|[\s,،]*)\by+\b(?:\s*'[^']*')?|y年")
AS_FAR = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")  # a day, a month or a year, as FHIR writes what is known
FAR = 300  # days; from then on the year is said


def day(moment: datetime | date, language: str, zone: str = "UTC", *, today: date | None = None) -> str:
    """Thursday 26 November; the year too, when told what today is and the day is far from it."""
    on = day_of(moment, zone) if isinstance(moment, datetime) else moment
    return _day(on, language, today is not None and abs((on - today).days) > FAR)


@lru_cache(maxsize=2000)
def _day(on: date, language: str, far: bool) -> str:
    return format_date(on, _pattern(language, far), locale=known(language))


def as_known(written: str, language: str) -> str:
    """A day as far as another system knew it: 2020-05-17 is 17 May 2020, 2020-05 is May 2020, 2020 is 2020."""
    found = AS_FAR.fullmatch(written)
    try:
        year, month, on = (int(part or 1) for part in found.groups()) if found else (0, 0, 0)
        moment = datetime(year, month, on)
    except ValueError:
        return written
    if found and found[3]:
        return format_date(moment, "long", locale=known(language))
    return format_skeleton("yMMMM", moment, locale=known(language)) if found and found[2] else written


def time(moment: datetime, language: str, zone: str) -> str:
    """9:40am, 9am, midday; or as the language has it."""
    return clock(local(moment, zone).time(), language)


def day_and_time(moment: datetime, language: str, zone: str, *, today: date | None = None) -> str:
    """Thursday 26 November, 9:40am."""
    there = local(moment, zone)
    return f"{day(there.date(), language, today=today)}{comma(language)} {clock(there.time(), language)}"


def span(start: datetime, end: datetime, language: str, zone: str, *, today: date | None = None) -> str:
    """Thursday 26 November, 9:40am to 10am; with both days when it goes over midnight."""
    first, last = local(start, zone), local(end, zone)
    said = day_and_time(start, language, zone, today=today)
    same = first.date() == last.date()
    until = clock(last.time(), language) if same else day_and_time(end, language, zone, today=today)
    words = _near(language)
    return f"{said} {words[5] if words else '–'} {until}"


def near_day(moment: date, language: str, today: date) -> str:
    """Today, tomorrow, or the day itself."""
    away, words = (moment - today).days, _near(language)
    return words[away] if words and away in (0, 1) else day(moment, language, today=today)


def soon(moment: date, language: str, today: date) -> str:
    """How soon, in words and never as a time: today, this week, in about 3 weeks, next month."""
    away = (moment - today).days
    if away < 0:
        raise ValueError("That day is over.")
    words = _near(language)
    if words is None:
        return format_timedelta(away * 86400, granularity="day", add_direction=True, locale=known(language))
    if away < 2:
        return words[away]
    weeks = (moment.toordinal() - 1) // 7 - (today.toordinal() - 1) // 7  # weeks begin on Monday
    if weeks < 2:
        return words[2 + weeks]
    if away < 32:
        return _about(away, "week", language)
    if moment.year * 12 + moment.month == today.year * 12 + today.month + 1:
        return words[4]
    return _about(away, "month", language)


def _about(days: int, unit: str, language: str) -> str:
    size = {"week": 7, "month": 30.44}[unit]
    seconds = max(2, round(days / size)) * {"week": 7, "month": 30}[unit] * 86400
    said = format_timedelta(
        seconds,
        granularity="week" if unit == "week" else "month",
        threshold=100 if unit == "week" else 1,
        add_direction=True,
        locale=known(language),
    )
    begins, weeks, months = ABOUT.get(_spoken(language), ("", "", ""))
    return re.sub(begins, weeks if unit == "week" else months, said, count=1) if begins else said


def clock(wall: wall_time, language: str) -> str:
    """A time of day without a day: 9:40am, 9am, midday; or as the language has it."""
    return _minute(wall.replace(second=0, microsecond=0), language)


@lru_cache(maxsize=2000)
def _minute(wall: wall_time, language: str) -> str:
    if wall in (wall_time(0), wall_time(12)):
        if said := NOON.get(_spoken(language)):
            return said[wall == wall_time(12)]
        if _spoken(language) == "en":
            return "midnight" if wall == wall_time(0) else "noon" if known(language).territory == "US" else "midday"
        named = known(language).day_periods["format"]["wide"].get("midnight" if wall == wall_time(0) else "noon")
        if named:
            return str(named)
    if _spoken(language) == "en":
        hour = wall.hour % 12 or 12
        return f"{hour}{f':{wall.minute:02}' if wall.minute else ''}{'am' if wall.hour < 12 else 'pm'}"
    return format_time(wall, "short", locale=known(language))


@lru_cache(maxsize=64)
def _pattern(language: str, far: bool) -> str:
    pattern = str(known(language).date_formats["full"].pattern)
    if not far:
        pattern = YEAR.sub("", pattern).strip(" ,،")
    if _spoken(language) in WITHOUT_COMMA and pattern.startswith("EEEE, d"):
        pattern = pattern.replace("EEEE, ", "EEEE ", 1)
    return pattern


@lru_cache(maxsize=64)
def known(language: str) -> Locale:
    """The locale of a language tag; without its region where that is strange, else English: no page stays empty."""
    tag = language.replace("-", "_")
    for code in (tag, tag.split("_")[0]):
        try:
            found = Locale.parse(code)
        except (ValueError, UnknownLocaleError):
            continue
        return Locale.parse("en_GB") if str(found) == "en" else found
    return Locale.parse("en_GB")


def _spoken(language: str) -> str:
    return str(known(language).language)


def _near(language: str) -> tuple[str, str, str, str, str, str] | None:
    return NEAR.get(_spoken(language))


def comma(language: str) -> str:
    return "،" if _spoken(language) in ("ar", "ur", "fa") else ","
