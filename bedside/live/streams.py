"""One live stream: server-sent events to one open screen, from its ticket to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from .hub import RENEW, RESYNC, Client, Hub, look
from .models import Notice
from .tickets import NoTicket, Ticket, read

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Coroutine[Any, Any, None]]

HEARTBEAT = 20.0
MOST_STREAMS = 3000
MOST_PER_SESSION = 24
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
BODY = "http.response.body"


class Streams:
    """The ASGI application behind /live/."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.most = MOST_STREAMS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        try:
            ticket = read(asked.get("ticket", [""])[0])
        except NoTicket:
            await _no(send, 403)
            return
        if scope["method"] != "GET":
            await _no(send, 405)
            return
        of_session = sum(1 for client in self.hub.clients if client.session == ticket.session)
        if len(self.hub.clients) >= self.most or of_session >= MOST_PER_SESSION:
            await _no(send, 503)
            return
        client = Client(ticket)
        self.hub.join(client)  # before the first await: nothing may be missed, and the count must hold
        try:
            await self._stream(client, ticket, _last_heard(scope, asked), receive, send)
        finally:
            self.hub.leave(client)

    async def _stream(self, client: Client, ticket: Ticket, after: int | None, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": BODY, "body": await self._begin(ticket, after), "more_body": True})
        sending = asyncio.ensure_future(_send_on(client, send))
        leaving = asyncio.ensure_future(_until_gone(receive))
        try:
            await asyncio.wait({sending, leaving}, timeout=ticket.seconds_left, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sending.cancel()
            leaving.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
        if leaving.cancelled():  # still there
            words = RENEW if client.last_words is None else client.last_words
            await send({"type": BODY, "body": client.take() + words, "more_body": False})

    async def _begin(self, ticket: Ticket, after: int | None) -> bytes:
        """The first words: where the stream stands, and what was missed since the last time."""
        opening = b"retry: 3000\n"
        if after is None:
            return opening + f"id: {self.hub.newest}\nevent: hello\ndata: *\n\n".encode()
        missed = await self.hub.ask(Notice.objects.missed, list(ticket.topics), after)
        if missed is None:
            return opening + f"id: {self.hub.newest}\n".encode() + RESYNC
        hello = f"id: {after}\nevent: hello\ndata: *\n\n".encode()
        return opening + hello + b"".join(look(number, topic) for number, topic in missed)


async def _send_on(client: Client, send: Send) -> None:
    """Whatever is lined up, and a sign of life when nothing is."""
    while client.last_words is None:
        try:
            await asyncio.wait_for(client.rung.wait(), HEARTBEAT)
            events = client.take()
        except TimeoutError:
            events = b": still here\n\n"
        if events:
            await send({"type": BODY, "body": events, "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _last_heard(scope: Scope, asked: dict[str, list[str]]) -> int | None:
    """From the header a browser sends by itself, or from the address where our script puts it."""
    header = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    told = header or asked.get("after", [""])[0]
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None


async def _no(send: Send, status: int) -> None:
    headers = [(b"content-length", b"0"), (b"cache-control", b"no-store")]
    if status == 503:
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": BODY, "body": b"", "more_body": False})
