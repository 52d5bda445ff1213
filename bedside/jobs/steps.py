"""The steps of a worker, each one short transaction: take a job, do it, close it, or put it back for later."""

from __future__ import annotations

import logging
import random
import traceback
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction

from bedside.hours.clock import now

from .models import Job, JobQuerySet, State
from .tasks import NotYet, find, numbering

log = logging.getLogger("bedside.jobs")

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)


class Overtaken(Exception):
    """The lease ran out while the work was being done, and somebody else has the job now."""


def claim(lane: str, worker: str, lease: timedelta) -> Job | None:
    """Take the next job of a lane. A look that finds nothing writes nothing.

    On PostgreSQL the row is locked and others step over it; on SQLite the transaction holds the only pen.
    """
    looked = Job.objects.left_behind(lane, now())
    if not looked.exists():
        looked = Job.objects.due(lane, now())
        if not looked.exists():
            return None
    with transaction.atomic():
        job = looked.select_for_update(skip_locked=True).first()
        if job is None:
            return None
        if job.state == State.RUNNING and job.attempts >= job.max_attempts:
            _bury(job, error="It was begun as often as allowed and never came to an end.")
            return None
        job.state, job.worker, job.lease_until = State.RUNNING, worker, now() + lease
        job.attempts += 1
        Job.objects.filter(pk=job.pk).update(
            state=job.state, worker=worker, lease_until=job.lease_until, attempts=job.attempts
        )
    return job


def do(job: Job, *, on_dead: Callable[[Job], None] | None = None) -> None:
    """Do a claimed job and close it; what it raises becomes a later try, or a dead letter."""
    numbering.begin(job.request_id)
    try:
        task = find(job.task)
        if task.together:
            with transaction.atomic():
                task.work(**job.args)
                finish(job)
        else:
            task.work(**job.args)
            finish(job)
    except Overtaken:
        log.warning("job %s (%s) was taken over by another worker", job.pk, job.task)
    except Exception as error:
        if fail(job, error) and on_dead:
            on_dead(job)


def finish(job: Job) -> None:
    with transaction.atomic():
        if not _close(job, State.DONE, error=""):
            raise Overtaken


def fail(job: Job, error: Exception) -> bool:
    """Put the job back for later, each time later, or bury it after the last try; whether it was buried.

    The log, and the first line of what is kept, name the kind of error and the place only: what an error says may be
    about a patient. A sentence of our own rules is kept as it is.
    """
    place = traceback.extract_tb(error.__traceback__)[-1:]
    where = f"{place[0].name}:{place[0].lineno}" if place else "?"
    log.warning("job %s (%s) failed at try %s: %s in %s", job.pk, job.task, job.attempts, type(error).__name__, where)
    reason = getattr(error, "sentence", "") or f"{type(error).__name__} in {where}"
    told = f"{reason}\n{''.join(traceback.format_exception(error))[-4000:]}"
    dead = job.attempts >= job.max_attempts
    with transaction.atomic():
        if dead:
            return _bury(job, error=told)
        asked = error.after if isinstance(error, NotYet) else timedelta()
        later = now() + max(pause_after(job.attempts), asked)
        _mine(job).update(state=State.READY, run_at=later, lease_until=None, error=told)
    return False


def pause_after(attempts: int) -> timedelta:
    """Twice as long after each try, up to an hour; the upper half by chance, so that not all come back at once."""
    longest = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    return timedelta(seconds=longest.total_seconds() * random.uniform(0.5, 1))


def renew(jobs: Sequence[Job], worker: str, lease: timedelta) -> None:
    """Keep these claims for another lease. A claim that was lost meanwhile stays lost.

    One statement that commits itself: a process frozen between a write and its commit would keep the rows locked, and
    nobody could take its jobs over.
    """
    if jobs:
        mine = Job.objects.filter(pk__in=[job.pk for job in jobs], worker=worker, state=State.RUNNING)
        mine.update(lease_until=now() + lease)


def _bury(job: Job, *, error: str) -> bool:
    """Close it as dead, and have done what its task wants done then; whether it was ours to bury."""
    if not _close(job, State.DEAD, error=error):
        return False
    try:
        if given_up := find(job.task).given_up:
            with transaction.atomic():
                given_up(**job.args)
    except Exception as error_too:  # the job is dead all the same, and staff are shown it
        log.error("job %s (%s): giving it up failed: %s", job.pk, job.task, type(error_too).__name__)
    return True


def _mine(job: Job) -> JobQuerySet:
    """The very claim that was made: this worker, this try. Empty once the lease has passed to somebody else."""
    return Job.objects.filter(pk=job.pk, worker=job.worker, attempts=job.attempts, state=State.RUNNING)


def _close(job: Job, state: State, *, error: str) -> bool:
    return _mine(job).update(state=state, lease_until=None, finished_at=now(), error=error) == 1
