"""How long somebody will wait: honest arithmetic about a line. Pure: no table, no clock, no library of statistics.

What is told is a range from the middle guess to the one that four in five waits keep to, rounded up. Where this place
has seen enough visits like this one, the range comes from them; else from the theory of queues. Where too little is
known, nothing is told, and never zero. Minutes everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property

from django.utils.translation import gettext as _

from bedside.measures.queues import gamma_quantile, quantile, queue_length, still_inside

from .order import RULES, Rules, Waiter, is_late, joins_at

IS_NEXT = frozenset({"E0", "E1", "U2", "H"})  # told no number: they are next
MIDDLE, MOST = 0.5, 0.8
ENOUGH = 30  # visits like this one, before the place's own past is believed
WIDER = 2.0  # how much less like it they may be where few are like it
LAST = 1000  # visits that are looked back on
SHOWS_UP = 0.9  # of people with a time who are not here yet, as long as they would not be late


class Kind(Enum):
    """What a wait is for: nothing, as somebody is free; the people before her; or her own time, still to come."""

    AT_ONCE = "at once"
    LINE = "line"
    OWN_TIME = "own time"


class Basis(Enum):
    """What a told wait rests on."""

    QUEUE = "queue"
    HISTORY = "history"
    NEXT = "next"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known at one moment about one person's wait. None is unknown."""

    level: str
    ahead: float | None  # who will be called before her, those who are still to come included
    clinicians: int | None  # who call from her line
    mean: float | None  # minutes from one call to the next of one clinician, lately
    free: int = 0  # clinicians with nobody in their room
    not_before: float = 0.0  # minutes until her own time lets her be called
    inside: float | None = None  # minutes for which those who are being seen have been inside, on average
    at_work: bool = True  # somebody of this session has been called; else it may begin late

    @property
    def is_known(self) -> bool:
        return self.ahead is not None and bool(self.clinicians) and bool(self.mean)

    @property
    def at_once(self) -> bool:
        """There are more clinicians free than people before her."""
        return self.ahead is not None and self.free > self.ahead

    @property
    def from_line(self) -> float:
        """The mean wait that the line alone makes."""
        if self.ahead is None or not self.clinicians or not self.mean or self.at_once:
            return 0.0
        return queue_length(self.ahead, self.clinicians, self.mean) * self.begun

    @property
    def begun(self) -> float:
        """By how much it shortens the whole that the visits inside are not at their beginning."""
        if self.inside is None or not self.mean or self.ahead is None:
            return 1.0
        return (self.ahead * self.mean + still_inside(self.inside, self.mean)) / ((self.ahead + 1) * self.mean)

    @property
    def typical(self) -> float:
        return max(self.from_line, self.not_before)

    @property
    def kind(self) -> Kind:
        if self.at_once:
            return Kind.AT_ONCE
        return Kind.OWN_TIME if self.not_before > self.from_line else Kind.LINE

    @property
    def for_each(self) -> float:
        """How many stand before her for each clinician."""
        return (self.ahead or 0.0) / (self.clinicians or 1)


@dataclass(frozen=True)
class Past:
    """A visit that is over: what was known when she came, and how long she then waited to be called."""

    outlook: Outlook
    waited: float

    # Asked for with everybody who waits, again and again: reckoned once.
    @cached_property
    def kind(self) -> Kind | None:
        return self.outlook.kind if self.outlook.is_known else None

    @cached_property
    def for_each(self) -> float:
        return self.outlook.for_each

    @cached_property
    def typical(self) -> float:
        return self.outlook.typical


