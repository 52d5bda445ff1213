"""Counts that are too small to publish, and those besides them from which one could be worked out.

A table of counts is a network: what flows through a row must flow through its columns and totals. A hidden count
is safe when the hidden ones around it could be other numbers and every published one still be true. Whoever reads
it is taken to know our rules: nothing hidden is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

SMALLEST = 11  # the first count that is published outside the house
SMALLEST_INSIDE = 5  # and on pages of our own staff

Cell = tuple[int, int]  # row and column; the last row and the last column are the totals
Table = list[list[int]]


@dataclass(frozen=True)
class Published:
    """A table with its totals as it may be shown: None is hidden."""

    cells: tuple[tuple[int | None, ...], ...]

    @property
    def rows(self) -> tuple[tuple[int | None, ...], ...]:
        """Without the totals."""
        return tuple(row[:-1] for row in self.cells[:-1])


def suppress(counts: Sequence[Sequence[int]], *, smallest: int = SMALLEST) -> Published:
    """Hide every count from 1 to below the smallest, and as few others as keep them from being worked out."""
    table = with_totals(counts)
    small = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) if 0 < n < smallest]
    hidden = set(small)
    for cell in sorted(small, key=lambda at: (table[at[0]][at[1]], at)):
        hidden |= _cover(table, cell, hidden)
    return Published(
        tuple(tuple(None if (i, j) in hidden else n for j, n in enumerate(row)) for i, row in enumerate(table))
    )


def with_totals(counts: Sequence[Sequence[int]]) -> Table:
    """The counts with a total at the end of each row, and a row of totals at the end."""
    if not counts or not counts[0] or len({len(row) for row in counts}) != 1:
        raise ValueError("A table needs rows of one length.")
    if any(n < 0 for row in counts for n in row):
        raise ValueError("A count is never below 0.")
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def _cover(table: Table, cell: Cell, hidden: set[Cell]) -> set[Cell]:
    """The cells to hide so that this one could be one more, or one less; none when that is so already."""
    ways = [_way(table, cell, hidden, up=True)]
    if table[cell[0]][cell[1]] >= 2:
        ways.append(_way(table, cell, hidden, up=False))
    cost, way = min((way for way in ways if way is not None), key=lambda way: way[0])
    return set(way) if cost else set()


def _way(table: Table, cell: Cell, hidden: set[Cell], *, up: bool) -> tuple[int, list[Cell]] | None:
    """The cheapest round trip of ones through the table that passes this cell: what is hidden already costs nothing.

    Where the trip goes with a count it grows, which is always possible; where it goes against one it shrinks, and must
    leave at least 1.
    """
    tail, head = _ends(table, cell)
    start, goal = (head, tail) if up else (tail, head)
    steps = _steps(table, cell)
    waiting: list[tuple[int, str, list[Cell]]] = [(0, start, [])]
    done: set[str] = set()
    while waiting:
        cost, at, way = heappop(waiting)
        if at == goal:
            return cost, way
        if at in done:
            continue
        done.add(at)
        for to, through in steps.get(at, ()):
            if to not in done:
                price = 0 if through in hidden else 1 + table[through[0]][through[1]]
                heappush(waiting, (cost + price, to, [*way, through]))
    return None


def _steps(table: Table, but: Cell) -> dict[str, list[tuple[str, Cell]]]:
    """From each row and column, where one more can flow, without the cell that is asked about. Zeros stay zeros."""
    found: dict[str, list[tuple[str, Cell]]] = {}
    for i, row in enumerate(table):
        for j, n in enumerate(row):
            if n == 0 or (i, j) == but:
                continue
            tail, head = _ends(table, (i, j))
            found.setdefault(tail, []).append((head, (i, j)))
            if n >= 2:
                found.setdefault(head, []).append((tail, (i, j)))
    return found


def _ends(table: Table, cell: Cell) -> tuple[str, str]:
    """From where to where a count flows: from its row to its column, through the totals, and back."""
    (i, j), row_total, column_total = cell, len(table) - 1, len(table[0]) - 1
    tail, head = f"row {i}", f"column {j}"
    # A total is what comes out of its line, so it flows the other way.
    return (head, tail) if (i == row_total) != (j == column_total) else (tail, head)
