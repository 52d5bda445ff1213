"""Live streams over a real line: between processes, to their end, and many of them."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import psycopg
import pytest

from tests.races.installation import Installation


class Stream:
    """One open stream, read as far as one likes."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.heard = ""

    def hears(self, words: str, seconds: float = 40) -> float:
        """How long it took until these words came."""
        began = time.monotonic()
        while words not in self.heard:
            self._line.settimeout(max(0.01, began + seconds - time.monotonic()))
            piece = self._line.recv(65536)
            assert piece, f"ended after {self.heard!r}"
            self.heard += piece.decode()
        return time.monotonic() - began

    def ends(self, seconds: float = 40) -> None:
        self._line.settimeout(seconds)
        while self._line.recv(65536):
            pass


@contextmanager
def stream(address: str, ticket: str) -> Iterator[Stream]:
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=40) as line:
        line.sendall(f"GET /live/?ticket={quote(ticket)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        yield Stream(line)


def ticket_for(installation: Installation, *topics: str) -> str:
    return installation.call("tests.races.ask", "ticket", *topics).stdout.strip()


def test_a_change_made_by_another_process_is_heard_and_a_session_ends_its_streams(installation: Installation) -> None:
    _, address = installation.serve()
    with stream(address, ticket_for(installation, "desk")) as one:
        one.hears("event: hello")

        assert installation.call("tests.races.ask", "announce", "desk", "inbox").returncode == 0
        one.hears("data: desk")
        assert "inbox" not in one.heard

        installation.call("tests.races.ask", "announce", "session:sam")
        one.hears("event: renew")
        one.hears("0\r\n\r\n")  # the end of what is sent in pieces


@pytest.mark.postgres
def test_on_postgresql_the_other_process_is_heard_at_once(installation: Installation) -> None:
    _, address = installation.serve()
    with stream(address, ticket_for(installation, "desk")) as one:
        one.hears("event: hello")
        for _ in range(3):
            one.heard = ""
            installation.call("tests.races.ask", "announce", "desk")
            assert one.hears("event: look") < 0.5


@pytest.mark.postgres
def test_a_lost_line_to_the_database_comes_back_and_every_screen_looks_again(installation: Installation) -> None:
    _, address = installation.serve()
    with stream(address, ticket_for(installation, "desk")) as one:
        one.hears("event: hello")
        with psycopg.connect(installation.database, autocommit=True) as line:
            others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            line.execute(f"SELECT pg_terminate_backend(pid) {others}".encode())

        one.hears("event: resync")
        installation.call("tests.races.ask", "announce", "desk")
        one.hears("event: look")


def test_open_screens_do_not_hold_up_the_end(installation: Installation) -> None:
    process, address = installation.serve()
    ticket = ticket_for(installation, "desk")
    open_streams = [stream(address, ticket) for _ in range(20)]
    screens = [one.__enter__() for one in open_streams]
    for screen in screens:
        screen.hears("event: hello")

    assert process.stop(signal.SIGTERM) == 0
    for screen in screens:
        screen.ends()
        assert "renew" not in screen.heard  # they come back one by one, by themselves
    for one in open_streams:
        one.__exit__(None, None, None)
