"""Reading dates and times as other systems write them, a whole column at once.

A moment is kept as it was written on the wall, and as an instant where it says its zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

DAY = 86_400
EPOCH = datetime(1970, 1, 1)
NEVER = np.int64(-(2**62))  # no moment, or one that could not be read
MONTHS = {"janfebmaraprmayjunjulaugsepoctnovdec"[3 * at : 3 * at + 3]: at + 1 for at in range(12)}
MIDNIGHT_MEANS_A_DAY = 0.9  # of a column: where so many begin at midnight, only days were written

_TIME = r"(?:(?:[ T,]|, at | at )+(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([AaPp])?\.?(?:[Mm]\.?)?)?"
_ZONE = r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
NUMBERS = re.compile(rf"(\d{{1,4}})[./-](\d{{1,2}})[./-](\d{{1,4}}){_TIME}{_ZONE}")
DAY_MONTH = re.compile(rf"(?:[A-Za-z]+,? )?(\d{{1,2}})[ .-]+([A-Za-z]{{3}})[a-z]*[ .,-]+(\d{{2,4}}){_TIME}{_ZONE}")
MONTH_DAY = re.compile(rf"(?:[A-Za-z]+,? )?([A-Za-z]{{3}})[a-z]*[ .]+(\d{{1,2}}),? +(\d{{4}}){_TIME}{_ZONE}")

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Moments:
    """Seconds since 1970: as the wall showed them, and as they truly were where a zone was written (else the same)."""

    wall: Ints
    instant: Ints
    days_only: bool  # no hour is known of this column
    refused: tuple[int, ...]  # rows whose words are no date

    @property
    def known(self) -> Flags:
        return np.asarray(self.wall != NEVER)


def day_comes_first(columns: Iterable[Sequence[str]]) -> bool:
    """Whether 03/04/2024 is the third of April: decided by the dates that can be read in one way only.

    Where none can, the day comes first, as in most of the world.
    """
    day = month = 0
    for column in columns:
        for cell in column:
            found = NUMBERS.match(cell.strip())
            if found and len(found[1]) <= 2:
                day += int(found[1]) > 12
                month += int(found[2]) > 12
    return day >= month


def read(cells: Sequence[str], *, day_first: bool = True) -> Moments:
    """Every cell of a column; what is empty has no moment, what cannot be read is said."""
    wall = np.full(len(cells), NEVER, dtype=np.int64)
    instant = np.full(len(cells), NEVER, dtype=np.int64)
    kept: dict[str, tuple[int, int] | None] = {}
    refused: list[int] = []
    for at, cell in enumerate(cells):
        words = cell.strip()
        if not words:
            continue
        if words not in kept:
            kept[words] = _seconds(words, day_first)
        found = kept[words]
        if found is None:
            refused.append(at)
        else:
            wall[at], instant[at] = found
    known = wall != NEVER
    at_midnight = float(np.mean(wall[known] % DAY == 0)) if known.any() else 0.0
    return Moments(wall, instant, at_midnight >= MIDNIGHT_MEANS_A_DAY, tuple(refused))


def read_one(words: str, *, day_first: bool = True) -> tuple[int, int, bool] | None:
    """The wall and the instant of one moment, and whether only a day was written; None where it is no date."""
    found = _seconds(words, day_first)
    return None if found is None else (*found, ":" not in words and (not words.isdigit() or len(words) == 8))


def _seconds(words: str, day_first: bool) -> tuple[int, int] | None:
    try:
        moment = _parsed(words, day_first)
    except (ValueError, OverflowError, KeyError):
        return None
    if moment is None or not 1900 <= moment.year <= 2200:
        return None
    away = moment.utcoffset() or timedelta()
    wall = (moment.replace(tzinfo=None) - EPOCH) // timedelta(seconds=1)
    return wall, wall - int(away.total_seconds())


def _parsed(words: str, day_first: bool) -> datetime | None:
    if words.replace(".", "", 1).isdigit() and len(words.partition(".")[0]) != 8:
        return _from_a_number(float(words))
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        pass
    if found := NUMBERS.fullmatch(words):
        one, two, three = int(found[1]), int(found[2]), int(found[3])
        if len(found[1]) == 4:
            year, month, day = one, two, three
        elif day_first:
            year, month, day = three, two, one
        else:
            year, month, day = three, one, two
    elif found := DAY_MONTH.fullmatch(words):
        year, month, day = int(found[3]), MONTHS[found[2].lower()], int(found[1])
    elif found := MONTH_DAY.fullmatch(words):
        year, month, day = int(found[3]), MONTHS[found[1].lower()], int(found[2])
    else:
        return None
    if year < 100:
        year += 2000
    hour, minute, second = int(found[4] or 0), int(found[5] or 0), int(found[6] or 0)
    if half := (found[7] or "").lower():
        hour = hour % 12 + (12 if half == "p" else 0)
    moment = datetime(year, month, day, hour, minute, second)
    return moment if not found[8] else moment.replace(tzinfo=_zone(found[8]))


def _zone(words: str) -> tzinfo | None:
    if words[0].isalpha():
        return UTC
    return datetime.fromisoformat(f"2000-01-01T00:00{words}").tzinfo


def _from_a_number(number: float) -> datetime | None:
    """Seconds or thousandths since 1970, or the days of a spreadsheet."""
    if 20_000 <= number < 80_000:
        return datetime(1899, 12, 30) + timedelta(seconds=round(number * DAY))
    if 1e8 <= number < 1e10:
        return datetime.fromtimestamp(number, UTC)
    if 1e11 <= number < 1e13:
        return datetime.fromtimestamp(number / 1000, UTC)
    return None
