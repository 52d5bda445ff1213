"""Bookings of a clinic that never was: people differ in how often they miss, and long leads are forgotten.

The way they come about is not the way the model sees them: each person has a leaning of her own that nobody sees, and
the lead works in steps.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

COLUMNS = ("patient", "booked_at", "starts_at", "age", "reminded", "outcome")
FIRST = datetime(2023, 1, 2)


def rows(many: int, *, seed: int = 7, days: int = 540, people: int = 0) -> list[tuple[str, ...]]:
    """So many bookings in order of their beginning, as words in a file."""
    lot = np.random.default_rng(seed)
    people = people or max(many // 6, 1)
    leaning = lot.normal(0, 0.9, people)
    years = lot.integers(0, 95, people)
    whose = lot.integers(0, people, many)
    begins = np.sort(lot.integers(0, days, many)) * 1440 + lot.integers(8 * 12, 18 * 12, many) * 5
    lead = np.where(lot.random(many) < 0.3, lot.integers(10, 240, many), lot.gamma(1.2, 14 * 1440, many)).astype(int)
    ahead = lead // 1440
    reminded = (ahead >= 2) & (lot.random(many) < 0.7)
    steps = np.select([ahead < 1, ahead < 7, ahead < 21], [-1.2, 0.1, 0.4], 0.8)
    odds = -1.9 + leaning[whose] + steps - 0.4 * reminded + 0.35 * ((years[whose] >= 18) & (years[whose] < 30))
    missed = lot.random(many) < 1 / (1 + np.exp(-odds))
    return [
        (
            f"p{whose[at]}",
            (FIRST + timedelta(minutes=int(begins[at] - lead[at]))).isoformat(timespec="minutes"),
            (FIRST + timedelta(minutes=int(begins[at]))).isoformat(timespec="minutes"),
            str(years[whose[at]]),
            "yes" if reminded[at] else "no",
            "noshow" if missed[at] else "show",
        )
        for at in range(many)
    ]


def write(file: Path, lines: Sequence[Sequence[str]], columns: Sequence[str] = COLUMNS) -> Path:
    with file.open("w", newline="") as paper:
        csv.writer(paper).writerows([columns, *lines])
    return file


if __name__ == "__main__":
    write(Path(sys.argv[1]), rows(int(sys.argv[2]), days=900))
