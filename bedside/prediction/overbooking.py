"""How many more may be booked than there are times, so that seldom more come than can be seen; and at which times.

It looks at the session as a whole. Who is booked beside whom depends on nobody's number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

ALPHA = 0.15  # how often more may come than there are times
APART = timedelta(hours=1)  # at most one of them in an hour


@dataclass(frozen=True)
class Outlook:
    """What a session comes to when so many are booked for so many times."""

    booked: int
    capacity: int
    too_many: float  # the probability that more come than there are times
    idle: float  # times that stay empty, on average
    excess: float  # people beyond the times, on average


@dataclass(frozen=True)
class Advice:
    more: int  # to book beyond the times there are
    outlook: Outlook  # with those
    at: tuple[datetime, ...] = ()


def shows(missing: Sequence[float]) -> list[float]:
    """The probability that 0, 1, 2 … of them come, each missing with a probability of her own."""
    found = [1.0]
    for p in missing:
        if not 0 <= p <= 1:
            raise ValueError(f"A probability lies between 0 and 1, not at {p}.")
        come = 1 - p
        found = [
            (found[k] * p if k < len(found) else 0.0) + (found[k - 1] * come if k else 0.0)
            for k in range(len(found) + 1)
        ]
    return found


def outlook(missing: Sequence[float], capacity: int) -> Outlook:
    """What comes of booking these people for so many times."""
    likely = shows(missing)
    return Outlook(
        booked=len(missing),
        capacity=capacity,
        too_many=sum(p for k, p in enumerate(likely) if k > capacity),
        idle=sum(p * (capacity - k) for k, p in enumerate(likely) if k < capacity),
        excess=sum(p * (k - capacity) for k, p in enumerate(likely) if k > capacity),
    )


def same_for_all(booked: int, capacity: int, p: float) -> Outlook:
    """The same where everybody misses as often: the binomial."""
    return outlook([p] * booked, capacity)


def advise(
    missing: Sequence[float], capacity: int, *, usual: float, alpha: float = ALPHA, starts: Sequence[datetime] = ()
) -> Advice:
    """How many more to book for a session, and beside which of its times.

    `missing` are those who are booked; whoever might still be booked misses as often as is usual. None are advised
    where more are booked than there are times already.
    """
    if not 0 < alpha < 1:
        raise ValueError(f"How often too many may come lies between 0 and 1, not at {alpha}.")
    people = list(missing) + [usual] * max(capacity - len(missing), 0)
    best = outlook(people, capacity)
    most = 0 if len(missing) > capacity else capacity
    where = places(starts, most) if starts else ()
    if starts:
        most = min(most, len(where))
    more = 0
    while more < most:
        further = outlook([*people, *[usual] * (more + 1)], capacity)
        if further.too_many > alpha:
            break
        more, best = more + 1, further
    return Advice(more, best, places(starts, more) if starts else ())


def places(starts: Sequence[datetime], many: int) -> tuple[datetime, ...]:
    """Beside which times of a session: the first two and those in the middle, never the last, never two in an hour."""
    times = sorted(set(starts))
    if many < 1 or len(times) < 2:
        return ()
    middle = (len(times) - 1) // 2
    wanted = [times[0], times[1], times[middle], times[min(middle + 1, len(times) - 1)]]
    chosen: list[datetime] = []
    for time in dict.fromkeys(wanted):
        if time != times[-1] and all(abs(time - one) >= APART for one in chosen):
            chosen.append(time)
    return tuple(sorted(chosen[:many]))
