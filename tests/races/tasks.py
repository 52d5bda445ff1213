"""Work for workers that are going to be killed. Registered in the processes of these tests only."""

from __future__ import annotations

import os
import time
from pathlib import Path

from bedside.jobs.tasks import task
from bedside.journal.hands import HOUSE
from bedside.people import actions as people


def note(about: str) -> None:
    """Done together with its mark, so what it writes must be there exactly once."""
    people.register(by=HOUSE, given_name="Note", family_name=about)


def linger(about: str, seconds: float) -> None:
    """Not done together: says in a file when it begins and when it ends, so that a test can kill in between."""
    paper = Path(os.environ["RACE_PAPER"])
    _write(paper, f"begin {about} {os.getpid()}")
    time.sleep(seconds)
    _write(paper, f"end {about} {os.getpid()}")


def _write(paper: Path, line: str) -> None:
    with paper.open("a") as open_paper:
        open_paper.write(f"{line}\n")


def know() -> None:
    task("races.note", together=True)(note)
    task("races.linger")(linger)
