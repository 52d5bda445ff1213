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


class Lane(models.TextChoices):
    """Each lane has its own worker threads, so that slow work never stands before urgent work."""

    URGENT = "urgent"
    NEWS = "news"
    DELIVERY = "delivery"
    UPKEEP = "upkeep"


class JobQuerySet(models.QuerySet["Job"]):
    def ready(self, lanes: list[str], moment: datetime) -> JobQuerySet:
        """What could be taken now: due and waiting, or left behind by a worker whose lease ran out."""
        due = Q(state=State.READY, run_at__lte=moment)
        left_behind = Q(state=State.RUNNING, lease_until__lt=moment)
        return self.filter(due | left_behind, lane__in=lanes).order_by("run_at", "id")

    def dead(self) -> JobQuerySet:
        return self.filter(state=State.DEAD).order_by("-finished_at")


class Job(models.Model):
    task = models.CharField(max_length=60)
    args = models.JSONField(default=dict)
    key = models.CharField(max_length=200, null=True)
    lane = models.CharField(max_length=20, choices=Lane.choices, default=Lane.NEWS)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    run_at = models.DateTimeField(default=now)
    attempts = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=12)
    worker = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="one_job_per_key")]
        indexes = [
            models.Index(fields=["lane", "run_at", "id"], name="job_ready", condition=Q(state="ready")),
            models.Index(fields=["lane", "lease_until"], name="job_running", condition=Q(state="running")),
            models.Index(fields=["state", "finished_at"], name="job_finished"),
        ]
