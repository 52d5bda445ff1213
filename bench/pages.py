"""Whole pages from a real server process: so many a second, whether or not the ones before have been answered."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.races.installation import found, remove

from .figures import Figure

A_SECOND, SECONDS = 50, 20
WARM, ALONE = 5, 40
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
        server, address = town.serve("--demo")
        assert ask(address, "/welcome/")[0] == 200
        first = time.perf_counter() - begun
        paths = {**PAGES, "times": ("amara", f"/times/{json.loads(prepared.stdout)}/")}
        start = Figure("first page after a start", first, [first]).aiming("< 10 s", first < 10)
        return [start, *_load(server.pid, address, paths)]
    finally:
        remove(town)


def _load(pid: int, address: str, paths: dict[str, tuple[str, str]]) -> list[Figure]:
    cookies = {who: sign_in(address, who) for who, _ in paths.values()}
    wanted = {name: (path, cookies[who]) for name, (who, path) in paths.items()}
    costs = {name: _cost(pid, address, *page) for name, page in wanted.items()}
    told = {"address": address, "wanted": wanted, "a_second": A_SECOND, "seconds": SECONDS}
    spent = _processor(pid)
    readers = subprocess.run(
        [sys.executable, "-m", "bench.readers"], input=json.dumps(told), capture_output=True, text=True, check=True
    )
    spent = _processor(pid) - spent
    heard = json.loads(readers.stdout)
    answers, seconds = heard["answers"], heard["seconds"]
    print(f"the server was busy {spent / seconds:.0%}, its readers {heard['processor'] / seconds:.0%}", file=sys.stderr)
    figures = []
    for name in [*paths, ""]:
        those = [one for one in answers if name in {one[0], ""}]
        figure = Figure(f"page: {name}" if name else f"pages at {A_SECOND}/s", seconds, [one[1] for one in those])
        figure.errors = sum(one[2] != 200 for one in those)
        figure.processor = costs[name] if name else spent / len(those)
        figures.append(figure)
    every = figures[-1]
    return [*figures[:-1], every.aiming(f"p99 < {AIM:.0f} ms", every.at(99) < AIM and not every.errors)]


def _cost(pid: int, address: str, path: str, cookie: str) -> float:
    """Processor seconds of the server for one page, by itself, once it has been shown before."""
    for _ in range(WARM):
        assert ask(address, path, cookie)[0] == 200, path
    before = _processor(pid)
    for _ in range(ALONE):
        assert ask(address, path, cookie)[0] == 200, path
    return (_processor(pid) - before) / ALONE


def _processor(pid: int) -> float:
    """Processor seconds a process has used, all its threads together; what Linux tells."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


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
    os.environ["DJANGO_SETTINGS_MODULE"] = "bedside.config.settings"
    import django

    django.setup()
    print(json.dumps(prepare()))
