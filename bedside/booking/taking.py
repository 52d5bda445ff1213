"""From a free time to all that its visit takes: clinician, patient, room, device, interpreter, seat."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import VisitType
from bedside.journal.models import Refusal
from bedside.people.models import Patient

from .models import Means, Resource, Slot, Taken, Use
from .needs import NO_INTERPRETER, NO_ROOM, Wanted, needs_of, works
from .reserving import Keeper, reserve

TRIES = 6  # with other rooms, when somebody takes those we chose at this very moment
OUT = "out_of_use"
TOO_SHORT = _("This time is too short for that visit. Please choose another.")


def end_of(slot: Slot, minutes: int, *, uses: Iterable[str] = Use.values) -> datetime:
    """When a visit of so many minutes ends that begins with this time. What is longer runs into the times after it,
    if these follow without a break and are free too."""
    wanted = slot.starts_at + timedelta(minutes=minutes)
    if wanted <= slot.ends_at:
        return wanted
    after = Slot.objects.free(slot.starts_at, uses=list(uses)).filter(session=slot.session_id, starts_at__lt=wanted)
    ends = slot.ends_at
    for one in after.order_by("starts_at"):
        if one.starts_at == ends:
            ends = one.ends_at
    if wanted > ends:
        raise Refusal(TOO_SHORT, rule="too_short")
    return wanted


def length_of(slot: Slot, visit_type: VisitType, patient: Patient) -> int:
    """How many minutes this visit takes with this clinician."""
    return needs_of(visit_type, patient).with_clinician(slot.staff_member, visit_type)[0]


def take(
    slot: Slot, visit_type: VisitType, patient: Patient | None, *, hold: Keeper, seat: int = 0, until: datetime
) -> None:
    """Take all that this visit needs from the beginning of the slot until `until`, or refuse."""
    needs = needs_of(visit_type, patient)
    _minutes, wanted = needs.with_clinician(slot.staff_member, visit_type)
    group = slot if slot.seats > 1 else None
    start, end = slot.starts_at, max(slot.ends_at, until)
    for turn in range(TRIES):
        chosen = choose(wanted, slot, end, skip=turn)
        resources = [*chosen, seat_of(slot, seat) if group else slot.staff_member_id]
        try:
            with transaction.atomic():
                reserve(resources, start, end, hold=hold, patient=patient.pk if patient else None, group=group)
                make_sure_of(chosen, slot, end)
            return
        except Refusal as refusal:
            gone = refusal.rule == OUT or (refusal.rule == "taken" and chosen and busy_between(chosen, start, end))
            if not gone:
                raise
    raise Refusal(NO_ROOM, rule="taken")


def choose(wanted: Iterable[Wanted], slot: Slot, end: datetime, *, skip: int = 0) -> list[uuid.UUID]:
    """One free resource for each need, none for two; refuse where there is none."""
    chosen = list[uuid.UUID]()
    for need in wanted:
        could = [one for one in need.at(slot) if works(one, slot.starts_at, end, slot.place.zone)]
        busy = busy_between([one.pk for one in could], slot.starts_at, end)
        free = [one.pk for one in could if one.pk not in busy and one.pk not in chosen]
        if not free:
            interpreter = need.kind == Means.INTERPRETER
            raise Refusal(NO_INTERPRETER if interpreter else NO_ROOM, rule=f"no_{need.kind}")
        chosen.append(free[skip % len(free)])
    return chosen


def make_sure_of(chosen: Iterable[uuid.UUID], slot: Slot, end: datetime) -> None:
    """Refuse what went out of use at this very moment. Until this is over, nothing of it can.

    First the five minutes are written, then the rows are locked in one order: so do all who take something.
    """
    rows = Resource.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(chosen)).order_by("pk")
    if not all(one.is_open and works(one, slot.starts_at, end, slot.place.zone) for one in (rows if chosen else ())):
        raise Refusal(NO_ROOM, rule=OUT)


def lock_group(slot: Slot) -> None:
    """Whoever joins a group, and whoever says how many may come to it, wait for each other."""
    if slot.seats > 1:
        locked = Slot.objects.select_for_update(of=("self",), no_key=True).filter(pk=slot.pk)
        slot.seats = locked.values_list("seats", flat=True).get()


def busy_between(resources: list[uuid.UUID], start: datetime, end: datetime) -> set[uuid.UUID]:
    taken = Taken.objects.still().filter(resource__in=resources, at__gte=start, at__lt=end)
    return set(taken.values_list("resource", flat=True)) if resources else set()


def seat_of(slot: Slot, number: int) -> uuid.UUID:
    """A seat of a group, as a resource."""
    return uuid.uuid5(slot.pk, f"seat {number}")


def free_seat(slot: Slot, *, spread: int = 0) -> int:
    """A seat of a group that nobody has; of a usual time, the one there is."""
    if slot.seats <= 1:
        return 0
    seats = {seat_of(slot, number): number for number in range(slot.seats)}
    taken = busy_between(list(seats), slot.starts_at, slot.ends_at)
    free = [number for resource, number in seats.items() if resource not in taken]
    if not free:
        raise Refusal(_("This group is full. Please choose another time."), rule="full")
    return free[spread % len(free)]
