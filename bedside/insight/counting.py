"""Counting the weeks anew from the rooms' own rows, and keeping what they come to. Nothing else writes figures."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import transaction

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.measures.parts import parts
from bedside.measures.registry import MEASURES, Measure
from bedside.measures.weekly import WEEK, Counted, Weekly, monday_of, week_bounds, weekly

from .models import Figure, Share

EVERYTHING = 3 * 52  # weeks
A_QUARTER = 13  # weeks: what is put right later than that stays as it was counted
COUNTED = ("value", "n", "hits", "waiting", "unknown", "counted_at")

Key = tuple[date, uuid.UUID | None]


def this_week() -> date:
    """The Monday of the week that runs, on the clinic's wall."""
    return monday_of(day_of(now(), the_clinic().zone))


def count_the_running_week() -> int:
    """What this week and the last come to so far. Measures never counted before are counted from the beginning."""
    return sum(count(measure, _weeks(measure, 2)) for measure in MEASURES)


def count_the_last_quarter() -> int:
    return sum(count(measure, _weeks(measure, A_QUARTER)) for measure in MEASURES)


def _weeks(measure: Measure, usual: int) -> int:
    known = Figure.objects.filter(measure=measure.name, measure_version=measure.version)
    return usual if known.exists() else EVERYTHING


@transaction.atomic
def count(measure: Measure, weeks: int) -> int:
    """Count so many weeks up to now; what they came to before is written over. How many lines that made."""
    zone, last = the_clinic().zone, this_week()
    first = last - (weeks - 1) * WEEK
    since, until = week_bounds(first, zone)[0], week_bounds(last, zone)[1]
    told = list(MEASURES.source(measure.name)(since, until))
    if weeks >= A_QUARTER:
        _split(measure, [one for one in told if one.at >= week_bounds(last - (A_QUARTER - 1) * WEEK, zone)[0]])
    lines = {(line.week, line.place): line for line in weekly(told, statistic=measure.statistic, zone=zone)}
    there: dict[Key, Figure] = {
        (one.week, one.place_id): one
        for one in Figure.objects.filter(
            measure=measure.name, measure_version=measure.version, week__gte=first, week__lte=last
        )
    }
    gone = [one.pk for key, one in there.items() if key not in lines]
    Figure.objects.filter(pk__in=gone).delete()
    fresh = [
        Figure(measure=measure.name, measure_version=measure.version, week=week, place_id=place, **_said(line))
        for (week, place), line in lines.items()
        if (week, place) not in there
    ]
    Figure.objects.bulk_create(fresh, batch_size=500)
    known = [one for key, one in there.items() if key in lines]
    for figure in known:
        for name, value in _said(lines[figure.week, figure.place_id]).items():
            setattr(figure, name, value)
    Figure.objects.bulk_update(known, COUNTED, batch_size=100)
    return len(lines)


def _split(measure: Measure, told: list[Counted]) -> None:
    """The last quarter by channel, team and language, written over what it came to before."""
    Share.objects.filter(measure=measure.name).delete()
    Share.objects.bulk_create(
        Share(
            measure=measure.name,
            measure_version=measure.version,
            way=one.way,
            name=one.name,
            position=position,
            n=one.n,
            value=one.value,
            p90=one.p90,
            counted_at=now(),
        )
        for position, one in enumerate(parts(told, statistic=measure.statistic, least=measure.least))
    )


def _said(line: Weekly) -> dict[str, Any]:
    return {
        "value": line.value,
        "n": line.n,
        "hits": line.hits,
        "waiting": line.waiting,
        "unknown": line.unknown,
        "counted_at": now(),
    }
