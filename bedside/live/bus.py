"""The way from a committed notice to the hubs: a bell in this process, and NOTIFY to the others on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import connection

CHANNEL = "bedside_live"
MOST_IDS = 400  # NOTIFY carries 8000 bytes; beyond that the hubs find the rows themselves

Listener = Callable[[Sequence[int]], None]

_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    _listeners.append(listener)


def forget(listener: Listener) -> None:
    _listeners.remove(listener)


def ring(ids: Sequence[int]) -> None:
    """Called after the commit. If the process dies before, the hubs find the rows at their next look."""
    heard(ids)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            told = ",".join(map(str, ids)) if len(ids) <= MOST_IDS else ""
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, told])


def heard(ids: Sequence[int]) -> None:
    """Notices with these numbers can be read now."""
    for listener in list(_listeners):
        listener(ids)
