"""What time it is. The only source of time in the product; nothing else may ask the machine.

Tests and the town may hold the hands: `stopped_at` (the clock stands still, and can be moved on) and `moved_to` (it
runs on from another moment). The held clock belongs to the whole process, not to one thread or context, because the
worker's and the server's threads must see the same time as the test that stopped it. Holds may be nested: the latest
is read.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_holding = threading.Lock()
_holds: list[Callable[[], datetime]] = []


def now() -> datetime:
    """The present instant, in UTC."""
    with _holding:
        if _holds:
            return _holds[-1]()
    return datetime.now(UTC)


class Stopped:
    """A clock that stands still until somebody moves its hands."""

    def __init__(self, moment: datetime) -> None:
        self._moment = instant(moment)

    def __call__(self) -> datetime:
        return self._moment

    def move(self, **by: float) -> datetime:
        """Move the hands, as in `clock.move(hours=2)`."""
        self._moment += timedelta(**by)
        return self._moment

    def move_to(self, moment: datetime) -> datetime:
        self._moment = instant(moment)
        return self._moment


@contextmanager
def stopped_at(moment: datetime) -> Iterator[Stopped]:
    """Inside, it is always `moment`, until the clock it hands out is moved."""
    stopped = Stopped(moment)
    with _held(stopped):
        yield stopped


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Inside, time starts at `moment` and runs on as usual."""
    start, began = instant(moment), time.monotonic()
    with _held(lambda: start + timedelta(seconds=time.monotonic() - began)):
        yield


@contextmanager
def _held(reading: Callable[[], datetime]) -> Iterator[None]:
    with _holding:
        _holds.append(reading)
    try:
        yield
    finally:
        with _holding:
            _holds.remove(reading)


def instant(moment: datetime) -> datetime:
    """The same moment in UTC; a time without a zone is refused, for nobody knows when it is."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat(' ')} has no time zone, so nobody knows when it is.")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"The year {moment.year} is not one we can plan for.") from None
