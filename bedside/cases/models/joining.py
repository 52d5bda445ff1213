"""Two cases that turned out to be one: which goes on in which, and what is needed to take them apart again."""

from __future__ import annotations

import uuid

from django.db import models


class Joined(models.Model):
    """A case that goes on in another one. Its own clock is kept as it was, so that it can be taken out again."""

    joined_to_id: uuid.UUID | None
    joined_to = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="joined")
    joined_at = models.DateTimeField(null=True, blank=True)
    joined_by = models.CharField(max_length=200, blank=True)
    lent = models.JSONField(default=dict, blank=True)  # the clock that the other one had, where this one's was nearer

    class Meta:
        abstract = True
