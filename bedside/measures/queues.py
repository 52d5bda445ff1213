"""The estimators of the field for a wait in a line, each by its usual name, and what a wrong one costs. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache


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


def still_inside(minutes: float, mean: float) -> float:
    """How much longer a visit takes that has taken so long already: visits vary by some six tenths of their mean."""
    stages = 3
    rate = stages / mean
    longer = 1 - erlang(stages, rate, minutes)
    return mean / stages if longer < 1e-9 else mean * (1 - erlang(stages + 1, rate, minutes)) / longer - minutes
