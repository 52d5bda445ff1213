"""What `bedside ask no-show` answers: how likely a visit is to be missed, why, and what would help her to come."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import words
from .bookings import Bookings
from .features import AGES, DAYS
from .files import Trained, load, usual_place
from .help import RAISES, offered
from .moments import DAY, read_one
from .no_show import explained, one_booking, row_of

MOST_REASONS = 3
UNKNOWN = math.nan


def answer(line: Any) -> dict[str, Any]:
    """{"patient", "booked_at", "starts_at", "age", "reminded"} → {"p", "because", "help"}.

    What was known of her by then is looked up in the trained file; {"earlier_visits", "earlier_missed"} say it instead.
    """
    if not isinstance(line, dict):
        raise ValueError('Each line must be an object such as {"patient": "7", "booked_at": "…", "starts_at": "…"}.')
    trained = _trained(usual_place())
    said = _by_its_name(line)
    booking = _booking(said, trained)
    visits, missed = _past(line, said, booking, trained)
    row = row_of(booking, visits=visits, missed=missed)
    p = float(trained.model.score(row[None, :])[0])
    reminded, lead = float(booking.reminded[0]), float(booking.lead_days[0])
    return {
        "p": round(p, 4),
        "because": [
            f"{_reason(group, booking, visits, missed)} ({'more' if adds > 0 else 'less'} likely to be missed)"
            for group, adds in explained(trained.model, row)[:MOST_REASONS]
            if abs(adds) >= RAISES
        ],
        "help": list(
            offered(
                p,
                share=trained.model.share,
                lead_days=lead,
                reminded=None if math.isnan(reminded) else reminded,
                missed_before=0.0 if math.isnan(missed) else missed,
            )
        ),
    }


def _by_its_name(line: dict[str, Any]) -> dict[str, str]:
    keys = list(line)
    where = words.columns(keys)
    return {what: _words(line[keys[at]]) for what, at in where.items()}


def _words(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _booking(said: dict[str, str], trained: Trained) -> Bookings:
    moments = []
    for what in ("booked_at", "starts_at"):
        if not said.get(what):
            raise ValueError(f"Say when it was booked and when it starts: {what} is missing.")
        found = read_one(said[what], day_first=trained.day_first)
        if found is None:
            raise ValueError(f"{what} is no date that we can read: {said[what][:60]!r}.")
        moments.append(found)
    (booked_wall, booked, _day), (starts_wall, starts, day_alone) = moments
    if booked_wall // DAY > starts_wall // DAY:
        raise ValueError("It was booked on a later day than it starts.")
    age, reminded = words.age(said.get("age", "")), words.reminded(said.get("reminded", ""))
    return one_booking(
        booked=booked,
        booked_wall=booked_wall,
        starts=starts,
        starts_wall=starts_wall,
        age=UNKNOWN if age is None else age,
        reminded=UNKNOWN if reminded is None else reminded,
        days_only=trained.days_only or day_alone,
    )


def _past(line: dict[str, Any], said: dict[str, str], booking: Bookings, trained: Trained) -> tuple[float, float]:
    if "earlier_visits" in line or "earlier_missed" in line:
        visits, missed = _whole(line.get("earlier_visits")), _whole(line.get("earlier_missed", 0))
        if not 0 <= missed <= visits:
            raise ValueError("Nobody missed more visits than she had: look at earlier_missed.")
        return float(visits), float(missed)
    if not said.get("patient") or trained.past is None:
        return UNKNOWN, UNKNOWN
    known, missed = trained.past.before(words.name(said["patient"]), int(booking.booked[0]))
    return float(known), float(missed)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("earlier_visits and earlier_missed must be whole numbers.")
    return value


def _reason(group: str, booking: Bookings, visits: float, missed: float) -> str:
    lead = round(float(booking.lead_days[0]))
    hour = int(booking.starts_wall[0]) % DAY // 3600
    match group:
        case "history":
            return f"Missed {missed:.0f} of {visits:.0f} earlier visits" if visits else "No earlier visit is known"
        case "lead":
            return "Booked for the same day" if booking.same_day[0] else f"Booked {lead} {_days(lead)} ahead"
        case "reminder":
            return ("No reminder was sent", "A reminder was sent", "She answered the reminder")[
                int(booking.reminded[0])
            ]
        case "weekday":
            return f"On a {DAYS[(int(booking.starts_wall[0]) // DAY + 3) % 7].capitalize()}"
        case "hour":
            return f"Begins at about {hour}:00"
        case _:
            low, high = next(band for band in AGES if band[0] <= booking.age[0] < band[1])
            return f"Aged {low} to {high - 1}"


def _days(many: int) -> str:
    return "day" if many == 1 else "days"


def _trained(file: Path) -> Trained:
    """Read once, and again when the file has changed."""
    try:
        changed = file.stat().st_mtime_ns
    except OSError:
        changed = 0
    return _read(file, changed)


@lru_cache(maxsize=1)
def _read(file: Path, changed: int) -> Trained:
    return load(file)
