from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import pytest

from bedside.measures.small_numbers import SMALLEST, Cell, Published, suppress, with_totals

TABLES = 500


def test_nothing_small_is_published_and_nothing_small_can_be_worked_out() -> None:
    dice = random.Random(5)
    for _ in range(TABLES):
        counts = _some_table(dice)
        published = suppress(counts)

        shown = [n for row in published.cells for n in row if n is not None]
        assert not any(0 < n < SMALLEST for n in shown), counts
        derivable = _solved(published)
        small = {(i, j) for i, row in enumerate(with_totals(counts)) for j, n in enumerate(row) if 0 < n < SMALLEST}
        assert not small & derivable, (counts, published)


def test_even_who_knows_that_nothing_hidden_is_0_cannot_tell_a_small_count() -> None:
    dice = random.Random(7)
    tried = 0
    while tried < 150:
        counts = [[dice.choice([0, 0, 1, 1, 2, 3, 4]) for _ in range(2)] for _ in range(2)]
        table, published = with_totals(counts), suppress(counts, smallest=3)
        free = [(i, j) for i, j in product(range(2), repeat=2) if published.cells[i][j] is None]
        if not free:
            continue
        tried += 1
        could_be = _fillings(published, free)
        for i, row in enumerate(table):
            for j, n in enumerate(row):
                if 0 < n < 3:
                    assert len({filling[i][j] for filling in could_be}) > 1, (counts, published)


def test_what_is_large_enough_is_published_as_it_is() -> None:
    counts = [[20, 30], [40, 0]]

    assert suppress(counts).cells == ((20, 30, 50), (40, 0, 40), (60, 30, 90))


def test_a_single_small_count_takes_others_with_it() -> None:
    published = suppress([[3, 40, 50], [60, 45, 70]])

    hidden = [n for row in published.cells for n in row].count(None)
    assert published.cells[0][0] is None
    assert hidden == 4  # itself, one beside it, one below, and the corner between


def test_a_table_is_refused_where_it_is_none() -> None:
    wrong_ones: list[list[list[int]]] = [[], [[]], [[1, 2], [3]], [[-1]]]
    for wrong in wrong_ones:
        with pytest.raises(ValueError, match=r"table|count"):
            suppress(wrong)


def _some_table(dice: random.Random) -> list[list[int]]:
    rows, columns = dice.randint(1, 6), dice.randint(1, 6)
    most = dice.choice([3, 15, 60, 400])
    return [[dice.choice([0, dice.randint(0, most), dice.randint(0, 12)]) for _ in range(columns)] for _ in range(rows)]


def _solved(published: Published) -> set[Cell]:
    """The hidden cells that adding and subtracting published ones gives away: Gauss, exactly."""
    cells = published.cells
    unknown = [(i, j) for i, row in enumerate(cells) for j, n in enumerate(row) if n is None]
    place = {cell: k for k, cell in enumerate(unknown)}
    equations = []
    lines = [[(i, j) for j in range(len(cells[0]))] for i in range(len(cells))]
    lines += [[(i, j) for i in range(len(cells))] for j in range(len(cells[0]))]
    for line in lines:
        equation = [Fraction(0)] * len(unknown)
        for cell in line:
            if cell in place:
                equation[place[cell]] = Fraction(-1 if cell == line[-1] else 1)
        equations.append(equation)
    done = 0
    for k in range(len(unknown)):
        pivot = next((e for e in range(done, len(equations)) if equations[e][k]), None)
        if pivot is None:
            continue
        equations[done], equations[pivot] = equations[pivot], equations[done]
        first = equations[done][k]
        equations[done] = [value / first for value in equations[done]]
        for e, equation in enumerate(equations):
            if e != done and equation[k]:
                times = equation[k]
                equations[e] = [a - times * b for a, b in zip(equation, equations[done], strict=True)]
        done += 1
    alone = [[k for k, value in enumerate(equation) if value] for equation in equations]
    return {unknown[known[0]] for known in alone if len(known) == 1}


def _fillings(published: Published, free: list[Cell]) -> list[list[list[int]]]:
    """Every table that agrees with what is published, nothing hidden being 0."""
    found = []
    for guess in product(range(1, 10), repeat=len(free)):
        counts = [[published.cells[i][j] or 0 for j in range(2)] for i in range(2)]
        for (i, j), n in zip(free, guess, strict=True):
            counts[i][j] = n
        table = with_totals(counts)
        agrees = all(
            (n > 0) if published.cells[i][j] is None else n == published.cells[i][j]
            for i, row in enumerate(table)
            for j, n in enumerate(row)
        )
        if agrees:
            found.append(table)
    return found
