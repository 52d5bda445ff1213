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
from functools import lru_cache

from django.utils.translation import gettext as _

from .order import RULES, Rules, Waiter, is_late, joins_at

IS_NEXT = frozenset({"E0", "E1", "U2", "H"})  # told no number: they are next
MIDDLE, MOST = 0.5, 0.8
ENOUGH = 30  # visits like this one, before the place's own past is believed
LAST = 400  # visits that are looked back on
SHOWS_UP = 0.9  # of people with a time who are not here yet, as long as they would not be late


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


@dataclass(frozen=True, slots=True)
class Past:
    """A visit that is over: what was known when she came, and how long she then waited to be called."""

    outlook: Outlook
    waited: float


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
    alike = [one for one in past if is_like(one.outlook, outlook)]
    if len(alike) >= ENOUGH:
        middle, most = _as_before(outlook, alike)
        basis, n = Basis.HISTORY, len(alike)
    else:
        middle, most = _by_theory(outlook)
        basis, n = Basis.QUEUE, 0
    low = rounded_up(middle)
    return Range(low, max(low, rounded_up(most)), basis, n, middle)


def is_like(past: Outlook, now: Outlook) -> bool:
    """Whether a wait of the past says something about this one: about as many before her, and as early or not."""
    if past.ahead is None or now.ahead is None or not past.is_known or past.at_once != now.at_once:
        return False
    if (past.not_before > past.from_line) != (now.not_before > now.from_line):
        return False
    mine, theirs = now.ahead / (now.clinicians or 1), past.ahead / (past.clinicians or 1)
    return abs(mine - theirs) <= 0.5 + mine / 4


def _as_before(outlook: Outlook, alike: Sequence[Past]) -> tuple[float, float]:
    if outlook.typical == 0:
        waits = [one.waited for one in alike]
        return quantile(waits, MIDDLE), quantile(waits, MOST)
    times = [one.waited / one.outlook.typical for one in alike if one.outlook.typical > 0]
    return outlook.typical * quantile(times, MIDDLE), outlook.typical * quantile(times, MOST)


def _by_theory(outlook: Outlook) -> tuple[float, float]:
    if outlook.ahead is None or not outlook.clinicians or not outlook.mean or outlook.at_once:
        return outlook.not_before, outlook.not_before
    shape, rate = math.ceil(outlook.ahead) + 1, outlook.clinicians / outlook.mean / outlook.begun
    return (
        max(outlook.not_before, gamma_quantile(shape, rate, MIDDLE)),
        max(outlook.not_before, gamma_quantile(shape, rate, MOST)),
    )


def still_inside(minutes: float, mean: float) -> float:
    """How much longer a visit takes that has taken so long already: visits vary by some six tenths of their mean."""
    stages = 3
    rate = stages / mean
    longer = 1 - erlang(stages, rate, minutes)
    return mean / stages if longer < 1e-9 else mean * (1 - erlang(stages + 1, rate, minutes)) / longer - minutes


def rounded_up(minutes: float) -> int:
    """Up to whole five minutes, from an hour on to whole quarters; never below five."""
    fives = max(5, 5 * math.ceil(minutes / 5 - 1e-9))
    return fives if fives < 60 else 15 * math.ceil(minutes / 15 - 1e-9)


def step(minutes: float) -> int:
    """How fine the told numbers are at this length."""
    return 5 if minutes < 60 else 15


# The estimators of the field, each by its usual name.


def queue_length(ahead: float, clinicians: int, mean: float) -> float:
    """QL: everybody before her, and one of those now inside, must be done."""
    return (ahead + 1) * mean / clinicians


def queue_length_with_leaving(ahead: int, clinicians: int, mean: float, leaves: float) -> float:
    """QLm: as QL, where each who waits gives up at the rate `leaves` for each minute."""
    return sum(1 / (clinicians / mean + number * leaves) for number in range(ahead + 1))


def last_to_enter(called: Sequence[tuple[datetime, datetime]]) -> float | None:
    """LES: the wait of the one who was called last, from (came, called) of each; None before anybody was."""
    if not called:
        return None
    came, when = max(called, key=lambda one: one[1])
    return (when - came).total_seconds() / 60


def head_of_line(arrivals: Iterable[datetime], now: datetime) -> float | None:
    """HOL: how long the one who waits longest has waited so far; None where nobody waits."""
    first = min(arrivals, default=None)
    return None if first is None else (now - first).total_seconds() / 60


def erlang(shape: int, rate: float, minutes: float) -> float:
    """The chance that so many visits, one after the other, are done by then."""
    if minutes <= 0:
        return 0.0
    mean = rate * minutes
    logs = (number * math.log(mean) - mean - math.lgamma(number + 1) for number in range(shape))
    return max(0.0, 1 - math.fsum(math.exp(one) for one in logs))


def gamma_quantile(shape: int, rate: float, share: float) -> float:
    """The minutes in which this share of waits for so many visits is over."""
    if shape < 1 or rate <= 0 or not 0 < share < 1:
        raise ValueError("A wait needs a whole number of visits, a pace above zero and a share between 0 and 1.")
    return _at_pace_one(shape, share) / rate


@lru_cache(maxsize=4096)
def _at_pace_one(shape: int, share: float) -> float:
    """Found by halving; the pace only stretches it, so that each is looked for once."""
    low, high = 0.0, float(shape)
    while erlang(shape, 1.0, high) < share:
        high *= 2
    while high - low > 1e-9 * high:
        middle = (low + high) / 2
        if erlang(shape, 1.0, middle) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def pinball(actual: float, told: float, share: float) -> float:
    """The price of a told quantile: being too low costs `share` a minute, being too high the rest."""
    return share * max(0.0, actual - told) + (1 - share) * max(0.0, told - actual)


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of the next ones will keep to, as far as the seen ones can say."""
    if not values:
        raise ValueError("Nothing was seen, so nothing can be said.")
    rank = math.ceil(share * (len(values) + 1))
    return sorted(values)[min(rank, len(values)) - 1]


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
