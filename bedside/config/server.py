"""Serving: one uvicorn process, its door, its workers, and a clean end on Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bedside.live.hub import Hub
from bedside.live.streams import Streams

from .asgi import Dispatcher

LONGEST_HEAD = 64 * 1024
HEAD_WITHIN = 20.0  # seconds for a request to say what it wants
GRACE = 2  # seconds for what is still being answered when the server stops
MOST_CONNECTIONS = 4000
LOOKS_AFTER = (10_000, 20, 20)  # new things before Python looks for those that are held by nothing but each other


class CarefulProtocol(HttpToolsProtocol):
    """Reads requests, but neither an endless head nor an endlessly slow one: the library would wait and keep it all."""

    _head: int | None = None  # bytes of the head that is being read; None between heads
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._late = self.loop.call_later(HEAD_WITHIN, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._in_time()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._head is not None:
            self._head += len(data)
            if self._head > LONGEST_HEAD:
                self.send_400_response("The address or the headers are too long.")

    def on_message_begin(self) -> None:
        self._head = 0
        self._in_time()
        self._late = self.loop.call_later(HEAD_WITHIN, self.transport.close)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head = None
        self._in_time()
        super().on_headers_complete()

    def _in_time(self) -> None:
        if self._late:
            self._late.cancel()
            self._late = None


class Server(uvicorn.Server):
    """Uvicorn, but streams are told to end first, and whoever called us goes on after the end."""

    def __init__(self, config: uvicorn.Config, hub: Hub, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._hub = hub
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._hub.open(asyncio.get_running_loop())
        await super().startup(sockets)
        settle()
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._hub.close()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


def settle() -> None:
    """What has been loaded stays: Python need not look through it again and again for something to throw away.

    Each of those looks stopped every thread for 40 to 60 ms, about once in eighty pages.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*LOOKS_AFTER)


def serve(
    listening: socket.socket, *, demo: bool, proxies: list[str], ready: Callable[[], object] = lambda: None
) -> None:
    """Answer until somebody says stop. The address of whoever asks is believed from `proxies` only."""
    hub = Hub()
    door = Dispatcher(Streams(hub), demo=demo)
    hub.pool = door.pool
    door.warm()
    options: dict[str, Any] = {"proxy_headers": bool(proxies), "forwarded_allow_ips": proxies}
    config = uvicorn.Config(
        door,
        http=CarefulProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=20,
        limit_concurrency=MOST_CONNECTIONS,
        backlog=1024,
        **options,
    )
    try:
        Server(config, hub, ready).run(sockets=[listening])
    finally:
        door.pool.shutdown(wait=False, cancel_futures=True)
