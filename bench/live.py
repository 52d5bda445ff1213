"""Two thousand open streams on one process, five hundred of them looking at what changes.

A real server; the streams are asyncio lines of this process and go from ticket to ticket as the page's script does.
Timed from the moment a patient presses Send until each stream was told, and until each of thirty open lists shows it.
Then a quarter of the streams is cut, things change, and they come back: what they were not told of counts as lost.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import re
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.races.installation import Installation, found, remove

from .arriving import AGENTS, _write
from .figures import Figure
from .pages import _cookies, ask, connect

STREAMS = int(os.environ.get("BEDSIDE_STREAMS", "2000"))
VIEWERS = STREAMS // 4
CHANGES, APART = 20, 1.5  # seconds
WHILE_AWAY = 5
LIST = "/messages/"
AIM = 1.0


class Stream:
    """One open screen, from ticket to ticket; it knows when it was told of each notice, and the last it heard."""

    def __init__(self, number: int, topic: str, address: str, idle: str) -> None:
        self.number, self.topic, self.idle = number, topic, idle
        parts = urlsplit(address)
        self.host, self.port = parts.hostname or "", parts.port or 0
        self.told: dict[int, float] = {}
        self.last = ""
        self.is_open, self.away = asyncio.Event(), False
        self.comes_back = asyncio.Event()
        self.writer: asyncio.StreamWriter | None = None

    async def follow(self) -> None:
        from bedside.live import tickets

        while True:
            ticket = tickets.give(f"bench-{self.number}", f"session:bench-{self.number}", [self.topic])
            try:
                reader, self.writer = await asyncio.open_connection(self.host, self.port)
                after = f"&after={self.last}" if self.last else ""
                asked = f"GET /live/?ticket={quote(ticket)}{after} HTTP/1.1\r\nHost: localhost\r\n"
                asked += f"Cookie: {self.idle}\r\n\r\n"
                self.writer.write(asked.encode())
                await self._hear(reader)
            except OSError:
                await asyncio.sleep(0.2)
            finally:
                self.is_open.clear()
                if self.writer:
                    self.writer.close()
            if self.away:
                await self.comes_back.wait()

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b"id: "):
                self.last = line[4:].strip().decode()
            elif line.startswith(b"event: look"):
                self.told.setdefault(int(self.last), time.perf_counter())
            elif line.startswith(b"event: hello"):
                self.is_open.set()
            elif line.startswith(b"event: renew"):
                return

    def cut(self) -> None:
        """As when a phone loses its network: no goodbye."""
        self.away = True
        self.comes_back.clear()
        if self.writer:
            self.writer.transport.abort()

    def come_back(self) -> None:
        self.away = False
        self.comes_back.set()


def measure(folder: Path) -> list[Figure]:
    town = found(folder)
    try:
        moved_in = town.call("bench.live")
        assert moved_in.returncode == 0, moved_in.stderr
        told = json.loads(moved_in.stdout)
        server, address = town.serve()
        _sign_as(town)
        cookie = told["cookie"]
        hers = f"{cookie}; {_cookies(ask(address, '/messages/new/', cookie)[1])}"
        return asyncio.run(_measure(town, server.pid, address, hers, told))
    finally:
        remove(town)


def _sign_as(town: Installation) -> None:
    """Our tickets must be the server's: with its key."""
    from django.core import signing

    from bedside.config import secrets
    from bedside.live import tickets

    tickets._signer = signing.Signer(key=secrets.keep(town.folder)["django"], salt="bedside.live")


async def _measure(town: Installation, pid: int, address: str, hers: str, told: dict[str, str]) -> list[Figure]:
    ask(address, LIST, hers)
    topic, idle = f"patient:{told['patient']}", told["idle"]
    held, weighs, session = _held(pid), _weight(pid), _session(town, idle)
    topics = itertools.chain([topic] * VIEWERS, (f"wall:bench-{number}" for number in itertools.count()))
    streams = [Stream(number, topic, address, idle) for number, topic in zip(range(STREAMS), topics, strict=False)]
    began = time.perf_counter()
    following = [asyncio.create_task(one.follow()) for one in streams]
    await asyncio.gather(*(one.is_open.wait() for one in streams))
    opened = Figure(f"{STREAMS:,} streams opened", time.perf_counter() - began, [time.perf_counter() - began])
    lines, weight = _held(pid) - held, (_weight(pid) - weighs) / STREAMS
    print(f"\n{lines} files of the database more are open, {weight:.0f} kB for each stream")
    try:
        viewers = streams[:VIEWERS]
        figures = [opened, *await _changes(address, hers, viewers)]
        strangers = sum(len(one.told) for one in streams[VIEWERS:])
        figures[1].errors += strangers  # told of what they do not follow
        figures.append(await _away(address, hers, viewers))
        ask(address, f"/live/ticket/?topics={topic}", idle)
        kept = _session(town, idle) == session
        how = "as it was" if kept else "KEPT ALIVE"
        print(f"the session behind {STREAMS:,} streams is {how}; {lines} lines to the database")
        figures[-1].errors += (not kept) + max(0, lines)
    finally:
        for one in following:
            one.cancel()
        await asyncio.gather(*following, return_exceptions=True)
    return figures


