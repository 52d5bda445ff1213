"""When what we publish last changed: by somebody's hand, or because time has passed over it.

It may say later than it was, never earlier: a reader who trusts it misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.db.models import Max

from bedside.booking.models import Hold, Slot
from bedside.booking.models.slots import SAME_DAY
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.models import Entry, Record

THE_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
PLACES = ("directory.place", "directory.clinic")
SCHEDULES = (*PLACES, "directory.post", "directory.service", "directory.visittype", "people.staffmember")


def places_changed() -> datetime:
    return _by_hand(PLACES)


def schedules_changed() -> datetime:
    return _by_hand(SCHEDULES)


def slots_changed() -> datetime:
    """Anything in the book, or in what it stands on; or a time began, was released, or was kept no longer."""
    book = [
        model._meta.label_lower for model in apps.get_app_config("booking").get_models() if issubclass(model, Record)
    ]
    return max([_by_hand([*book, *SCHEDULES, "directory.closure"]), *_by_time()])


def _by_hand(subjects: Iterable[str]) -> datetime:
    # The last line of the journal that is about one of these; asked in the order of its numbers, it is found at once.
    latest = Entry.objects.filter(subject_type__in=list(subjects)).order_by("-id").values_list("recorded_at", flat=True)
    return latest.first() or THE_BEGINNING


def _by_time() -> Iterator[datetime]:
    moment = now()
    for place in Place.objects.working():
        here = Slot.objects.filter(place=place)
        began = here.filter(starts_at__lte=moment).order_by("-starts_at").values_list("starts_at", flat=True)[:1]
        ahead = here.filter(starts_at__gt=moment)
        yield from began
        todays = ahead.filter(starts_at__lte=moment + SAME_DAY).order_by("-starts_at")[:1]
        yield from (at - timedelta(hours=24) for at in todays.values_list("starts_at", flat=True))
        if released := ahead.filter(release_at__lte=moment).aggregate(at=Max("release_at"))["at"]:
            yield released
    if lapsed := Hold.objects.run_out().aggregate(at=Max("until"))["at"]:
        yield lapsed
