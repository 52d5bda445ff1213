"""Starting the workers: every room's tasks, and the clock."""

from __future__ import annotations

import threading

from bedside.jobs.models import Job
from bedside.jobs.tasks import numbering, task
from bedside.jobs.worker import THREADS, Worker
from bedside.journal import news, requests
from bedside.live.actions import announce

from . import clock


def know_the_tasks() -> None:
    """Called once at start-up. The rooms' own tasks.py have been read by then."""
    # A reaction and its mark are one transaction: told at least once, and what it wrote is there exactly once.
    task("tell", together=True)(_tell)
    clock.hang_up()
    numbering.read, numbering.begin = requests.request_id, requests.begin_request


def _tell(entry: int, reaction: str) -> None:
    news.tell(entry, reaction)


def show_dead_letter(job: Job) -> None:
    """A job has failed for good: whoever has the list of such jobs open sees it at once."""
    announce(["dead-letters"])


class Workers:
    """The worker and the clock of one process, started and stopped together."""

    def __init__(self) -> None:
        self._worker = Worker(THREADS, on_dead=show_dead_letter)
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=clock.listen, args=[self._stopping], name="clock", daemon=True)]

    def start(self) -> None:
        self._worker.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> bool:
        """Let every thread finish what it holds; whether all did within a few seconds."""
        self._stopping.set()
        done = self._worker.stop()
        for thread in self._threads:
            thread.join(2)
        return done
