"""A small mail server of our own, which can be told to behave badly."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest


class PostOffice(socketserver.ThreadingTCPServer):
    """Takes letters over SMTP on this machine. `mood` says how it answers: well, busy, no_such, says_no,
    broken, slow or hangs_up."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Counter)
        self.mood = "well"
        self.letters: list[str] = []
        self.closing = threading.Event()

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Counter(socketserver.StreamRequestHandler):
    server: PostOffice

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            word = line.split(b":")[0].split()[0].upper() if line.split() else b""
            if word == b"QUIT":
                return self.say("221 bye")
            if word == b"RCPT" and self.server.mood == "busy":
                self.say("451 later")
            elif word == b"RCPT" and self.server.mood == "no_such":
                self.say("550 nobody of that name")
            elif word == b"DATA":
                self.say("354 go on")
                letter = self.letter()
                if self.server.mood == "says_no":  # it reads it, and does not want it
                    self.say("554 not this")
                    continue
                self.server.letters.append(letter)
                if self.server.mood == "slow":
                    self.server.closing.wait(5)
                if self.server.mood in {"hangs_up", "slow", "broken"}:  # it has the letter, and we never hear of it
                    return None
                self.say("250 taken")
            else:
                self.say("250 ok")
        return None

    def letter(self) -> str:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.decode())
        return "".join(lines)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    office = PostOffice()
    thread = threading.Thread(target=office.serve_forever, daemon=True)
    thread.start()
    settings.MAIL_GATEWAY = office.address
    yield office
    office.shutdown()
    office.server_close()
    thread.join(5)
