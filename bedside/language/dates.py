"""How a day and a time are said to people, in their language and in the clinic's zone. Never 03/04/2026."""

from __future__ import annotations

from datetime import date, datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from bedside.hours.zones import day_of, local


def day_and_time(moment: datetime, language: str, zone: str) -> str:
    """Thursday 26 November, 9:40am; jueves 26 de noviembre, 9:40."""
    return f"{day(moment, language, zone)}, {time(moment, language, zone)}"


def day(moment: datetime | date, language: str, zone: str = "UTC") -> str:
    """The day with its weekday and its month in words; the year only where the language cannot leave it out."""
    on = day_of(moment, zone) if isinstance(moment, datetime) else moment
    spoken = known(language)
    if spoken.language == "en":
        return f"{format_date(on, 'EEEE d MMMM', locale=spoken)}"
    pattern = {"es": "EEEE d 'de' MMMM", "fr": "EEEE d MMMM", "pl": "EEEE, d MMMM", "ar": "EEEE، d MMMM"}
    return format_date(on, pattern.get(spoken.language, "EEEE d MMMM"), locale=spoken)


def time(moment: datetime, language: str, zone: str) -> str:
    """The wall time there: 9:40am, midday and midnight in English, 24 hours elsewhere."""
    there, spoken = local(moment, zone), known(language)
    if spoken.language != "en":
        return format_time(there, "H:mm", locale=spoken)
    if (there.hour, there.minute) in {(0, 0), (12, 0)}:
        return "midday" if there.hour else "midnight"
    hour, half = there.hour % 12 or 12, "am" if there.hour < 12 else "pm"
    return f"{hour}{half}" if there.minute == 0 else f"{hour}:{there.minute:02d}{half}"


def known(language: str) -> Locale:
    """The locale of a language code, or English for one nobody knows."""
    try:
        return Locale.parse(language.replace("-", "_").split("_")[0])
    except (UnknownLocaleError, ValueError):
        return Locale("en")
