"""Columns of time as the rows of a table: each row so many minutes, each block as many rows as it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import chain
from math import gcd

from bedside.booking.diary import Block, Column
from bedside.hours.zones import local
from bedside.language.dates import clock

HOUR = 60
FEWEST = 5  # minutes of a row


@dataclass(frozen=True)
class Cell:
    """So many rows of one column: a block, or nothing."""

    rows: int
    block: Block | None
    column: int


@dataclass(frozen=True)
class Row:
    """One line of the table; at each full hour it says which."""

    hour: str
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    """The whole table."""

    minutes: int  # of a row
    rows: list[Row]

    @property
    def rows_of_hour(self) -> int:
        return HOUR // self.minutes


def grid_of(columns: Sequence[Column], zone: str, language: str) -> Grid | None:
    """From the first full hour in which something begins to the last in which it ends; None where nothing is."""
    spans = [[_span(block, zone) for block in column.blocks] for column in columns]
    moments = [moment for start, end, _block in chain.from_iterable(spans) for moment in (start, end)]
    if not moments:
        return None
    unit = gcd(HOUR, *moments)
    unit = unit if unit >= FEWEST else FEWEST
    first, last = min(moments) // HOUR * HOUR, -(-max(moments) // HOUR) * HOUR
    lines: dict[int, list[Cell]] = {at: [] for at in range(first, last, unit)}
    for number, those in enumerate(spans):
        at = first
        for start, end, block in those:
            start, end = start // unit * unit, -(-end // unit) * unit
            start = max(start, at)
            if start > at:
                lines[at].append(Cell((start - at) // unit, None, number))
            if end > start:
                lines[start].append(Cell((end - start) // unit, block, number))
                at = end
        if at < last:
            lines[at].append(Cell((last - at) // unit, None, number))
    rows = [Row(clock(time(at // HOUR % 24), language) if at % HOUR == 0 else "", cells) for at, cells in lines.items()]
    return Grid(unit, rows)


def _span(block: Block, zone: str) -> tuple[int, int, Block]:
    """From which minute of the day, by the wall clock of the place, to which."""
    there = local(block.starts_at, zone)
    start = there.hour * HOUR + there.minute
    return start, start + _minutes(block.ends_at - block.starts_at), block


def _minutes(length: timedelta) -> int:
    return max(FEWEST, int(length.total_seconds() // 60))
