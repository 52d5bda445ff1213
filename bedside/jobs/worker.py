"""Doing the work: threads for each lane, a lease on what they hold, and one heartbeat that keeps the leases alive.

A job is never lost: whoever takes it gets a lease, and when the lease runs out (killed, frozen, unplugged) the next
worker takes the job again. It is never closed twice: closing asks for the very claim that was made, and a worker
that was overtaken finds its claim gone.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import close_old_connections, connection

from bedside.hours.clock import now

from . import steps
from .models import Job, Lane
from .tasks import Task, find
from .waking import bells

log = logging.getLogger("bedside.jobs")

THREADS: dict[str, int] = {Lane.URGENT: 1, Lane.NEWS: 1, Lane.DELIVERY: 2, Lane.UPKEEP: 1}
LEASE = timedelta(seconds=30)
LOOK_AGAIN = 1.0  # seconds between two looks when no bell rings
AFTER_TROUBLE = 30.0  # the longest pause while the database does not answer


class Worker:
    """All the working threads of one process."""

    def __init__(
        self,
        threads: Mapping[str, int] = THREADS,
        *,
        lease: timedelta = LEASE,
        on_dead: Callable[[Job], None] | None = None,
    ) -> None:
        self.name = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.lease = lease
        self._lanes = dict(threads)
        self._on_dead = on_dead
        self._stopping = threading.Event()
        self._held: dict[int, tuple[Job, datetime]] = {}  # by thread: what it is doing, and when it must be over
        self._holding = threading.Lock()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        for lane, count in self._lanes.items():
            for _ in range(count):
                self._begin(f"jobs-{lane}", self._work, lane)
        self._begin("jobs-heartbeat", self._beat)

    def stop(self, within: float = 5.0) -> bool:
        """Ask all threads to stop after the job in hand; whether they did in time. The rest falls to its lease."""
        self._stopping.set()
        for bell in bells.values():
            bell.set()
        for thread in list(self._threads):
            thread.join(within)
        return not any(thread.is_alive() for thread in self._threads)

    def _begin(self, name: str, work: Callable[..., None], *args: str) -> None:
        thread = threading.Thread(target=work, args=args, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self, lane: str) -> None:
        """One thread: take a job, do it, take the next; rest when there is none."""
        bell, pause = bells[lane], LOOK_AGAIN
        while not self._stopping.is_set():
            bell.clear()
            try:
                job = steps.claim(lane, self.name, self.lease)
                pause = LOOK_AGAIN
            except Exception:
                pause = min(pause * 2, AFTER_TROUBLE)
                log.exception("lane %s: the database did not answer; looking again in %.0f s", lane, pause)
                close_old_connections()
                self._stopping.wait(pause)
                continue
            if job is None:
                bell.wait(LOOK_AGAIN)
            elif not self._do(job):
                break
        connection.close()

    def _do(self, job: Job) -> bool:
        """Do one job in hand; False when this thread was given up meanwhile and another has its place."""
        me = threading.get_ident()
        with self._holding:
            self._held[me] = (job, now() + _at_most(job))
        try:
            steps.do(job, on_dead=self._on_dead)
        except Exception:
            log.exception("job %s (%s) could not be closed; its lease will run out", job.pk, job.task)
        finally:
            with self._holding:
                kept = self._held.pop(me, None) is not None
            close_old_connections()
        return kept

    def _beat(self) -> None:
        """Renew all leases of this process, in one statement, three times before they run out."""
        while not self._stopping.wait(self.lease.total_seconds() / 3):
            try:
                self._give_up_what_hangs()
                with self._holding:
                    jobs = [job for job, _ in self._held.values()]
                steps.renew(jobs, self.name, self.lease)
            except Exception:
                log.exception("the leases could not be renewed")
                close_old_connections()
        connection.close()

    def _give_up_what_hangs(self) -> None:
        """A thread cannot be stopped from outside, but its lane can have a new one, and its job another try."""
        with self._holding:
            hanging = [(ident, job) for ident, (job, end) in self._held.items() if now() > end]
            for ident, _ in hanging:
                del self._held[ident]
        for _, job in hanging:
            log.error("job %s (%s) takes too long; its lane gets a new thread", job.pk, job.task)
            self._begin(f"jobs-{job.lane}", self._work, job.lane)


def _at_most(job: Job) -> timedelta:
    try:
        return find(job.task).at_most
    except LookupError:
        return Task.at_most


def work_off(*lanes: str, at_most: int = 10_000) -> int:
    """Do everything that is due, here and now, in this thread; how many jobs that were. For tests and the town."""
    done = 0
    while done < at_most:
        claims = (steps.claim(str(lane), "here", LEASE) for lane in lanes or tuple(Lane))
        job = next((job for job in claims if job is not None), None)
        if job is None:
            break
        steps.do(job)
        done += 1
    return done
