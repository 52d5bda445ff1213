"""Bells that wake a resting worker as soon as new work has been committed. Without them it looks once a second."""

from __future__ import annotations

import threading
from functools import partial

from django.db import connection, transaction

from .models import Lane

CHANNEL = "bedside_jobs"

bells: dict[str, threading.Event] = {str(lane): threading.Event() for lane in Lane}


def ring(lane: str) -> None:
    """Wake whoever works this lane in this process."""
    if bell := bells.get(lane):
        bell.set()


def ring_after_commit(lane: str) -> None:
    """Wake the workers of this lane, here and (on PostgreSQL) in the other processes, once the row can be seen.

    Sent after the commit and not within it: PostgreSQL lets only one transaction with a notice commit at a time.
    Should the process die in between, the workers find the row when they next look.
    """
    transaction.on_commit(partial(_ring_everywhere, lane), robust=True)


def _ring_everywhere(lane: str) -> None:
    ring(lane)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, lane])
