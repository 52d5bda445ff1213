"""The outbox of notices to open screens: written in the transaction of the change, read by the hub."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, models
from django.db.models import Max, Q

from bedside.hours.clock import now


class NoticeQuerySet(models.QuerySet["Notice"]):
    def newest(self) -> int:
        """The number of the newest notice; 0 when there is none."""
        return int(self.aggregate(newest=Max("pk"))["newest"] or 0)

    def missed(self, topics: list[str], after: int) -> list[tuple[int, str]] | None:
        """What somebody missed who last heard of number `after`: one notice per topic, the newest.

        None when that is too long ago to tell. On SQLite numbers are given in the order of the commits. On
        PostgreSQL a smaller number may commit later, so whatever was written shortly before is told again: looking
        once more does no harm.
        """
        heard = self.filter(pk__lte=after).order_by("-pk").first()
        if heard is None and after > 0:
            return None
        fresh = Q(pk__gt=after)
        if heard is not None and connection.vendor == "postgresql":
            fresh |= Q(at__gte=heard.at - SETTLES)
        found = self.filter(fresh, topic__in=topics).values("topic").annotate(newest=Max("pk")).order_by("newest")
        return [(row["newest"], row["topic"]) for row in found]


SETTLES = timedelta(seconds=30)  # no transaction that announces something may take longer to commit


class Notice(models.Model):
    """Something under this topic has changed; whoever shows it should look again. Never says what."""

    topic = models.CharField(max_length=80)
    at = models.DateTimeField(default=now)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["topic", "id"], name="notice_by_topic")]


def since() -> int:
    """For a page: the number from which a stream must go on so that nothing after this page is missed."""
    return int(Notice.objects.filter(at__lt=now() - timedelta(seconds=10)).aggregate(newest=Max("pk"))["newest"] or 0)
