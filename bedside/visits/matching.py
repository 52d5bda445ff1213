"""Who goes with what, one each: whether one more can be placed, and the way with the most points. Pure, and exact.

SciPy has the second; for at most some dozens of rooms these seventy lines spare a clinic fifty megabytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def augment(row: int, could: Sequence[Sequence[bool]], taken: Mapping[int, int]) -> dict[int, int] | None:
    """Place one more row beside those that are placed, moving them where needed; None where there is no way.

    `taken` says of columns which row has them. Whoever is placed stays placed.
    """
    tried: set[int] = set()
    found = dict(taken)

    def place(one: int) -> bool:
        for column, can in enumerate(could[one]):
            if can and column not in tried:
                tried.add(column)
                if column not in found or place(found[column]):
                    found[column] = one
                    return True
        return False

    return found if place(row) else None


def assign(worth: Sequence[Sequence[int | None]]) -> list[int]:
    """The column for each row, one each, so that the sum is the largest; None is never chosen.

    All rows can be placed: the caller knows it. The Hungarian method, with whole numbers of any size.
    """
    rows, columns = len(worth), len(worth[0])
    largest = max(abs(value) for line in worth for value in line if value is not None)
    never = 4 * (rows + 1) * (largest + 1)
    cost = [[never if value is None else -value for value in line] for line in worth]
    of_row, of_column = [0] * (rows + 1), [0] * (columns + 1)
    holder, way = [0] * (columns + 1), [0] * (columns + 1)  # columns and rows count from 1; 0 is nobody
    for row in range(1, rows + 1):
        holder[0], at = row, 0
        least: list[int | None] = [None] * (columns + 1)
        done = [False] * (columns + 1)
        while holder[at]:
            done[at] = True
            here, step, following = holder[at], None, 0
            for column in range(1, columns + 1):
                if done[column]:
                    continue
                slack = cost[here - 1][column - 1] - of_row[here] - of_column[column]
                known = least[column]
                if known is None or slack < known:
                    least[column], way[column] = slack, at
                    known = slack
                if step is None or known < step:
                    step, following = known, column
            assert step is not None
            for column in range(columns + 1):
                value = least[column]
                if done[column]:
                    of_row[holder[column]] += step
                    of_column[column] -= step
                elif value is not None:
                    least[column] = value - step
            at = following
        while at:
            holder[at] = holder[way[at]]
            at = way[at]
    chosen = [0] * rows
    for column in range(1, columns + 1):
        if holder[column]:
            chosen[holder[column] - 1] = column - 1
    return chosen