@dataclass(frozen=True, slots=True)
class Range:
    """What can be told, in whole minutes, and the two guesses it was rounded from."""

    low: int | None
    high: int | None
    basis: Basis
    n: int = 0  # visits it rests on, where it rests on visits
    middle: float | None = None

    @property
    def has_numbers(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def said(self) -> str:
        """The range as a sentence for her."""
        if self.basis is Basis.NEXT:
            return _("You are next.")
        if self.low is None or self.high is None:
            return _("We do not know yet how long it will be.")
        if self.low == self.high:
            return _("About {high} minutes").format(high=self.high)
        return _("About {low} to {high} minutes").format(low=self.low, high=self.high)

    @property
    def rests_on(self) -> str:
        """What it is reckoned from; empty where nothing was reckoned."""
        match self.basis:
            case Basis.HISTORY:
                return _("From our last {n} visits like yours.").format(n=self.n)
            case Basis.QUEUE:
                return _("From the number of people who wait now.")
        return ""


def expected(outlook: Outlook, past: Iterable[Past] = ()) -> Range:
    """The range to tell somebody now."""
    if outlook.level in IS_NEXT:
        return Range(None, None, Basis.NEXT)
    if not outlook.is_known:
        return Range(None, None, Basis.UNKNOWN)
    like = alike(outlook, past)
    middle, most = quantiles(outlook, like, (MIDDLE, MOST))
    low = rounded_up(middle)
    return Range(low, max(low, rounded_up(most)), Basis.HISTORY if like else Basis.QUEUE, len(like), middle)


def alike(outlook: Outlook, past: Iterable[Past]) -> list[Past]:
    """The visits of the past that say something about this wait: those nearest to it, if there are enough.

    Waits before anybody was called that day are a kind of their own; where few were seen, all hours must do.
    """
    near = [(distance(one, outlook.kind, outlook.for_each), one) for one in past] if outlook.is_known else []
    same = [each for each in near if each[1].outlook.at_work == outlook.at_work]
    for those in (same, near):
        found = [one for away, one in those if away <= 1]
        if len(found) < ENOUGH:
            wider = sorted((each for each in those if each[0] <= WIDER), key=lambda each: each[0])
            found = [one for _away, one in wider[:ENOUGH]]
        if len(found) >= ENOUGH:
            return found
    return []


def distance(past: Past, kind: Kind, for_each: float) -> float:
    """How unlike two waits are; at 1 they are hardly alike: by the people before her for each clinician."""
    if past.kind is None or past.kind is not kind:
        return math.inf
    return 0.0 if kind is Kind.AT_ONCE else abs(for_each - past.for_each) / (0.5 + for_each / 4)


def quantiles(outlook: Outlook, like: Sequence[Past], shares: Sequence[float]) -> list[float]:
    """The waits that these shares of people keep to, before any rounding."""
    reckoned = _as_before if like else _by_theory
    return [reckoned(outlook, like, share) for share in shares]


def _as_before(outlook: Outlook, like: Sequence[Past], share: float) -> float:
    if outlook.at_once or outlook.typical == 0:
        return quantile([one.waited for one in like], share)
    times = [one.waited / one.typical for one in like if one.typical > 0]
    return outlook.typical * quantile(times, share)


def _by_theory(outlook: Outlook, _like: Sequence[Past], share: float) -> float:
    if outlook.ahead is None or not outlook.clinicians or not outlook.mean or outlook.at_once:
        return outlook.not_before
    shape, rate = math.ceil(outlook.ahead) + 1, outlook.clinicians / outlook.mean / outlook.begun
    return max(outlook.not_before, gamma_quantile(shape, rate, share))


def rounded_up(minutes: float) -> int:
    """Up to whole five minutes, from an hour on to whole quarters; never below five."""
    fives = max(5, 5 * math.ceil(minutes / 5 - 1e-9))
    return fives if fives < 60 else 15 * math.ceil(minutes / 15 - 1e-9)


def step(minutes: float) -> int:
    """How fine the told numbers are at this length."""
    return 5 if minutes < 60 else 15


def still_to_come(
    one: Waiter,
    booked: Iterable[datetime],
    now: datetime,
    *,
    clinicians: int,
    ahead: int,
    mean: float,
    rules: Rules = RULES,
) -> float:
    """How many who have a time and are not here yet will probably go before her.

    Before somebody who is on time go those whose time is before hers. Before anybody else, those whose time comes
    before her turn, but no more than may still pass her.
    """
    awaited = sorted(at for at in booked if at + rules.late >= now)
    if one.strict:
        return 0.0
    if one.scheduled_at is not None and not one.is_walk_in and not is_late(one, rules):
        return SHOWS_UP * sum(1 for at in awaited if at < one.scheduled_at)
    before, may_pass = 0.0, max(0, rules.passed_at_most - one.overtaken)
    for at in awaited:
        turn = queue_length(ahead + before, clinicians, mean)
        if (at - rules.early - now).total_seconds() / 60 > turn or before >= may_pass:
            break
        before = min(before + SHOWS_UP, may_pass)
    return before


def not_before(one: Waiter, now: datetime, rules: Rules = RULES) -> float:
    """Minutes until her own time lets her be called."""
    return 0.0 if one.strict else max(0.0, (joins_at(one, rules) - now).total_seconds() / 60)
