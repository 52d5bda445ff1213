"""A stream without a network: what the browser would send, and what it would get."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest

from bedside.live import tickets
from bedside.live.hub import Hub
from bedside.live.streams import Streams


@dataclass
class Screen:
    """One open screen: `said` is all the server has sent so far."""

    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    said: str = ""
    over: bool = False
    went: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self.said += message["body"].decode()
            self.over = not message["more_body"]

    async def receive(self) -> Any:
        await self.went.wait()
        return {"type": "http.disconnect"}

    async def hears(self, words: str, seconds: float = 20) -> None:
        async with asyncio.timeout(seconds):
            while words not in self.said:
                await asyncio.sleep(0.01)


@dataclass
class Clinic:
    """A running hub, and a way to open screens on it."""

    hub: Hub
    streams: Streams
    _open: list[asyncio.Task[None]] = field(default_factory=list)

    async def screen(self, *topics: str, **how: Any) -> Screen:
        screen = self.begin(*topics, **how)
        async with asyncio.timeout(5):
            while not (screen.said or screen.status >= 400):
                await asyncio.sleep(0.01)
        return screen

    def begin(self, *topics: str, session: str = "session:one", person: str = "sam", **asked: Any) -> Screen:
        screen = Screen()
        query = {"ticket": tickets.give(person, session, topics)} | asked
        scope = {"method": "GET", "query_string": urlencode(query).encode(), "headers": []}
        self._open.append(asyncio.ensure_future(self.streams(scope, screen.receive, screen.send)))
        return screen

    async def in_thread(self, work: Callable[..., Any], *args: Any) -> Any:
        """Work with the database, on a thread as pages do."""
        return await asyncio.get_running_loop().run_in_executor(self.hub.pool, work, *args)

    async def has_passed_on(self, number: int) -> None:
        async with asyncio.timeout(5):
            while self.hub.newest < number:
                await asyncio.sleep(0.01)

    async def all_over(self) -> None:
        await asyncio.wait_for(asyncio.gather(*self._open), 5)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    from django.db import connections

    pool = ThreadPoolExecutor(1)
    yield pool
    pool.submit(connections.close_all).result()
    pool.shutdown()


Opened = Callable[[Callable[[Clinic], Awaitable[None]]], None]


@pytest.fixture
def in_clinic(pool: ThreadPoolExecutor) -> Opened:
    """Run a test's story with a hub at work."""

    def told(story: Callable[[Clinic], Awaitable[None]]) -> None:
        async def whole() -> None:
            async with _opened(pool) as clinic:
                await story(clinic)

        asyncio.run(whole())

    return told


@asynccontextmanager
async def _opened(pool: ThreadPoolExecutor) -> AsyncIterator[Clinic]:
    hub = Hub()
    hub.pool = pool
    hub.open(asyncio.get_running_loop())
    clinic = Clinic(hub, Streams(hub))
    try:
        yield clinic
    finally:
        await hub.close()
        await clinic.all_over()
        assert hub.clients == set()
        assert not hub._by_topic
