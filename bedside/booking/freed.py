"""Times that came free, and how soon somebody else took them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bedside.journal.models import Entry
from bedside.people.models import Label

from .models import Appointment, Slot

IN_GOOD_TIME = timedelta(hours=24)
BATCH = 500
FREEING = ("appointment.cancelled", "appointment.moved")
TAKING = ("appointment.booked", "appointment.moved")


@dataclass(frozen=True)
class Freed:
    """A time that somebody gave back at least a day before it begins."""

    at: datetime  # when it came free
    place: uuid.UUID
    starts_at: datetime
    taken_at: datetime | None


def freed(since: datetime, until: datetime) -> Iterator[Freed]:
    """Each time given back in these days; one that was then closed, or taken in confidence, is in no count."""
    told = Entry.objects.filter(verb__in=FREEING, label=Label.NONE, happened_at__gte=since, happened_at__lt=until)
    given_back = [(entry.subject_id, entry.happened_at, _left(entry)) for entry in told.order_by("happened_at")]
    cancelled = [visit for visit, _at, left in given_back if left is None]
    held = {
        pk: slot
        for some in _some(cancelled)
        for pk, slot in Appointment.objects.filter(pk__in=some).values_list("pk", "slot_id")
    }
    wanted = [(visit, at, left or held.get(visit)) for visit, at, left in given_back]
    slots = Slot.objects.in_bulk({slot for _visit, _at, slot in wanted if slot})
    takers = _takers(list(slots))
    for visit, at, slot_id in wanted:
        slot = slots.get(slot_id) if slot_id else None
        if slot is None or slot.is_closed or slot.seats != 1 or slot.starts_at - at < IN_GOOD_TIME:
            continue
        after = sorted((when, label) for who, when, label in takers[slot.pk] if when > at and who != visit)
        if after and after[0][1] != Label.NONE:
            continue
        yield Freed(at, slot.place_id, slot.starts_at, after[0][0] if after else None)


def _left(entry: Entry) -> uuid.UUID | None:
    """The time that a moved visit left."""
    left = entry.facts.get("left") if entry.verb == "appointment.moved" else None
    return uuid.UUID(str(left)) if left else None


def _takers(slots: list[uuid.UUID]) -> dict[uuid.UUID, list[tuple[uuid.UUID, datetime, str]]]:
    """Who has these times now or had them last, and since when."""
    found: dict[uuid.UUID, list[tuple[uuid.UUID, datetime, str]]] = defaultdict(list)
    for some in _some(slots):
        visits = Appointment.objects.filter(slot__in=some).values_list("pk", "slot_id", "label")
        where = {pk: (slot, label) for pk, slot, label in visits}
        entries = Entry.objects.filter(verb__in=TAKING, subject_id__in=list(where)).order_by("happened_at")
        latest = dict(entries.values_list("subject_id", "happened_at"))  # the last of each: since then it is there
        for pk, when in latest.items():
            slot, label = where[pk]
            found[slot].append((pk, when, label))
    return found


def _some(many: list[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    """A few hundred at a time: a database takes no more in one question."""
    for at in range(0, len(many), BATCH):
        yield many[at : at + BATCH]
