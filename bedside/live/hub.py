"""The hub: who follows which topic in this process, and passing on to them what has been committed.

It reads the outbox when a bell rings, and every few seconds in case one did not. On SQLite commits come in the order
of their numbers. On PostgreSQL a smaller number may commit after a larger one; so the hub reads again what is
younger than a few seconds, and the bell of a late one carries its number, however late it is.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple, ParamSpec, TypeVar

from django.db import close_old_connections, connection
from django.db.models import Q

from bedside.hours.clock import now

from . import bus
from .actions import person_topic
from .models import Notice
from .tickets import Ticket

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger("bedside.live")

LONGEST_QUEUE = 64
LOOK_ANYWAY = 5.0
AT_ONCE = 2000
REMEMBERED = 10_000  # numbers of notices that were passed on, so that none is passed on twice
UNSETTLED = timedelta(seconds=5)
RESYNC = b"event: resync\ndata: *\n\n"
RENEW = b"event: renew\ndata: *\n\n"  # ask for a new ticket; whoever has lost the right to one is told so there


class Client:
    """One open stream: what it follows, and what it has not been sent yet."""

    def __init__(self, ticket: Ticket) -> None:
        self.topics = frozenset(ticket.topics)
        self.ends_with = frozenset({ticket.session, person_topic(ticket.person)})
        self.session = ticket.session
        self.last_words: bytes | None = None
        self.rung = asyncio.Event()
        self._queue: deque[bytes] = deque()

    def put(self, event: bytes) -> None:
        """Line up one event; for somebody too slow, everything lined up becomes one word: look at all of it again."""
        if len(self._queue) >= LONGEST_QUEUE:
            self._queue.clear()
            event = RESYNC
        self._queue.append(event)
        self.rung.set()

    def take(self) -> bytes:
        self.rung.clear()
        events = b"".join(self._queue)
        self._queue.clear()
        return events

    def end(self, last_words: bytes) -> None:
        self.last_words = last_words
        self.rung.set()


class Hub:
    """All streams of this process. Everything but `heard` runs in the event loop."""

    def __init__(self) -> None:
        self.pool: Executor | None = None
        self.clients: set[Client] = set()
        self.newest = 0
        self._by_topic: dict[str, set[Client]] = defaultdict(set)
        self._rung = asyncio.Event()
        self._late: set[int] = set()
        self._told: dict[int, None] = {}
        self._floor = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reading: asyncio.Task[None] | None = None

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._reading = loop.create_task(self._follow())
        bus.listen(self.heard)

    async def close(self) -> None:
        """Let every stream end at once, without a word: the screens then come back one by one, not all together."""
        bus.forget(self.heard)
        for client in self.clients:
            client.end(b"")
        if self._reading:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading

    def join(self, client: Client) -> None:
        self.clients.add(client)
        for topic in client.topics | client.ends_with:
            self._by_topic[topic].add(client)

    def leave(self, client: Client) -> None:
        self.clients.discard(client)
        for topic in client.topics | client.ends_with:
            self._by_topic[topic].discard(client)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def heard(self, ids: Sequence[int]) -> None:
        """From any thread: these have been committed. Without numbers: some have, and we may have missed the bell."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._look, ids)

    def _look(self, ids: Sequence[int]) -> None:
        if not ids:
            for client in self.clients:
                client.put(RESYNC)
        self._late.update(ids)
        self._rung.set()

    async def _follow(self) -> None:
        first = True
        while True:
            self._rung.clear()
            late, self._late = self._late - self._told.keys(), set()
            try:
                if first:
                    self._floor = self.newest = await self.ask(Notice.objects.newest)
                    first = False
                self._tell(await self.ask(_read, self._floor, late))
            except Exception:
                log.exception("the notices could not be read; trying again")
                self._late |= late
                await asyncio.sleep(1)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._rung.wait(), LOOK_ANYWAY)

    async def ask(self, question: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """Ask the database on a thread of the pages; no stream ever holds a connection."""
        assert self._loop
        return await self._loop.run_in_executor(self.pool, partial(_asked, partial(question, *args, **named)))

    def _tell(self, read: Reading) -> None:
        for number, topic, _at in read.notices:
            if number not in self._told:
                self._told[number] = None
                self._pass_on(number, topic)
        full = len(read.notices) == AT_ONCE
        if full:
            self._rung.set()
        self._floor = max([self._floor, *(number for number, _topic, at in read.notices if full or at <= read.settled)])
        while len(self._told) > REMEMBERED:
            del self._told[next(iter(self._told))]

    def _pass_on(self, number: int, topic: str) -> None:
        self.newest = max(self.newest, number)
        followers = self._by_topic.get(topic)
        if not followers:
            return
        event = look(number, topic)
        for client in list(followers):
            if topic in client.ends_with:
                client.end(RENEW)
            else:
                client.put(event)


def look(number: int, topic: str) -> bytes:
    """The event, made once for all who follow."""
    return f"id: {number}\nevent: look\ndata: {topic}\n\n".encode()


def _asked(question: Callable[[], T]) -> T:
    close_old_connections()
    return question()


class Reading(NamedTuple):
    notices: list[tuple[int, str, datetime]]
    settled: datetime  # what was written up to then has either committed or will ring with its number


def _read(floor: int, late: set[int]) -> Reading:
    settled = now() if connection.vendor == "sqlite" else now() - UNSETTLED
    wanted = Q(pk__gt=floor) | Q(pk__in=[number for number in late if number <= floor])
    found = Notice.objects.filter(wanted).order_by("pk").values_list("pk", "topic", "at")
    return Reading(list(found[:AT_ONCE]), settled)
