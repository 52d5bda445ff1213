"""Fitting a straight line through more than one cause: least squares, and Student's t for its intervals.

By the normal equations in plain Python: a handful of columns and some hundred rows is all we ever fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, exp, fsum, lgamma, pi, sqrt

Matrix = list[list[float]]


@dataclass(frozen=True)
class Fit:
    coefficients: tuple[float, ...]
    errors: tuple[float, ...]  # standard errors, in the same order
    left: int  # degrees of freedom

    def interval(self, at: int, sure: float = 0.95) -> tuple[float, float]:
        """Between what one coefficient lies, as sure as asked."""
        away = t_quantile((1 + sure) / 2, self.left) * self.errors[at]
        return self.coefficients[at] - away, self.coefficients[at] + away


def least_squares(rows: Sequence[Sequence[float]], values: Sequence[float]) -> Fit:
    """The line nearest to the values; refused where the rows cannot tell the causes apart."""
    many, left = len(rows[0]), len(rows) - len(rows[0])
    if left < 1:
        raise ValueError("There are too few points for so many causes.")
    squares = [[fsum(row[i] * row[j] for row in rows) for j in range(many)] for i in range(many)]
    turned = _inverse(squares)
    products = [fsum(row[i] * value for row, value in zip(rows, values, strict=True)) for i in range(many)]
    found = [fsum(turned[i][j] * products[j] for j in range(many)) for i in range(many)]
    missed = fsum(
        (value - fsum(a * b for a, b in zip(row, found, strict=True))) ** 2
        for row, value in zip(rows, values, strict=True)
    )
    errors = [sqrt(max(missed / left * turned[i][i], 0.0)) for i in range(many)]
    return Fit(tuple(found), tuple(errors), left)


def _inverse(matrix: Matrix) -> Matrix:
    """By elimination with the largest pivot."""
    many = len(matrix)
    work = [[*row, *(float(i == j) for j in range(many))] for i, row in enumerate(matrix)]
    for column in range(many):
        pivot = max(range(column, many), key=lambda row: abs(work[row][column]))
        if abs(work[pivot][column]) < 1e-9:
            raise ValueError("These points cannot tell the causes apart.")
        work[column], work[pivot] = work[pivot], work[column]
        work[column] = [one / work[column][column] for one in work[column]]
        for row in range(many):
            if row != column and work[row][column]:
                times = work[row][column]
                work[row] = [one - times * two for one, two in zip(work[row], work[column], strict=True)]
    return [row[many:] for row in work]


def t_quantile(share: float, left: int) -> float:
    """Below what a Student's t with so many degrees of freedom falls so often."""
    if not 0.5 <= share < 1 or left < 1:
        raise ValueError("Ask for a share from a half to below one, of one degree of freedom at least.")
    low, high = 0.0, 2.0
    while _t_below(high, left) < share and high < 1e6:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_below(middle, left) < share else (low, middle)
    return (low + high) / 2


def _t_below(t: float, left: int) -> float:
    """A half and the area up to t, by Simpson's rule over the angle, where the curve is smooth."""
    scale = exp(lgamma((left + 1) / 2) - lgamma(left / 2)) / sqrt(pi)
    # with x = sqrt(left) * tan(a), the density becomes scale * cos(a) ** (left - 1)
    steps = 200
    width = atan(t / sqrt(left)) / steps
    area = fsum((1 if k in (0, steps) else 4 if k % 2 else 2) * cos(k * width) ** (left - 1) for k in range(steps + 1))
    return 0.5 + scale * area * width / 3