async def _changes(address: str, hers: str, viewers: list[Stream]) -> list[Figure]:
    """She writes; when is each viewer told, and when does each open list show it?"""
    loop, told, shown, lost = asyncio.get_running_loop(), list[float](), list[float](), 0
    lists = ThreadPoolExecutor(AGENTS)
    kept = threading.local()

    def look(name: str, at: float, first: Stream, known: int) -> float | None:
        """One open list: as soon as its stream is told, it looks again, until the message stands there."""
        if not hasattr(kept, "line"):
            kept.line = connect(address)
        while time.perf_counter() - at < 20:
            if len(first.told) > known:
                known = len(first.told)
                if name in ask(address, LIST, hers, kept.line)[2]:
                    return time.perf_counter() - at
            time.sleep(0.005)
        return None

    began = time.perf_counter()
    for number in range(CHANGES):
        before = [len(one.told) for one in viewers]
        name, at = f"arriving-{number}-live", time.perf_counter()
        looking = [
            loop.run_in_executor(lists, look, name, at, one, known)
            for one, known in zip(viewers[:AGENTS], before, strict=False)
        ]
        await loop.run_in_executor(None, _write, address, hers, name)
        await asyncio.sleep(max(0.0, at + APART - time.perf_counter()))
        seen = await asyncio.gather(*looking)
        shown += [one for one in seen if one is not None]
        lost += seen.count(None)
        for one, known in zip(viewers, before, strict=True):
            fresh = list(one.told.values())[known:]
            told += [fresh[0] - at] if fresh else []
            lost += not fresh
    lists.shutdown()
    taken = time.perf_counter() - began
    first = Figure(f"{CHANGES} changes told to {VIEWERS} of {STREAMS:,}", taken, told)
    first.errors = lost
    second = Figure(f"the same shown in {AGENTS} open lists", taken, shown)
    second.errors = CHANGES * AGENTS - len(shown)
    return [
        first.aiming(f"p95 < {AIM:.0f} s", first.at(95) < AIM * 1000 and not lost),
        second.aiming("p95 < 2 s", second.at(95) < 2000 and not second.errors),
    ]


async def _away(address: str, hers: str, viewers: list[Stream]) -> Figure:
    """All viewers lose their network, things change, and they come back at once: whom was nothing told?"""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(2)  # the last news is out
    for one in viewers:
        one.cut()
    await asyncio.sleep(0.5)
    heard = [len(one.told) for one in viewers]
    for number in range(WHILE_AWAY):
        await loop.run_in_executor(None, _write, address, hers, f"arriving-{number}-away")
    await asyncio.sleep(2)  # the cases are open
    assert heard == [len(one.told) for one in viewers]
    began = time.perf_counter()
    for one in viewers:
        one.come_back()
    await asyncio.gather(*(one.is_open.wait() for one in viewers))
    await asyncio.sleep(3)
    back = [list(one.told.values())[known] - began for one, known in zip(viewers, heard, strict=True) if one.told]
    newest = {max(one.told) for one in viewers}
    figure = Figure(f"{VIEWERS} cut off come back, and are told what they missed", max(back), back)
    figure.errors = sum(len(one.told) == known for one, known in zip(viewers, heard, strict=True)) + len(newest) - 1
    return figure


def _held(pid: int) -> int:
    """How many files of the database the server has open."""
    links = [os.readlink(one) for one in Path(f"/proc/{pid}/fd").iterdir() if one.is_symlink()]
    return sum("bedside.sqlite3" in one or ":5432" in one for one in links)


def _weight(pid: int) -> int:
    """Memory in kB."""
    return int(re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0])


def _session(town: Installation, cookie: str) -> list[tuple[str, ...]]:
    """What stands in the session whose cookie all the streams bring, on SQLite; what keeps it alive changes it."""
    if town.database:
        return []
    key = re.findall(r"=(\w{32})", cookie)[0]
    with sqlite3.connect(f"file:{town.folder / 'bedside.sqlite3'}?mode=ro", uri=True) as line:
        rows = line.execute("SELECT session_data, expire_date FROM django_session WHERE session_key = ?", [key])
        found = rows.fetchall()
    assert found
    return found


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bedside.config.settings"
    import django

    django.setup()
    from django.test import Client

    from bedside.town.cast import gather

    amara, client = gather().amara, Client()
    assert amara.login
    idler = Client()
    for one in (client, idler):
        one.force_login(amara.login)
    cookie, idle = ("; ".join(f"{name}={one.value}" for name, one in each.cookies.items()) for each in (client, idler))
    print(json.dumps({"cookie": cookie, "idle": idle, "patient": str(amara.pk)}))
