"""A recorded day from a file: CSV with a head line, or JSON, a list of people. Times as HH:MM, ISO or minutes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bedside.urgency.levels import HEIGHT

from .recorded import Person
from .template import MOST_PEOPLE, NotATemplate

TIMES = ("scheduled", "arrived", "called", "ended")
COLUMNS = (*TIMES, "level", "clinician", "to_see")


def people_of(text: str) -> list[Person]:
    """Everybody of a file's day, in minutes from the first time of the day."""
    stripped = text.lstrip("﻿ \t\r\n")
    rows = _json(stripped) if stripped[:1] in ("[", "{") else list(csv.DictReader(io.StringIO(stripped)))
    if not rows or len(rows) > MOST_PEOPLE:
        raise NotATemplate(f"A recorded day has 1 to {MOST_PEOPLE:,} people, each on a line.")
    return people(rows)


def people(rows: Sequence[Mapping[str, Any]]) -> list[Person]:
    times = [_times(row, number) for number, row in enumerate(rows, 1)]
    booked = [one["scheduled"] for one in times if one["scheduled"] is not None]
    every = booked or [at for one in times for at in one.values() if at is not None]
    if not every:
        raise NotATemplate("Nobody of this day has a time.")
    zero = min(every)
    found = []
    for row, time in zip(rows, times, strict=True):
        scheduled, arrived, called, ended = (_since(zero, time[name]) for name in TIMES)
        level = str(row.get("level") or "R14")
        if level not in HEIGHT:
            raise NotATemplate(f"There is no level {level[:20]!r}; there are {', '.join(HEIGHT)}.")
        found.append(
            Person(scheduled, arrived, called, ended, level, row.get("to_see") or None, row.get("clinician") or None)
        )
    return found


def _since(zero: float, at: float | None) -> float | None:
    return None if at is None else at - zero


def _json(text: str) -> list[Mapping[str, Any]]:
    try:
        found = json.loads(text)
    except ValueError:
        raise NotATemplate("The recorded day is not JSON.") from None
    if isinstance(found, dict):
        found = found.get("people")
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise NotATemplate('A recorded day in JSON is a list of people, such as [{"arrived": "09:02"}].')
    return found


def _times(row: Mapping[str, Any], number: int) -> dict[str, float | None]:
    if strange := sorted(str(name) for name in row if name not in COLUMNS):
        raise NotATemplate(f"A recorded day has no column {strange[0][:40]!r}; it knows {', '.join(COLUMNS)}.")
    return {name: _minutes(row.get(name), name, number) for name in TIMES}


def _minutes(said: Any, name: str, number: int) -> float | None:
    """Minutes from whatever midnight: only what lies between two of them counts."""
    if said is None or said == "":
        return None
    if isinstance(said, int | float) and not isinstance(said, bool):
        return float(said)
    text = str(said).strip()
    try:
        if "-" in text[1:]:
            at = datetime.fromisoformat(text)
            return (
                at.timestamp() / 60 if at.tzinfo else at.toordinal() * 1440 + at.hour * 60 + at.minute + at.second / 60
            )
        if ":" in text:
            hours, *rest = (float(part) for part in text.split(":"))
            return hours * 60 + rest[0] + (rest[1] / 60 if rest[1:] else 0.0)
        return float(text)
    except (ValueError, IndexError):
        raise NotATemplate(f"Line {number}: {name} is {text[:40]!r}, which is no time such as 09:05.") from None
