"""Work rows: written in the transaction that needs them, done by whichever worker comes first."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from bedside.hours.clock import now


class State(models.TextChoices):
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"  # tried too often; a person must look
    ASIDE = "aside"  # a person looked, and put it aside


class Lane(models.TextChoices):
    """Each lane has its own worker threads, so that slow work never stands before urgent work."""

    URGENT = "urgent"
    NEWS = "news"
    DELIVERY = "delivery"
    UPKEEP = "upkeep"


class JobQuerySet(models.QuerySet["Job"]):
    def due(self, lane: str, moment: datetime) -> JobQuerySet:
        """What waits in this lane and may be taken now, longest waiting first."""
        return self.filter(state=State.READY, lane=lane, run_at__lte=moment).order_by("run_at", "id")

    def left_behind(self, lane: str, moment: datetime) -> JobQuerySet:
        """What a worker took and did not finish before its lease ran out: it was killed, or it hangs."""
        return self.filter(state=State.RUNNING, lane=lane, lease_until__lt=moment).order_by("lease_until", "id")

    def dead(self) -> JobQuerySet:
        return self.filter(state=State.DEAD).order_by("-finished_at")


class Job(models.Model):
    task = models.CharField(max_length=120)
    args = models.JSONField(default=dict)
    key = models.CharField(max_length=250, null=True)
    lane = models.CharField(max_length=20, choices=Lane.choices, default=Lane.NEWS)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    run_at = models.DateTimeField(default=now)
    attempts = models.PositiveIntegerField(default=0)  # goes up with every claim, so it tells two claims apart
    max_attempts = models.PositiveIntegerField(default=12)
    worker = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)  # why the last try failed; may tell health details, so never logged
    request_id = models.CharField(max_length=36, blank=True)
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)  # who tried a dead one again, or put it aside

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="one_job_per_key")]
        indexes = [
            models.Index(fields=["lane", "run_at", "id"], name="job_ready", condition=Q(state="ready")),
            models.Index(fields=["lane", "lease_until"], name="job_running", condition=Q(state="running")),
            models.Index(fields=["state", "finished_at"], name="job_finished"),
        ]

    @property
    def reason(self) -> str:
        """Why it failed, without what the error said: that may be about a patient."""
        return self.error.partition("\n")[0]
