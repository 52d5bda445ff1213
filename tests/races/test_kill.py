"""SIGKILL at any moment, under load: nothing acknowledged is lost, nothing is done twice."""

from __future__ import annotations

import json
import random
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.inbox.provider import Provider

from .installation import Installation, Process

ROUNDS = 6
WRITING = ("register:2", "ask_for_work:2", "send:2", "write_to_us:1")


def acknowledged(processes: list[Process]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for process in processes:
        for line in process.lines:
            if line.startswith("ack ") and line.count(" ") == 2:
                _, writer, key = line.split()
                found[writer].append(key)
    return found


def what_does_not_hold(installation: Installation, told: dict[str, list[str]]) -> list[str]:
    looked = installation.call("tests.races.press", "look", told=told)
    assert looked.returncode == 0, looked.stderr[-3000:]
    found: list[str] = json.loads(looked.stdout.splitlines()[-1])
    return found


def test_a_killed_house_has_kept_every_word_it_gave(installation: Installation) -> None:
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
        for writer in WRITING:
            alive[0].wait_for(f"ack {writer.partition(':')[0]} ")
        time.sleep(random.uniform(0.05, 0.6))
        for process in random.sample(alive, len(alive)):
            process.kill()
            time.sleep(0 if together else random.uniform(0, 0.2))

    told = acknowledged(processes)
    refused = [line for process in processes for line in process.lines if line.startswith("refused")]

    assert refused == []
    assert all(len(told[writer.partition(":")[0]]) >= ROUNDS for writer in WRITING), {
        w: len(k) for w, k in told.items()
    }
    assert what_does_not_hold(installation, told) == []


def lingering(installation: Installation, seconds: float) -> None:
    installation.settings["RACE_PAPER"] = str(installation.folder / "paper")
    installation.settings["RACE_MANY"] = "yes"
    (installation.folder / "paper").touch()
    done = installation.call("tests.races.ask", "races.linger", told={"about": "one", "seconds": seconds})
    assert done.returncode == 0, done.stderr


def paper(installation: Installation) -> list[list[str]]:
    return [line.split() for line in (installation.folder / "paper").read_text().splitlines()]


def wait_for_paper(installation: Installation, lines: int, seconds: float = 90) -> list[list[str]]:
    end = time.monotonic() + seconds
    while len(found := paper(installation)) < lines:
        assert time.monotonic() < end, found
        time.sleep(0.02)
    return found


def jobs(installation: Installation) -> list[list[object]]:
    looked = installation.call("tests.races.ask", "state")
    found: list[list[object]] = json.loads(looked.stdout.splitlines()[-1])
    return found


def test_a_job_whose_worker_was_killed_runs_again_when_its_lease_ends(installation: Installation) -> None:
    lingering(installation, 0.5)
    killed = installation.start("tests.races.press", "work", "1.5")
    wait_for_paper(installation, 1)
    killed.kill()

    other = installation.start("tests.races.press", "work", "1.5")
    lines = wait_for_paper(installation, 3)
    time.sleep(0.5)

    assert [line[0] for line in lines] == ["begin", "begin", "end"]
    assert lines[1][2] == lines[2][2] == str(other.pid)
    assert jobs(installation) == [["races.linger", "done", 2]]


@pytest.mark.slow
def test_a_frozen_worker_that_wakes_up_closes_nothing(installation: Installation) -> None:
    lingering(installation, 1.0)
    frozen = installation.start("tests.races.press", "work", "6")
    wait_for_paper(installation, 1)
    # Its other threads look for work now, and the lease is renewed two seconds after the start: on SQLite who is
    # frozen there holds the pen for as long.
    time.sleep(0.2)
    frozen.send(signal.SIGSTOP)
    other = installation.start("tests.races.press", "work", "6")
    lines = wait_for_paper(installation, 3)
    assert lines[2] == ["end", "one", str(other.pid)]
    before = jobs(installation)

    frozen.send(signal.SIGCONT)
    wait_for_paper(installation, 4)
    time.sleep(0.5)

    assert "taken over by another worker" in frozen.told_wrong()
    assert jobs(installation) == before
    assert before[0][1] == "done"


@pytest.fixture
def provider() -> Iterator[Provider]:
    found = Provider()
    thread = threading.Thread(target=found.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield found
    found.closing.set()
    found.shutdown()
    found.server_close()
    thread.join(5)


@pytest.mark.parametrize(
    ("names", "ends", "asked"), [("#key=Idempotency-Key", ["sent", 0], 2), ("", ["unsure", 1], 1)], ids=["key", "none"]
)
def test_a_worker_killed_while_a_provider_answers_sends_once_with_a_key_and_else_a_person_looks(
    installation: Installation, provider: Provider, names: str, ends: list[object], asked: int
) -> None:
    provider.mood = "slow"  # it has passed it on, and says nothing yet
    installation.settings["BEDSIDE_SMS_GATEWAY"] = f"http://:secret@{provider.at}/send{names}"
    installation.settings["RACE_MANY"] = "yes"
    written = installation.call("tests.races.ask", "text her")
    assert written.returncode == 0, written.stderr
    killed = installation.start("tests.races.press", "work", "1.5")
    end = time.monotonic() + 90
    while not provider.taken:
        assert time.monotonic() < end, killed.told_wrong()
        time.sleep(0.02)
    killed.kill()

    provider.mood = "well"
    installation.start("tests.races.press", "work", "1.5")
    became = installation.call("tests.races.ask", "what became of it", written.stdout.split()[-1])

    assert became.returncode == 0, became.stderr
    assert json.loads(became.stdout.splitlines()[-1]) == ends
    assert (len(provider.taken), provider.sent) == (asked, 1)


def test_two_worker_processes_do_each_job_once(installation: Installation) -> None:
    installation.settings["RACE_MANY"] = "yes"
    filled = installation.call("tests.races.ask", "fill", "300")
    keys = json.loads(filled.stdout.splitlines()[-1])

    for _ in range(2):
        installation.start("tests.races.press", "work", "5")
    done = installation.call("tests.races.ask", "all done")
    assert done.returncode == 0, done.stderr

    assert {tuple(job) for job in jobs(installation)} == {("races.note", "done", 1)}
    assert what_does_not_hold(installation, {"ask_for_work": keys}) == []
