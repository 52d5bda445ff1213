"""The no-show model: learned on the first part of time, measured on the last, explained for each booking.

It is for offering help, never for giving somebody a worse time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from .bookings import Bookings, Earlier, Floats, earlier
from .features import GROUPS, MEASURED, NAMES, features
from .judging import Judgement, judge
from .logistic import fit, probability
from .moments import DAY

VERSION = 1
LEARN_ON = 0.7  # of the bookings, the first in time
FEWEST = 200  # bookings with a known outcome; from fewer nothing is learned
FEWEST_OF_EACH = 20  # missed and kept among those learned from
FEWEST_TO_JUDGE = 5  # missed and kept among those it is measured on
RIDGE = 5.0  # chosen on made-up clinics of 300 to 20,000 bookings: the flattest from 1 to 20
ENOUGH_AUC = 0.55
RIGHT_SLOPE = (0.6, 1.6)
RIGHT_IN_THE_LARGE = 0.5  # log-odds
FEWEST_MISSED = 50  # in the part it was measured on, before the measure itself can be trusted

Verdict = Literal["good", "no better", "cannot tell", "too few", "too far off", "other times"]
GOOD: Verdict = "good"
SENTENCES: dict[Verdict, str] = {
    "good": "Good enough to offer help with: better than the base rate, and its numbers are about right.",
    "no better": "Not good enough: it is no better than saying the same for everybody.",
    "cannot tell": "Not good enough: it hardly tells missed visits from kept ones.",
    "too few": "Not sure enough: too few visits were missed to measure it on.",
    "too far off": "Not good enough: its highest and lowest numbers are too far off.",
    "other times": "Not good enough: visits are missed at another rate now than when it was learned.",
}


class TooLittle(ValueError):
    """Why nothing can be learned from these bookings, in a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Model:
    """What was learned: a start, and for each name how much it adds to the log-odds of a missed visit."""

    intercept: float
    coefficients: tuple[float, ...]
    means: tuple[float, ...]  # of the bookings learned from; what is not known counts as the mean
    share: float  # that was missed among them
    n: int
    first_day: date
    last_day: date
    version: int = VERSION
    names: tuple[str, ...] = NAMES

    def parts(self, rows: Floats) -> Floats:
        """How much each thing adds to, or takes from, the log-odds of each booking."""
        away = rows - np.array(self.means)
        return np.asarray(np.where(np.isnan(away), 0.0, away) * np.array(self.coefficients))

    def score(self, rows: Floats) -> Floats:
        """The probability that each is missed."""
        return probability(self.intercept + self.parts(rows).sum(axis=1))


@dataclass(frozen=True)
class Learned:
    model: Model
    everybody: Judgement  # of the last part of time
    not_same_day: Judgement | None  # without bookings for the very day; None where there are no others
    tested_from: date
    tested_until: date
    patients: int

    @property
    def verdict(self) -> Verdict:
        """Whether it is good enough to be used, and if not, why."""
        return verdict(self.everybody, self.not_same_day)


def learn(bookings: Bookings, past: Bookings | None = None) -> Learned:
    """Learn from the first 70 % of time, and measure on the rest, which the model has not seen.

    `past` is where the same patients' earlier visits stand, if there are more than those to learn from.
    """
    if len(bookings) < FEWEST:
        raise TooLittle(
            f"There are {len(bookings)} bookings whose outcome is known. At least {FEWEST} are needed to learn from."
        )
    cut = _cut(bookings)
    first, last = bookings.starts_wall < cut, bookings.starts_wall >= cut
    _both_happened(bookings.missed[first], FEWEST_OF_EACH, "learn from")
    _both_happened(bookings.missed[last], FEWEST_TO_JUDGE, "measure it on")
    rows = features(bookings, earlier(bookings.patient, bookings.booked, past or bookings))
    model = _model(bookings.only(first), rows[first])
    p, missed = model.score(rows[last]), bookings.missed[last]
    ahead = ~bookings.same_day[last]
    return Learned(
        model=model,
        everybody=judge(p, missed, known_share=model.share),
        not_same_day=judge(p[ahead], missed[ahead], known_share=model.share) if ahead.any() else None,
        tested_from=_day(int(bookings.starts_wall[last].min())),
        tested_until=_day(int(bookings.starts_wall.max())),
        patients=len(np.unique(bookings.patient[bookings.patient >= 0])),
    )


