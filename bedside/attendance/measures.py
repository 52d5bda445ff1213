"""What is counted about how soon one can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_noop as _

from bedside.measures.registry import Measure
from bedside.measures.weekly import Counted, Source

from .models import Sampled

THIRD_NEXT = Measure(
    name="attendance.third_next_available",
    title=_("Days to the third free time"),
    numerator=_("calendar days to the third free time of each clinician and service, looked at on Tuesdays at 10"),
    denominator=_("clinicians and services that were looked at"),
    exclusions=_("times kept for urgent or same-day visits; clinicians away for more than three days"),
    source_events=("session.opened", "appointment.booked", "appointment.cancelled"),
    better="down",
    chart="xmr",
    statistic="mean",
    unit="days",
    least=1,
    higher=_("Longer until a free time"),
    lower=_("Shorter until a free time"),
)


def third_next(since: datetime, until: datetime) -> Iterator[Counted]:
    """The days as they were seen; where fewer than three times were open at all, that is not known."""
    seen = Sampled.objects.filter(at__gte=since, at__lt=until)
    for at, place, days in seen.values_list("at", "place_id", "days"):
        yield Counted(at, place, None if days is None else float(days))


MEASURES: dict[Measure, Source] = {THIRD_NEXT: third_next}
