"""Logistic regression with a small ridge, by Newton's steps: a few dozen columns, some hundred thousand rows.

A library of learning would add 12 seconds and 200 MB to setting up for this one fit: see docs/decisions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bookings import Floats

MOST_STEPS = 50
STILL = 1e-8  # no coefficient moves by more: the fit has arrived


@dataclass(frozen=True)
class Fit:
    intercept: float
    coefficients: Floats


def probability(log_odds: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -35.0, 35.0))))


def fit(rows: Floats, outcomes: Floats, ridge: Floats) -> Fit:
    """The coefficients that explain the outcomes best, each held towards 0 by its ridge; the intercept is free."""
    many = rows.shape[1]
    inside = np.column_stack([np.ones(len(rows)), rows])
    held = np.concatenate(([0.0], ridge))
    share = min(max(float(outcomes.mean()), 1e-6), 1 - 1e-6)
    found = np.zeros(many + 1)
    found[0] = np.log(share / (1 - share))
    worth = _worth(inside, outcomes, held, found)
    for _step in range(MOST_STEPS):
        p = probability(inside @ found)
        slope = inside.T @ (outcomes - p) - held * found
        curve = (inside * (p * (1 - p))[:, None]).T @ inside + np.diag(held + 1e-9)
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while (reached := _worth(inside, outcomes, held, found + size * step)) < worth and size > 1e-6:
            size /= 2  # far from the top a whole step may overshoot it
        found, worth = found + size * step, reached
        if np.abs(size * step).max() < STILL:
            break
    return Fit(float(found[0]), found[1:])


def _worth(inside: Floats, outcomes: Floats, held: Floats, found: Floats) -> float:
    """The penalised log-likelihood, which every step must raise."""
    odds = inside @ found
    return float(outcomes @ odds - np.logaddexp(0.0, odds).sum() - 0.5 * held @ (found * found))
