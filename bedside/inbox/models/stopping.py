"""What was said about one address: stop, or start again."""

from __future__ import annotations

from typing import Self

from django.db import models

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.journal.models import Record
from bedside.people.models import ANYBODY_THERE


class StoppingQuerySet(models.QuerySet["Stopping"]):
    def visible_to(self, user: User) -> Self:
        """Staff who look after patients. She sees what was said about her own addresses, on a page that names them."""
        return self.all() if user.acting_as in ANYBODY_THERE else self.none()

    def at(self, channel: str, address: str) -> Self:
        return self.filter(channel=channel, address=address).order_by("-said_at", "-id")


class Stopping(Record):
    """One word about one address, whoever has it. Rows are only ever added: the last one counts."""

    channel = models.CharField(max_length=10)  # sms or email
    address = models.CharField(max_length=254)  # as the whole world writes it
    stops = models.BooleanField()
    said_by = models.CharField(max_length=20)  # by a reply, on this page, by staff
    said_at = models.DateTimeField(default=now)

    objects = StoppingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["channel", "address", "-said_at"], name="stopping_by_address")]
