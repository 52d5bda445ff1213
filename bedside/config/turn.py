"""Pages are put together one at a time, though several threads answer.

Python lets one thread work at once. Four that all want to work take it from one another a hundred times in each page,
and a page that costs 18 ms by itself costs 26 ms then. So a thread takes its turn while it works, and gives it away
while it waits: for the pen, for the disk. Nobody is kept by one long page: whoever has waited a while goes ahead.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

A_WHILE = 0.1  # seconds; far more than an ordinary page takes


class Hands(threading.local):
    """What one thread is at."""

    makes_a_page = False
    has_the_turn = False


_turn, _my = threading.Lock(), Hands()


@contextlib.contextmanager
def in_turn() -> Iterator[None]:
    """Make a page when it is our turn, or when we have waited long enough."""
    _my.makes_a_page = True
    take()
    try:
        yield
    finally:
        give_away()
        _my.makes_a_page = False


def take() -> None:
    """Wait for our turn; threads that make no page, such as the worker's, have none and wait for none."""
    if _my.makes_a_page and not _my.has_the_turn:
        _my.has_the_turn = _turn.acquire(timeout=A_WHILE)


@contextlib.contextmanager
def aside() -> Iterator[None]:
    """Let the others work while we wait for something that takes long."""
    give_away()
    try:
        yield
    finally:
        take()


def give_away() -> None:
    """Let the next one work: we are about to wait for something."""
    if _my.has_the_turn:
        _my.has_the_turn = False
        _turn.release()
