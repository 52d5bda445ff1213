"""SIGKILL while people book, come and are called: what was promised stands; a form sent again leads to the same."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from urllib.parse import urlencode, urlsplit

import pytest

from .installation import Installation, Process
from .test_kill import acknowledged, what_does_not_hold

ROUNDS = 5
WRITING = ("book:3", "move:1", "send:1", "write_to_us:1", "come:1", "call:2")
SECRET = "k" * 32  # what a form carries against forgery, and the cookie with it


def clinic(installation: Installation, forms: int = 0) -> dict[str, object]:
    done = installation.call("tests.races.clinic", str(forms))
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.mark.slow
def test_a_killed_clinic_has_kept_every_visit_it_promised(installation: Installation) -> None:
    clinic(installation)
    together = not installation.database
    processes: list[Process] = []
    for _ in range(ROUNDS):
        if together:
            alive = [installation.start("tests.races.press", "both", *WRITING)]
        else:
            alive = [
                installation.start("tests.races.press", "write", *WRITING),
                installation.start("tests.races.press", "work", "1"),
            ]
        processes += alive
        for writer in ("book", "move", "send", "come", "call"):
            alive[0].wait_for(f"ack {writer}")
        time.sleep(random.uniform(0.05, 0.6))
        for process in random.sample(alive, len(alive)):
            process.kill()
            time.sleep(0 if together else random.uniform(0, 0.2))

    told = acknowledged(processes)
    assert [line for process in processes for line in process.lines if line.startswith("refused")] == []
    assert len(told["book"]) > 3 * ROUNDS
    assert min(len(told["move"]), len(told["come"]), len(told["call"])) >= ROUNDS
    assert what_does_not_hold(installation, told) == []


@pytest.mark.slow
def test_whoever_lost_the_answer_presses_again_and_has_one_visit(installation: Installation) -> None:
    """The web process is killed while it answers; the browser sends the same form to the next one."""
    told = clinic(installation, ROUNDS)
    visits = told["visits"]
    assert isinstance(visits, list)
    told_keys: list[str] = []
    server, address = installation.serve()
    for number, visit in enumerate(visits):
        once = str(uuid.uuid4())
        first: list[tuple[int, str]] = []
        pressing = threading.Thread(
            target=lambda press=(address, told, visit, once), heard=first: heard.append(send(*press))
        )
        pressing.start()
        time.sleep(random.uniform(0.0, 0.12) * (number + 1))
        server.kill()
        pressing.join()

        server, address = installation.serve()
        again = send(address, told, visit, once)
        assert again[0] == 302, again
        assert again[1].startswith("/appointments/")
        if first[0][0]:
            assert first == [again]
        assert send(address, told, visit, once) == again
        told_keys.append(again[1].split("/")[2])
    assert server.stop() == 0

    assert len(set(told_keys)) == ROUNDS
    assert what_does_not_hold(installation, {"book": told_keys}) == []


def send(address: str, told: dict[str, object], visit: dict[str, str], once: str) -> tuple[int, str]:
    """Press the button; the status and where it leads, or 0 where no answer came."""
    body = urlencode({"csrfmiddlewaretoken": SECRET, "once": once, "slot": visit["slot"]})
    headers = {
        "Cookie": f"session={told['cookie']}; csrf={SECRET}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        line.request("POST", visit["address"], body, headers)
        answer = line.getresponse()
        return answer.status, answer.headers.get("Location", "")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        line.close()
