"""How many people a phone needs: Erlang's formula for callers who wait for ever, and Palm's for those who hang up.

Calls come at random, talk lasts an exponential time, patience too. C (Erlang) overstates waits where people hang up and
says nothing where more is said than people can listen to; A (Palm's, with abandonment) answers there as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import exp, expm1, inf, lgamma, log, log1p

HALF_HOUR = 1800.0  # seconds
NEAR = 1e-16
PANELS = 256


@dataclass(frozen=True)
class Load:
    """What comes in: calls a second, and how many seconds each takes."""

    rate: float
    handling: float

    @property
    def erlangs(self) -> float:
        """How many people would talk all the time if nobody ever waited."""
        return self.rate * self.handling


def blocked(erlangs: float, agents: int) -> float:
    """Erlang B: the share of calls that find nobody free where nobody may wait."""
    if erlangs <= 0:
        return 0.0 if agents else 1.0
    share = 1.0
    for busy in range(1, agents + 1):
        share = erlangs * share / (busy + erlangs * share)
    return share


@dataclass(frozen=True)
class ErlangC:
    """Callers wait until somebody answers, however long it takes."""

    load: Load
    agents: int
    blocking: float

    @classmethod
    def of(cls, load: Load, agents: int) -> ErlangC:
        return cls(load, agents, blocked(load.erlangs, agents))

    @property
    def is_stable(self) -> bool:
        return self.load.erlangs < self.agents or self.load.erlangs == 0

    @property
    def occupancy(self) -> float:
        return min(1.0, self.load.erlangs / self.agents) if self.agents else float(self.load.erlangs > 0)

    @cached_property
    def waits(self) -> float:
        """The share of callers who wait at all."""
        if self.load.erlangs == 0:
            return 0.0
        if not self.is_stable:
            return 1.0
        return self.agents * self.blocking / (self.agents - self.load.erlangs * (1 - self.blocking))

    @property
    def mean_wait(self) -> float:
        if self.waits == 0.0:
            return 0.0
        return self.waits * self.load.handling / (self.agents - self.load.erlangs) if self.is_stable else inf

    def answered_within(self, seconds: float) -> float:
        if self.waits == 0.0:
            return 1.0
        if not self.is_stable:
            return 0.0
        return 1 - self.waits * exp(-(self.agents - self.load.erlangs) * seconds / self.load.handling)


@dataclass(frozen=True)
class ErlangA:
    """Callers hang up when their patience is over."""

    load: Load
    agents: int
    patience: float  # seconds, in the mean; may be 0
    blocking: float

    @classmethod
    def of(cls, load: Load, agents: int, patience: float) -> ErlangA:
        return cls(load, agents, patience, blocked(load.erlangs, agents))

    @property
    def occupancy(self) -> float:
        if not self.agents:
            return float(self.load.erlangs > 0)
        return min(1.0, self.load.erlangs * (1 - self.abandons) / self.agents)

    @property
    def _served_rate(self) -> float:
        """Calls that all agents together end in a second."""
        return self.agents / self.load.handling

    @cached_property
    def _log_queue(self) -> float:
        """The logarithm of how much likelier it is that all are busy than that all are busy and nobody waits."""
        return _log_series(self._served_rate * self.patience, self.load.rate * self.patience)

    @cached_property
    def waits(self) -> float:
        """The share of callers who do not get through at once."""
        if self.load.erlangs == 0:
            return 0.0
        if self.blocking >= 1.0:
            return 1.0
        if self.blocking <= 0.0:
            return 0.0
        odds = log(self.blocking) - log1p(-self.blocking) + self._log_queue
        return 1 / (1 + exp(-odds)) if odds > -700 else 0.0

    @cached_property
    def abandons(self) -> float:
        """The share of callers who hang up."""
        if self.load.erlangs == 0:
            return 0.0
        if self.load.rate * self.patience < NEAR:
            return self.blocking
        served, comes = self._served_rate * self.patience, self.load.rate * self.patience
        if comes > served:
            return self.waits * (1 - served / comes * -expm1(-self._log_queue))
        return self.waits * _mean_of_series(served, comes) / comes

    @property
    def mean_wait(self) -> float:
        """Of all callers, those who hang up too."""
        return self.abandons * self.patience

    def answered_within(self, seconds: float) -> float:
        """The share of all callers who are answered within so many seconds."""
        if self.load.erlangs == 0:
            return 1.0
        if self.waits == 0.0 or self.patience == 0 or seconds == 0:
            return 1 - self.waits
        start = log(self.waits) - self._log_queue + (log(self._served_rate) if self.agents else -inf)
        return 1 - self.waits + self._answered(start, seconds)

    def _answered(self, start: float, seconds: float) -> float:
        """The integral of how likely each wait is, times that patience outlasts it, by Simpson's rule in stretches."""
        if start == -inf:
            return 0.0
        comes, served, patience = self.load.rate, self._served_rate, self.patience

        def at(t: float) -> float:
            return exp(start - comes * patience * expm1(-t / patience) - served * t - t / patience)

        marks = {0.0, seconds} | {seconds * 10.0**-power for power in range(1, 10)}
        if comes > served:  # then most wait about this long
            peak, width = patience * log(comes / served), (patience / served) ** 0.5
            marks |= {peak + step * width for step in range(-9, 10)}
        total = 0.0
        for begins, ends in pairwise(sorted(mark for mark in marks if 0 <= mark <= seconds)):
            step = (ends - begins) / PANELS
            inside = sum((4 if number % 2 else 2) * at(begins + number * step) for number in range(1, PANELS))
            total += step / 3 * (at(begins) + inside + at(ends))
        return total


def _log_series(served: float, comes: float) -> float:
    """log of 1 + y/(x+1) + y²/((x+1)(x+2)) + …, however large: an incomplete gamma function."""
    if comes <= served + 1:
        term = total = 1.0
        step = 0
        while term > NEAR * total:
            step += 1
            term *= comes / (served + step)
            total += term
        return log(total)
    if served == 0:
        return comes
    whole = comes - served * log(comes) + lgamma(served + 1)
    # What lies above is e^-y y^x / Γ(x) times a continued fraction, by Lentz.
    over = log(_fraction(served, comes)) - comes + served * log(comes) - lgamma(served)
    return whole + log1p(-exp(min(over, -1e-12)))


def _fraction(served: float, comes: float) -> float:
    tiny = 1e-300
    b = comes + 1 - served
    c, d = 1 / tiny, 1 / b
    found = d
    step = 0
    while True:
        step += 1
        a = -step * (step - served)
        b += 2
        d = a * d + b
        d = 1 / (d if abs(d) > tiny else tiny)
        c = b + a / c
        c = c if abs(c) > tiny else tiny
        found *= c * d
        if abs(c * d - 1) < NEAR * 10 or step > 1_000_000:
            return found


def _mean_of_series(served: float, comes: float) -> float:
    """How many wait in the mean, where all are busy."""
    term = total = 1.0
    waiting = 0.0
    step = 0
    while term > NEAR * total:
        step += 1
        term *= comes / (served + step)
        total += term
        waiting += step * term
    return waiting / total
