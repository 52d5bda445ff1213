"""How good probabilities were, once it is known what happened."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from .bookings import Floats
from .logistic import fit, probability

BINS = 10
STEEP = 1e-6


@dataclass(frozen=True)
class Bin:
    """Bookings of about one probability: what was said of them, and what came of them."""

    n: int
    predicted: float
    observed: float


@dataclass(frozen=True)
class Judgement:
    n: int
    missed: int
    auc: float | None  # None where all came, or none
    brier: float
    brier_base: float  # of saying for everybody the share that was missed among these very bookings
    brier_before: float  # of saying for everybody the share that was known when it was learned
    slope: float | None  # 1 is right; below it the extremes were too extreme
    intercept: float | None  # beside that slope; 0 is right
    in_the_large: float | None  # log-odds by which all of them are off together; above 0 too few were foreseen
    bins: tuple[Bin, ...]

    @property
    def share(self) -> float:
        return self.missed / self.n

    @property
    def skill(self) -> float:
        """How much of the base rate's error is gone: 0 none, 1 all."""
        return 1 - self.brier / self.brier_base if self.brier_base else 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"share_missed": self.share, "skill": self.skill}


def judge(p: Floats, missed: Floats, *, known_share: float) -> Judgement:
    """Everything we say about probabilities, from what was said and what came."""
    n, hits = len(p), int(missed.sum())
    share = hits / n if n else 0.0
    both = 0 < hits < n
    slope, intercept, large = calibration(p, missed) if both else (None, None, None)
    return Judgement(
        n=n,
        missed=hits,
        auc=auc(p, missed) if both else None,
        brier=brier(p, missed),
        brier_base=share * (1 - share),
        brier_before=brier(np.full(n, known_share), missed),
        slope=slope,
        intercept=intercept,
        in_the_large=large,
        bins=bins(p, missed),
    )


def auc(p: Floats, missed: Floats) -> float:
    """How often a missed visit was given more than a kept one; equals count half."""
    order = np.argsort(p, kind="stable")
    _values, starts, counts = np.unique(p[order], return_index=True, return_counts=True)
    ranks = np.empty(len(p))
    ranks[order] = np.repeat(starts + (counts + 1) / 2, counts)
    many = float(missed.sum())
    return float((ranks[missed == 1].sum() - many * (many + 1) / 2) / (many * (len(p) - many)))


def brier(p: Floats, missed: Floats) -> float:
    return float(np.mean((p - missed) ** 2)) if len(p) else 0.0


def bins(p: Floats, missed: Floats, many: int = BINS) -> tuple[Bin, ...]:
    """About as many bookings in each, by probability; equal ones are never torn apart."""
    if not len(p):
        return ()
    edges = np.unique(np.quantile(p, np.linspace(0, 1, many + 1)[1:-1]))
    which = np.searchsorted(edges, p, side="left")
    found = [which == at for at in range(len(edges) + 1)]
    return tuple(Bin(int(one.sum()), float(p[one].mean()), float(missed[one].mean())) for one in found if one.any())


def calibration(p: Floats, missed: Floats) -> tuple[float | None, float, float]:
    """Slope and intercept of the outcomes on the predicted log-odds, and the intercept where the slope is held at 1."""
    odds = np.log(np.clip(p, STEEP, 1 - STEEP) / (1 - np.clip(p, STEEP, 1 - STEEP)))
    large = _in_the_large(odds, missed)
    if odds.std() < STEEP:
        return None, large, large
    line = fit(odds[:, None], missed, np.zeros(1))
    return float(line.coefficients[0]), line.intercept, large


def _in_the_large(odds: Floats, missed: Floats) -> float:
    """By how much all log-odds must move so that as many are foreseen as were missed."""
    low, high = -20.0, 20.0
    for _step in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if probability(odds + middle).sum() < missed.sum() else (low, middle)
    return (low + high) / 2
