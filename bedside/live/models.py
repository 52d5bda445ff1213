"""The outbox of notices to open screens: written in the transaction of the change, read by the hub."""

from __future__ import annotations

from django.db import models

from bedside.hours.clock import now


class Notice(models.Model):
    """Something under this topic has changed; whoever shows it should look again. Never says what."""

    topic = models.CharField(max_length=80)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["topic", "id"], name="notice_by_topic")]
