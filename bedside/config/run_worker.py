"""`bedside worker`: background work only, beside the processes that serve the pages."""

from __future__ import annotations

import argparse
import signal
import sys
import threading


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Start as many as you need. Each takes what no other has taken. Only with PostgreSQL."


def run(chosen: argparse.Namespace) -> int:
    from django.conf import settings

    from . import postgres, startup
    from .worker import Workers

    if settings.ON_SQLITE:
        raise startup.CannotStart(
            "With SQLite one process does everything, and `bedside run` already works in the background. "
            "For more processes, set BEDSIDE_DATABASE to a PostgreSQL address."
        )
    startup.bring_up_to_date()
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    workers = Workers()
    workers.start()
    hearing = postgres.begin(live=False, work=True)
    print("The worker is at work  (Ctrl-C stops it)", flush=True)
    stopping.wait()
    print("Stopping …", file=sys.stderr)
    if hearing:
        hearing.set()
    workers.stop()
    return 0
