"""Asking for work to be done later, and deciding what becomes of work that failed too often."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import IntegrityError, transaction
from django.db.models import Max

from bedside.hours.clock import now

from .models import Job, Lane, State
from .tasks import numbering
from .waking import ring_after_commit

KEEP_DONE = timedelta(days=3)
KEEP_ASIDE = timedelta(days=90)
CRON = "cron:"


class Somebody(Protocol):
    """The hand that decides: a person who has signed in."""

    pk: Any

    @property
    def hand_kind(self) -> str: ...


def enqueue(
    task: str,
    *,
    key: str | None = None,
    lane: str = Lane.NEWS,
    run_at: datetime | None = None,
    max_attempts: int = 12,
    **args: Any,
) -> Job | None:
    """Have a task done once, now or at `run_at`. With a key that was used before, nothing is added (None).

    Written in the caller's transaction: if that is rolled back, nothing was asked.
    """
    job = Job(
        task=task,
        args=args,
        key=key,
        lane=Lane(lane),
        run_at=run_at or now(),
        max_attempts=max_attempts,
        request_id=numbering.read(),
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        if key is None:
            raise
        return None
    ring_after_commit(lane)
    return job


def enqueue_all(
    task: str, wanted: Sequence[tuple[str, dict[str, Any]]], *, lane: str = Lane.NEWS, run_at: Sequence[datetime] = ()
) -> None:
    """Have a task done once for each of these keys and what it is to be done with; each now, or at its `run_at`.

    As with `enqueue`, a key that was used before adds nothing.
    """
    if not wanted:
        return
    number, moment = numbering.read(), now()
    jobs = [
        Job(task=task, args=args, key=key, lane=Lane(lane), run_at=at, request_id=number, created_at=moment)
        for (key, args), at in zip(wanted, run_at or [moment] * len(wanted), strict=True)
    ]
    Job.objects.bulk_create(jobs, ignore_conflicts=True)
    ring_after_commit(lane)


@transaction.atomic
def retry(job: Job, *, by: Somebody) -> bool:
    """Try a dead job again from the beginning; False if somebody has decided already."""
    return _decide(job, by, state=State.READY, attempts=0, run_at=now(), finished_at=None, worker="")


@transaction.atomic
def dismiss(job: Job, *, by: Somebody) -> bool:
    """Put a dead job aside for good; False if somebody has decided already."""
    return _decide(job, by, state=State.ASIDE, finished_at=now())


def _decide(job: Job, by: Somebody, **change: Any) -> bool:
    if getattr(by, "pk", None) is None:
        raise TypeError("by= must name the person who decides.")
    decided = Job.objects.filter(pk=job.pk, state=State.DEAD).update(decided_by=f"{by.hand_kind}:{by.pk}", **change)
    if decided:
        ring_after_commit(job.lane)
    return decided == 1


@transaction.atomic
def take_back() -> int:
    """Free everything that was running, at once. Only where nobody else can be working: one process, just started."""
    return Job.objects.filter(state=State.RUNNING).update(state=State.READY, lease_until=None, worker="")


def tidy() -> int:
    """Forget jobs that were done three days ago, or put aside three months ago.

    The newest job of each task of the clock stays: it tells which hour was struck last.
    """
    with transaction.atomic():
        struck = Job.objects.filter(key__gte=CRON, key__lt="cron;").values("task")
        newest = list(struck.annotate(newest=Max("pk")).values_list("newest", flat=True))
        done = Job.objects.filter(state=State.DONE, finished_at__lt=now() - KEEP_DONE).exclude(pk__in=newest)
        aside = Job.objects.filter(state=State.ASIDE, finished_at__lt=now() - KEEP_ASIDE)
        return done.delete()[0] + aside.delete()[0]
