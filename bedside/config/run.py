"""`bedside run`: start everything in one process, and say where to look."""

from __future__ import annotations

import argparse
import os
import socket
import sys

HOST, PORT = "127.0.0.1", 8000


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="with a small town of invented people to try things with")
    parser.add_argument("--host", default=HOST, help=f"the address to listen on ({HOST}: this machine only)")
    parser.add_argument("--port", type=int, default=PORT, help=f"the port to listen on ({PORT})")
    parser.add_argument(
        "--no-worker", action="store_true", help="pages only; `bedside worker` does the background work"
    )


def run(chosen: argparse.Namespace) -> int:
    from django.conf import settings

    from . import startup
    from .entrance import is_local

    if settings.DEMO and not is_local(chosen.host):
        raise startup.CannotStart("The demo can only be seen on this very machine: leave out --host.")
    if settings.ON_SQLITE:
        if chosen.no_worker:
            raise startup.CannotStart("With SQLite one process does everything: leave out --no-worker.")
        startup.be_the_only_one(settings.DATA)
    listening = _listen(chosen.host, chosen.port)
    if "BEDSIDE_URL" not in os.environ:  # letters lead where we listen
        settings.PUBLIC_URL = f"http://localhost:{listening.getsockname()[1]}"
    for warning in startup.look_at_the_database():
        print(warning, file=sys.stderr)
    startup.bring_up_to_date()
    if settings.DEMO:
        _build_the_town()
    _serve(listening, with_workers=not chosen.no_worker)
    return 0


def _serve(listening: socket.socket, *, with_workers: bool) -> None:
    from django.conf import settings

    from bedside.jobs import actions as jobs

    from . import postgres
    from .server import serve
    from .worker import Workers

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    workers = Workers() if with_workers else None
    if workers:
        if settings.ON_SQLITE:
            jobs.take_back()  # nobody else can be working: we hold the data folder
        workers.start()
    hearing = postgres.begin(live=True, work=with_workers)
    try:
        serve(listening, demo=settings.DEMO, proxies=settings.PROXIES, ready=lambda: _say_where(listening))
    finally:
        print("Stopping …", file=sys.stderr)
        if hearing:
            hearing.set()
        if workers:
            workers.stop()


def _listen(host: str, port: int) -> socket.socket:
    from .startup import CannotStart

    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise CannotStart(
            f"Cannot listen on {host}, port {port}: {error.strerror}. Another port is chosen with --port."
        ) from error
    except OverflowError:
        raise CannotStart(f"{port} is not a port: choose one from 1 to 65535.") from None


def _build_the_town() -> None:
    """In the demo: let the people of the town move in, or bring a town of some days ago up to today."""
    from bedside.journal.models import Refusal
    from bedside.town.actions import build

    from .startup import CannotStart

    try:
        build(lambda line: print(line, file=sys.stderr, flush=True))
    except Refusal as refusal:
        raise CannotStart(f"{refusal} Choose another data folder with BEDSIDE_DATA.") from refusal


def _say_where(listening: socket.socket) -> None:
    from django.conf import settings

    host, port = listening.getsockname()[:2]
    shown = "localhost" if host in {"127.0.0.1", "::1"} else host
    print(f"Bedside is open at http://{shown}:{port}  (Ctrl-C stops it)", flush=True)
    if settings.DEMO:
        print("The first page lists the people of the town: choose whom you want to be. No password is needed.")
    sys.stdout.flush()
