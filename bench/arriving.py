"""Messages arrive while thirty people look at the inbox: how long until each of them sees each message.

A real server, thirty signed-in lists that follow the live stream as the page's script does, and one patient who writes
at a thousand an hour. Timed from the moment she presses Send until the message stands in somebody's list.
"""

from __future__ import annotations

import http.client
import os
import re
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from tests.races.installation import found, remove

from .figures import Figure
from .pages import ask, connect, sign_in

AGENTS, AN_HOUR = 30, 1000
SECONDS = int(os.environ.get("BEDSIDE_ARRIVING", "90"))
ONE_BREATH = 0.3  # the page waits so long for more news before it looks again
LIST = "/desk/inbox/part/?view=unread"
TOPICS = "/live/ticket/?topics=inbox"
AIM = 2.0


class Agent(threading.Thread):
    """One open list: follows the stream, looks again when told, notes what is new."""

    def __init__(self, address: str, stopping: threading.Event) -> None:
        super().__init__(daemon=True)
        self.address, self.stopping = address, stopping
        self.cookie = sign_in(address, "sam")
        self.seen: dict[str, float] = {}
        self.looks = 0
        self.told = threading.Event()
        self.line = connect(address)

    def run(self) -> None:
        threading.Thread(target=self._follow, daemon=True).start()
        while not self.stopping.is_set():
            if self.told.wait(0.5):
                time.sleep(ONE_BREATH)
                self.told.clear()
                self._look()

    def _look(self) -> None:
        headers = {"Cookie": self.cookie, "HX-Request": "true"}
        self.line.request("GET", LIST, headers=headers)
        text = self.line.getresponse().read().decode()
        self.looks += 1
        for name in re.findall(r"arriving-\d+", text):
            self.seen.setdefault(name, time.perf_counter())

    def _follow(self) -> None:
        """From ticket to ticket, as the script of the page does."""
        while not self.stopping.is_set():
            _status, _headers, text = ask(self.address, TOPICS, self.cookie)
            ticket = re.findall(r'"ticket": "([^"]+)"', text)[0]
            line = connect(self.address)
            line.request("GET", f"/live/?{urlencode({'ticket': ticket})}")
            stream = line.getresponse()
            self.told.set()  # whatever came between the page and the stream
            try:
                while (said := stream.readline()) and not said.startswith(b"event: renew"):
                    if said.startswith((b"event: look", b"event: resync")):
                        self.told.set()
            except (OSError, http.client.HTTPException):
                continue
            finally:
                line.close()


def measure(folder: Path) -> list[Figure]:
    town = found(folder)
    town.settings["BEDSIDE_DEMO"] = "yes"
    try:
        assert town.call("bench.pages").returncode == 0
        _server, address = town.serve("--demo")
        return [_arrive(address)]
    finally:
        remove(town)


def _arrive(address: str) -> Figure:
    stopping = threading.Event()
    agents = [Agent(address, stopping) for _ in range(AGENTS)]
    hers = sign_in(address, "amara")
    for agent in agents:
        agent.start()
    time.sleep(5)
    sent: dict[str, float] = {}
    began = time.perf_counter()
    while (gone := time.perf_counter() - began) < SECONDS:
        time.sleep(max(0.0, len(sent) * 3600 / AN_HOUR - gone))
        name = f"arriving-{len(sent)}"
        sent[name] = time.perf_counter()
        _write(address, hers, name)
    time.sleep(10)  # what is not there by now counts as not seen
    stopping.set()
    waits = [agent.seen[name] - at for agent in agents for name, at in sent.items() if name in agent.seen]
    figure = Figure(f"{len(sent)} messages at {AN_HOUR}/h, seen by {AGENTS}", time.perf_counter() - began, waits)
    figure.errors = AGENTS * len(sent) - len(waits)
    return figure.aiming(f"p95 < {AIM:.0f} s", figure.at(95) < AIM * 1000 and not figure.errors)


def _write(address: str, cookie: str, name: str) -> None:
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', ask(address, "/messages/new/", cookie)[2])[0]
    said = {"csrfmiddlewaretoken": token, "subject": name, "words": "Can I take my tablets at night?"}
    status, _headers, text = ask(address, "/messages/new/", cookie, body=urlencode(said))
    assert status == 302, text[-2000:]
