"""FHIR resources as words: read and written without losing a token, and looked into without tripping."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import msgspec

Resource = dict[str, Any]

CONFIDENTIAL = {  # codes of v3-Confidentiality and v3-ActCode that ask for few eyes
    *("R", "V", "SPI", "TBOO", "PSY", "PSYTHPN", "MH", "BH", "COGN", "EMOTDIS", "SUD", "ETH", "ETHUD", "OPIOIDUD"),
    *("HIV", "STD", "SEX", "SDV", "DV", "DVD", "VIO", "MST", "GDIS"),
}

_compact = msgspec.json.Encoder()


def read(text: str) -> Resource:
    """A resource whose numbers keep their digits: 1.50 stays 1.50. Read like any other, and given back by write()."""

    def whole(digits: str) -> Any:
        return msgspec.Raw(digits.encode()) if digits == "-0" or len(digits) > 18 else int(digits)

    found: Resource = json.loads(text, parse_float=lambda digits: msgspec.Raw(digits.encode()), parse_int=whole)
    return found


def write(resource: Resource) -> str:
    return _compact.encode(resource).decode()


def all_of(resource: Any, *path: str) -> Iterator[Any]:
    """Everything at a path, through lists: all_of(encounter, "type", "coding"). What is not there is left out."""
    if isinstance(resource, list):
        for item in resource:
            yield from all_of(item, *path)
    elif not path:
        yield resource
    elif isinstance(resource, dict) and path[0] in resource:
        yield from all_of(resource[path[0]], *path[1:])


def first(resource: Any, *path: str) -> Any:
    return next(all_of(resource, *path), None)


def text_at(resource: Any, *path: str) -> str:
    """The first string at a path, or nothing."""
    found = first(resource, *path)
    return found if isinstance(found, str) else ""


def strings(resource: Any, *path: str) -> list[str]:
    """The strings at a path; FHIR puts a null where only an extension was said."""
    return [found for found in all_of(resource, *path) if isinstance(found, str)]


def concept(codeable: Any) -> str:
    """A CodeableConcept in words: its text, else what its first coding shows."""
    return text_at(codeable, "text") or text_at(codeable, "coding", "display")


def is_confidential(resource: Resource) -> bool:
    return not CONFIDENTIAL.isdisjoint(all_of(resource, "meta", "security", "code"))


_instant = re.compile(r"\d{4}-\d\d-\d\dT")


def instant(said: str) -> datetime | None:
    """The instant somebody said; None when they gave a day, a month or a year only."""
    if not _instant.match(said):
        return None
    try:
        return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", said)).astimezone(UTC)
    except (ValueError, OverflowError):  # a leap second, or an offset before the year 1
        return None


def last_day(said: str) -> date | None:
    """The latest day that a FHIR date or dateTime can mean: 2019 is 2019-12-31 at the latest."""
    year, month, day = [*(int(part) for part in said[:10].split("-") if part.isdigit()), 0, 0, 0][:3]
    if not year:
        return None
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def whole_day(said: str) -> date | None:
    """A FHIR date that names the day; None when it names a month or a year only."""
    return date.fromisoformat(said) if len(said) == 10 else None