def verdict(everybody: Judgement, ahead: Judgement | None) -> Verdict:
    """Good enough is: better than the base rate with and without same-day bookings, and about right in size."""
    for one in filter(None, (everybody, ahead)):
        if one.auc is None:
            continue
        if one.brier >= one.brier_base:
            return "no better"
        if one.auc < ENOUGH_AUC:
            return "cannot tell"
    if everybody.missed < FEWEST_MISSED:
        return "too few"
    low, high = RIGHT_SLOPE
    if everybody.slope is None or not low <= everybody.slope <= high:
        return "too far off"
    if everybody.in_the_large is None or abs(everybody.in_the_large) > RIGHT_IN_THE_LARGE:
        return "other times"
    return GOOD


def explained(model: Model, row: Floats) -> list[tuple[str, float]]:
    """What each group of things adds to the log-odds of one booking, the largest first."""
    parts = model.parts(row[None, :])[0]
    at = {name: index for index, name in enumerate(model.names)}
    sums = {group: float(sum(parts[at[name]] for name in names)) for group, names in GROUPS.items()}
    return sorted(sums.items(), key=lambda one: -abs(one[1]))


def one_booking(
    *, booked: int, booked_wall: int, starts: int, starts_wall: int, age: float, reminded: float, days_only: bool
) -> Bookings:
    """A list of one, to be scored: how it ends is not known."""

    def alone(value: float, kind: type = np.int64) -> np.ndarray:
        return np.array([value], dtype=kind)

    return Bookings(
        patient=alone(0),
        booked_wall=alone(booked_wall),
        booked=alone(booked),
        starts_wall=alone(starts_wall),
        starts=alone(starts),
        days_only=days_only,
        age=alone(age, np.float64),
        reminded=alone(reminded, np.float64),
        missed=alone(np.nan, np.float64),
    )


def row_of(booking: Bookings, *, visits: float, missed: float) -> Floats:
    """What the model looks at in a list of one; NaN visits where her past is not known."""
    row: Floats = features(booking, Earlier(np.array([visits]), np.array([missed])))[0]
    return row


def _model(bookings: Bookings, rows: Floats) -> Model:
    known = ~np.isnan(rows)
    many = np.maximum(known.sum(axis=0), 1)
    means = np.where(known, rows, 0.0).sum(axis=0) / many
    away = np.where(known, rows - means, 0.0)
    measured = np.array([name in MEASURED for name in NAMES])
    scale = np.where(measured, np.maximum(away.std(axis=0), 1e-6), 1.0)  # a rare yes is held more than a common one
    found = fit(away / scale, bookings.missed, np.full(len(NAMES), RIDGE))
    return Model(
        intercept=found.intercept,
        coefficients=tuple(float(one) for one in found.coefficients / scale),
        means=tuple(float(one) for one in means),
        share=float(bookings.missed.mean()),
        n=len(bookings),
        first_day=_day(int(bookings.starts_wall.min())),
        last_day=_day(int(bookings.starts_wall.max())),
    )


def _cut(bookings: Bookings) -> int:
    """The midnight before which about seven in ten of the bookings began."""
    at = int(np.quantile(bookings.starts_wall, LEARN_ON))
    return at - at % DAY


def _both_happened(missed: Floats, fewest: int, to: str) -> None:
    hits = int(missed.sum())
    if hits < fewest or len(missed) - hits < fewest:
        raise TooLittle(
            f"Of {len(missed)} bookings to {to}, {hits} were missed and {len(missed) - hits} were kept. "
            f"At least {fewest} of each are needed."
        )


def _day(wall: int) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + wall // DAY)
