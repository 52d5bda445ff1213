"""The one door of the server: live streams stay in the event loop, everything else goes to Django on a few threads.

Django under ASGI would open a new thread, and so a new database connection, for every request. Here its WSGI handler
runs on threads that live for ever, each with one connection.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.translation import gettext_lazy as _

from bedside.inbox.doors import brings_proof

from . import entrance
from .entrance import No
from .turn import give_away, in_turn, take
from .warming import warm

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Coroutine[Any, Any, None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

THREADS = 4
MOST_WAITING = 200  # requests in front of the threads; more are sent away at once rather than left to wait
LARGEST_BODY = 25_000_000
LARGEST_LETTER = 60_000_000  # of an e-mail too large to keep the beginning is read all the same
IN_MEMORY = 1_000_000  # a larger body, on its way in, lies in a file
SILENCE = 20.0  # seconds without a byte after which a sender is given up
ANSWER_AT_ONCE = 8_000_000  # an answer up to this size never keeps a thread waiting for a slow reader
PIECE = 256 * 1024
LETTERS = "/incoming/letters/"  # where nothing is read of whoever shows nothing that could let it in
TOO_LARGE = "/too-large/"  # the page of that name, in config/front.py


class Gone(Exception):
    """Whoever asked has left."""


class TooLarge(Exception):
    pass


class Dispatcher:
    def __init__(self, live: App, *, demo: bool = False, threads: int = THREADS, largest: int = LARGEST_BODY) -> None:
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="django")
        self._live = live
        self._django = WSGIHandler()
        self._demo = demo
        self._largest = largest
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["path"] == "/live/" and entrance.refusal(dict(scope), demo=self._demo) is None:
            await self._live(scope, receive, send)
        else:
            try:
                await self._page(scope, receive, send)
            except Gone:
                return

    def warm(self) -> None:
        """Do what is slow the first time, on one of the threads that will answer."""
        self.pool.submit(warm, self._django).result()

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        if no := entrance.refusal(dict(scope), demo=self._demo):
            await refuse(scope, send, no)
        elif self._waiting >= MOST_WAITING:
            await refuse(scope, send, No(503, _("Very many people are here right now. Please try again soon.")))
        else:
            with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
                is_letter = scope["path"] == LETTERS
                if is_letter and not brings_proof(WSGIRequest(environ(scope, body, 0))):
                    await self._django_answers(environ(scope, body, 0), and_hang_up(send))
                    return
                try:
                    length = await read(receive, body, LARGEST_LETTER if is_letter else self._largest)
                except TooLarge:
                    await self._django_answers(too_large(environ(scope, body, 0)), and_hang_up(send))
                except TimeoutError:
                    await refuse(scope, send, No(408, _("We waited, but nothing more came. Please send it again.")))
                else:
                    await self._django_answers(environ(scope, body, length), send)

    async def _django_answers(self, env: dict[str, Any], send: Send) -> None:
        loop = asyncio.get_running_loop()
        self._waiting += 1
        try:
            rest = await loop.run_in_executor(self.pool, self._answer, env, send, loop)
        finally:
            self._waiting -= 1
        for message in rest:
            await send(message)

    @in_turn()
    def _answer(self, env: dict[str, Any], send: Send, loop: asyncio.AbstractEventLoop) -> list[dict[str, Any]]:
        """On a thread, in turn: let Django answer. What is left to send is returned; a long stream goes out here."""
        start: dict[str, Any] = {"type": "http.response.start"}

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            start["status"] = int(status.split(" ", 1)[0])
            start["headers"] = [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in headers]

        response = self._django(env, start_response)  # type: ignore[arg-type]
        held: list[bytes] = []
        size = sent = 0
        try:
            for chunk in response:
                held.append(chunk)
                size += len(chunk)
                if size >= (PIECE if sent else ANSWER_AT_ONCE):
                    pieces = [start] * (not sent) + [{**BODY, "body": b"".join(held), "more_body": True}]
                    give_away()
                    for message in pieces:
                        asyncio.run_coroutine_threadsafe(send(message), loop).result(SILENCE)
                    take()
                    sent, size = sent + size, 0
                    held.clear()
        finally:
            response.close()
        last = {**BODY, "body": b"".join(held), "more_body": False}
        return [last] if sent else [start, last]


BODY = {"type": "http.response.body"}


async def read(receive: Receive, body: IO[bytes], largest: int) -> int:
    """Read the whole body into a file; its length. What is too large is let run out for a while, so that the
    sender listens to the answer, but it is not kept."""
    length = 0
    while True:
        message = await asyncio.wait_for(receive(), SILENCE)
        if message["type"] == "http.disconnect":
            raise Gone
        chunk = message.get("body", b"")
        length += len(chunk)
        if length <= largest:
            body.write(chunk)
        if length > 4 * largest or not message.get("more_body", False):
            break
    if length > largest:
        raise TooLarge
    body.seek(0)
    return length


def environ(scope: Scope, body: IO[bytes], length: int) -> dict[str, Any]:
    """The request as WSGI tells it. Who forwarded it has been read by the server and is not told again."""
    client = scope.get("client") or ("", 0)
    server = scope.get("server") or ("localhost", 0)
    env: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name or name.startswith(entrance.FORWARDED):
            continue  # X_Forwarded_For would become the same word as X-Forwarded-For
        word = name.decode("latin-1").upper().replace("-", "_")
        key = word if word in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{word}"
        told = value.decode("latin-1")
        env[key] = f"{env[key]},{told}" if key in env else told
    env["CONTENT_LENGTH"] = str(length)
    return env


def too_large(env: dict[str, Any]) -> dict[str, Any]:
    """The same visitor, in her language and in front of her own pages, but of what she sent nothing is read."""
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": TOO_LARGE, "QUERY_STRING": ""}
    return {name: value for name, value in env.items() if name != "CONTENT_TYPE"} | asked


def and_hang_up(send: Send) -> Send:
    """What is still on its way from there is not listened to."""

    async def last(message: MutableMapping[str, Any]) -> None:
        closing = [(b"connection", b"close")] if message["type"] == "http.response.start" else []
        await send({**message, "headers": [*message["headers"], *closing]} if closing else message)

    return last


async def refuse(scope: Scope, send: Send, no: No) -> None:
    headers, body = entrance.page(no, scope["headers"])
    headers.append((b"connection", b"close"))
    if no.status == 503:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": no.status, "headers": headers})
    await send({**BODY, "body": body, "more_body": False})
