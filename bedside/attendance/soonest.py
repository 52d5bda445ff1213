"""How soon one can be seen: looked at once a week at a fixed hour, for what was open then cannot be counted later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from bedside.booking.models import Leave, Slot, SlotQuerySet, Use
from bedside.directory.models import Place, Post
from bedside.hours.clock import now
from bedside.hours.zones import day_of, local
from bedside.measures.supply import Time, is_away, practice_mean, steadied, third_next

from .models import Sampled

THREE = 3
FOUR_WEEKS = timedelta(weeks=4)
AWAY_AROUND = timedelta(days=14)  # on either side: long enough to see whether somebody is away for days
KEPT = [Use.SAME_DAY, Use.URGENT]  # what is kept for those is no time that anybody can plan with


@dataclass(frozen=True)
class Soonest:
    """One clinician's kind of visit: the last figure, steadied where there are few times a week."""

    name: str
    service: str
    days: float | None
    at: datetime


def look() -> int:
    """Look how far away the third open time is, for each clinician and service. Run by the clock; how many it was."""
    moment = now().replace(second=0, microsecond=0)
    samples = [_sample(post, moment) for post in _those_who_are_there(moment)]
    Sampled.objects.bulk_create(samples, ignore_conflicts=True)
    return len(samples)


def open_times(post: Post) -> SlotQuerySet:
    """Free times of somebody's service at a place that nothing keeps for urgent or same-day use."""
    times = Slot.objects.free().filter(staff_member=post.staff_member_id, service=post.service_id, place=post.place_id)
    return times.exclude(Q(held_for__in=KEPT) & (Q(release_at=None) | Q(release_at__gt=now())))


def _sample(post: Post, moment: datetime) -> Sampled:
    zone = post.place.zone
    first = open_times(post).order_by("starts_at").values_list("starts_at", flat=True)[:THREE]
    times = [Time(local(one, zone).replace(tzinfo=None), True) for one in first]
    lately = Slot.objects.filter(
        staff_member=post.staff_member_id,
        service=post.service_id,
        place=post.place_id,
        starts_at__gte=moment - FOUR_WEEKS,
        starts_at__lt=moment,
    )
    return Sampled(
        at=moment,
        place_id=post.place_id,
        staff_member_id=post.staff_member_id,
        service_id=post.service_id,
        days=third_next(times, local(moment, zone).replace(tzinfo=None)),
        times_a_week=lately.count() / 4,
    )


def _those_who_are_there(moment: datetime) -> Iterator[Post]:
    """Everybody who offers something, but for those who are away for more than three days."""
    for post in Post.objects.offered().select_related("staff_member", "service", "place"):
        zone = post.place.zone
        leave = Leave.objects.touching(moment - AWAY_AROUND, moment + AWAY_AROUND).filter(
            staff_member=post.staff_member_id
        )
        away = [(day_of(one.starts_at, zone), day_of(one.ends_at - timedelta(microseconds=1), zone)) for one in leave]
        if not is_away(away, day_of(moment, zone)):
            yield post


def soonest(place: Place) -> tuple[list[Soonest], float | None]:
    """The last figures of a place, by clinician, and their mean."""
    since = now() - FOUR_WEEKS - timedelta(days=1)
    kept = Sampled.objects.filter(place=place, at__gte=since).select_related("staff_member", "service")
    series: dict[tuple[object, object], list[Sampled]] = {}
    for one in kept.order_by("at"):
        series.setdefault((one.staff_member_id, one.service_id), []).append(one)
    newest = max((those[-1].at for those in series.values()), default=None)
    found = [
        Soonest(
            str(those[-1].staff_member),
            str(those[-1].service),
            steadied([one.days for one in those], those[-1].times_a_week),
            those[-1].at,
        )
        for those in series.values()
        if those[-1].at == newest
    ]
    found.sort(key=lambda one: (one.name, one.service))
    return found, practice_mean(one.days for one in found)
