"""Asking for work to be done later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bedside.hours.clock import now

from .models import Job, Lane


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
    job = Job(task=task, args=args, key=key, lane=lane, run_at=run_at or now(), max_attempts=max_attempts)
    if key is None:
        job.save(force_insert=True)
        return job
    Job.objects.bulk_create([job], ignore_conflicts=True)
    return Job.objects.filter(key=key).first() if job.pk is None else job
