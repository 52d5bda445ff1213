"""Hearing PostgreSQL's notices: one connection of its own in each process, which comes back by itself."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import connection

from bedside.jobs import waking
from bedside.live import bus

log = logging.getLogger("bedside.postgres")

LOOK_UP = 1.0  # seconds after which a quiet listener looks whether it should stop
LONGEST_PAUSE = 30.0


def hear(channels: dict[str, Callable[[str], object]], stopping: threading.Event) -> None:
    """Pass on every notice of these channels until told to stop.

    After a lost connection each listener is called once with an empty notice, for something may have been missed.
    """
    import psycopg

    settings = connection.get_connection_params()
    parameters = {key: value for key, value in settings.items() if key in CONNECTING}
    pause = LOOK_UP
    while not stopping.is_set():
        try:
            with psycopg.connect(**parameters, autocommit=True) as line:
                for channel in channels:
                    line.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(channel)))
                pause = LOOK_UP
                for tell in channels.values():
                    tell("")
                while not stopping.is_set():
                    for notice in line.notifies(timeout=LOOK_UP):
                        channels[notice.channel](notice.payload)
        except psycopg.Error as error:
            log.warning("no notices from the database (%s); trying again in %.0f s", type(error).__name__, pause)
            stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def tell_the_hub(numbers: str) -> None:
    bus.heard([int(number) for number in numbers.split(",") if number])


def begin(*, live: bool, work: bool) -> threading.Event | None:
    """Begin to hear, where the database is PostgreSQL. Set what is returned to stop."""
    if connection.vendor != "postgresql":
        return None
    channels: dict[str, Callable[[str], object]] = {}
    if live:
        channels[bus.CHANNEL] = tell_the_hub
    if work:
        channels[waking.CHANNEL] = waking.ring
    stopping = threading.Event()
    threading.Thread(target=hear, args=[channels, stopping], name="bells", daemon=True).start()
    return stopping


CONNECTING = {"dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "options"}
