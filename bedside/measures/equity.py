"""How evenly work is shared: 0 where each carries the same, and nearer to 1 the more one carries alone."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from statistics import median

MOST = 1.3  # times the middle of a team: nobody carries more in a week


def gini(loads: Sequence[float]) -> float:
    """Σ(2i − n − 1)·x_i / (n·Σx) over the loads in order, from 0 to (n − 1)/n. Where nobody carries anything: 0."""
    if not loads or min(loads) < 0:
        raise ValueError("Give the load of each, none of them below 0.")
    n, whole = len(loads), fsum(loads)
    if whole == 0:
        return 0.0
    return fsum((2 * i - n - 1) * load for i, load in enumerate(sorted(loads), start=1)) / (n * whole)


def most_to_middle(loads: Sequence[float]) -> float | None:
    """How many times the middle load the largest is; not known where the middle one is nothing."""
    middle = median(loads) if loads else 0
    return max(loads) / middle if middle else None
