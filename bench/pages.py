"""Whole pages from a real server process: so many a second, whether or not the ones before have been answered."""

from __future__ import annotations

import http.client
import json
import re
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.races.installation import found, remove

from .figures import Figure

A_SECOND, SECONDS, READERS = 50, 20, 48
AIM = 150.0
PAGES = {"home": ("amara", "/home/"), "find": ("amara", "/find/"), "times": ("amara", ""), "today": ("sam", "/desk/")}


def serves(folder: Path) -> list[Figure]:
    """The town, served by `bedside run --demo` as on a newcomer's machine."""
    town = found(folder)
    town.settings["BEDSIDE_DEMO"] = "yes"
    try:
        prepared = town.call("bench.pages")
        assert prepared.returncode == 0, prepared.stderr
        begun = time.perf_counter()
        _, address = town.serve("--demo")
        assert ask(address, "/welcome/")[0] == 200
        first = time.perf_counter() - begun
        paths = {**PAGES, "times": ("amara", f"/times/{json.loads(prepared.stdout)}/")}
        start = Figure("first page after a start", first, [first]).aiming("< 10 s", first < 10)
        return [start, *_load(address, paths)]
    finally:
        remove(town)


def _load(address: str, paths: dict[str, tuple[str, str]]) -> list[Figure]:
    cookies = {who: sign_in(address, who) for who, _ in paths.values()}
    for who, path in paths.values():
        for _ in range(3):
            assert ask(address, path, cookies[who])[0] == 200, path
    times: dict[str, list[float]] = {name: [] for name in paths}
    wrong = dict.fromkeys(paths, 0)
    kept = threading.local()
    began = time.perf_counter() + 0.2

    def read(number: int) -> None:
        """Measured from when the page should have been asked for, so that a jam is not left out."""
        name = list(paths)[number % len(paths)]
        who, path = paths[name]
        due = began + number / A_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
        if not hasattr(kept, "line"):
            kept.line = connect(address)
        try:
            status = ask(address, path, cookies[who], kept.line)[0]
        except (OSError, http.client.HTTPException):
            status, kept.line = 0, connect(address)
        times[name].append(time.perf_counter() - due)
        wrong[name] += status != 200

    with ThreadPoolExecutor(READERS) as readers:
        list(readers.map(read, range(A_SECOND * SECONDS)))
    seconds = time.perf_counter() - began
    pages = [Figure(f"page: {name}", seconds, taken, errors=wrong[name]) for name, taken in times.items()]
    every = Figure(f"pages at {A_SECOND}/s", seconds, [t for taken in times.values() for t in taken])
    every.errors = sum(wrong.values())
    return [*pages, every.aiming(f"p99 < {AIM:.0f} ms", every.at(99) < AIM and not every.errors)]


def connect(address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)


def ask(
    address: str, path: str, cookie: str = "", line: http.client.HTTPConnection | None = None, body: str | None = None
) -> tuple[int, http.client.HTTPMessage, str]:
    mine = line or connect(address)
    headers = {"Cookie": cookie} if cookie else {}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    mine.request("GET" if body is None else "POST", path, body, headers)
    answer = mine.getresponse()
    read = answer.status, answer.headers, answer.read().decode()
    if line is None:
        mine.close()
    return read


def sign_in(address: str, who: str) -> str:
    """By the button of the demo; the cookies of the session."""
    _, headers, text = ask(address, "/welcome/")
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', text)[0]
    seen = _cookies(headers)
    said = urlencode({"csrfmiddlewaretoken": token, "person": who})
    status, headers, text = ask(address, BUTTON.findall(text)[0], seen, body=said)
    assert status == 302, text
    return "; ".join([seen, _cookies(headers)])


BUTTON = re.compile(r'action="([^"]*)"[^>]*>(?:(?!</form>).)*name="person"', re.DOTALL)


def _cookies(headers: http.client.HTTPMessage) -> str:
    return "; ".join(one.split(";")[0] for one in headers.get_all("Set-Cookie") or [])


def prepare() -> str:
    """Build the town, and let Amara answer the safety questions about her knee; her screening's number."""
    from bedside.directory.models import VisitType
    from bedside.journal.hands import HOUSE
    from bedside.people.models import Patient
    from bedside.town.actions import build
    from bedside.triage import actions as triage

    build(lambda line: print(line, file=sys.stderr))
    amara = Patient.objects.get(given_name="Amara", family_name="Okafor")
    screening = triage.begin("my knee hurts", by=HOUSE, patient=amara)
    wanted = VisitType.objects.filter(service__slug="joints").order_by("pk")[0]
    screening = triage.want(screening, wanted.pk, by=HOUSE)
    screening = triage.answer(screening, by=HOUSE, pregnant=False, pregnancy_asked=True, ticked=[], answers={})
    assert screening.lets_book, screening.level
    return str(screening.pk)


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "bedside.config.settings"
    import django

    django.setup()
    print(json.dumps(prepare()))
