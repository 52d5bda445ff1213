"""A small provider of text messages and calls on this machine, which can be told to behave badly."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

ANSWERS = {  # what it says in each mood
    "well": (201, b'{"sid": "X1", "status": "queued", "error_code": null}'),
    "too_many": (429, b'{"code": 20429}'),
    "shut": (503, b"later"),
    "no_such": (400, b'{"code": 21211, "message": "not a number"}'),
    "broken": (500, b"oh"),
    "says_no": (200, b'{"sid": "X1", "status": "failed", "error_code": 30003}'),
    "has_a_page": (200, b"<html>Down for a while</html>"),
}


class Provider(ThreadingHTTPServer):
    """Takes what is handed in over HTTP. Two more moods than answers: hangs_up and slow."""

    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Clerk)
        self.mood = "well"
        self.taken: list[dict[str, list[str]]] = []  # what it was asked, in the order in which it came
        self.keys = set[str]()
        self.rest = ""  # what it says in Retry-After when it is shut or has too many
        self.sent = 0  # how much it passed on
        self.closing = threading.Event()

    @property
    def at(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class Clerk(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        mood, key = self.server.mood, self.headers.get("Idempotency-Key", "")
        self.server.taken.append(parse_qs(body) | {"path": [self.path], "key": [key], "body": [body]})
        if mood in {"well", "hangs_up", "slow", "broken", "has_a_page"} and key not in self.server.keys:
            self.server.sent += 1
            self.server.keys |= {key} if key else set()
        if mood == "hangs_up":
            self.close_connection = True
            return
        if mood == "slow":
            self.server.closing.wait(5)
            self.close_connection = True
            return
        status, said = ANSWERS[mood]
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        if status in {429, 503} and self.server.rest:
            self.send_header("Retry-After", self.server.rest)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        return
