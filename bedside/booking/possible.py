"""Which of many free times have all that a visit needs: asked of the database where it can tell, else worked out."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from bedside.directory.models import VisitType
from bedside.people.models import StaffMember

from .hours import Hours
from .models import CELL, Resource, ResourceQuerySet, Slot, SlotQuerySet, Taken
from .needs import Needs, Wanted, has_hours, ids, speaks, works
from .reserving import cells_between

BATCH = 120
MOST_BATCHES = 40  # then whoever looks has seen enough times that are not possible


def possible(
    slots: SlotQuerySet,
    needs: Needs,
    visit_type: VisitType,
    most: int,
    uses: Collection[str],
    within: Hours | None = None,
) -> list[Slot]:
    """The first of these times that have a room, a device, an interpreter and enough minutes, as this visit needs."""
    for wanted in needs.wanted:
        slots = slots.filter(Exists(_one_free(wanted)))
    if needs.interpreter is not None:
        fluent = [one.pk for one in StaffMember.objects.filter(is_active=True) if speaks(one, needs.tongue)]
        slots = slots.filter(Q(staff_member__in=fluent) | Exists(_one_free(needs.interpreter)))
    if needs.interpreter is None and within is None and not has_hours(needs.wanted):
        return list(slots.in_order()[:most])
    found = list[Slot]()
    for number in range(MOST_BATCHES):
        batch = list(slots.in_order()[number * BATCH : (number + 1) * BATCH])
        hers = [slot for slot in batch if within is None or within.hold(slot)]
        found += _those_with_all(hers, needs, visit_type, uses)
        if len(found) >= most or len(batch) < BATCH:
            break
    return found[:most]


def _one_free(wanted: Wanted) -> ResourceQuerySet:
    """One of those that could be it is there, and free as long as the time lasts."""
    busy = Taken.objects.still().filter(
        resource=OuterRef("pk"), at__gte=OuterRef(OuterRef("starts_at")), at__lt=OuterRef(OuterRef("ends_at"))
    )
    here = Q(place=None) | Q(place=OuterRef("place_id"))
    return Resource.objects.filter(here, pk__in=[one.pk for one in wanted.could]).exclude(Exists(busy))


def _those_with_all(batch: Sequence[Slot], needs: Needs, visit_type: VisitType, uses: Collection[str]) -> list[Slot]:
    if not batch:
        return []
    start, end = batch[0].starts_at, max(one.ends_at for one in batch) + timedelta(minutes=needs.minutes)
    every = [*needs.wanted, *([needs.interpreter] if needs.interpreter else [])]
    busy = defaultdict[datetime, set[uuid.UUID]](set)
    taken = Taken.objects.still().filter(resource__in=ids(every), at__gte=start - CELL, at__lt=end)
    for resource, at in taken.values_list("resource", "at"):
        busy[at].add(resource)
    ends = _ends(batch, uses) if needs.interpreter else {}
    found = []
    for slot in batch:
        minutes, wanted = needs.with_clinician(slot.staff_member, visit_type)
        until = max(slot.ends_at, slot.starts_at + timedelta(minutes=minutes))
        if until <= ends.get(slot.pk, slot.ends_at) and _all_there(wanted, slot, until, busy):
            found.append(slot)
    return found


def _ends(batch: Sequence[Slot], uses: Collection[str]) -> dict[uuid.UUID, datetime]:
    """How far each of these could run on, through free times that follow without a break."""
    after = Slot.objects.free(batch[0].starts_at - CELL, uses=uses).filter(
        session__in={slot.session_id for slot in batch}
    )
    next_of = {
        (session, starts): ends for session, starts, ends in after.values_list("session_id", "starts_at", "ends_at")
    }
    found = {}
    for slot in batch:
        end = slot.ends_at
        while (slot.session_id, end) in next_of:
            end = next_of[slot.session_id, end]
        found[slot.pk] = end
    return found


def _all_there(wanted: Sequence[Wanted], slot: Slot, until: datetime, busy: dict[datetime, set[uuid.UUID]]) -> bool:
    gone = set[uuid.UUID]().union(*(busy.get(at, set()) for at in cells_between(slot.starts_at, until)))
    for need in wanted:
        could = (one for one in need.at(slot) if one.pk not in gone)
        chosen = next((one for one in could if works(one, slot.starts_at, until, slot.place.zone)), None)
        if chosen is None:
            return False
        gone.add(chosen.pk)
    return True
