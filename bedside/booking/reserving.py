"""The one way to take time. Whatever holds a clinician, a room, a seat or a patient comes through here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from bedside.hours.clock import now
from bedside.journal.models import Refusal

from .models import CELL, TAKEN, Appointment, Hold, Slot, Taken
from .models.slots import SlotQuerySet, taken_by_others

BUSY = _("There is already a visit at that time for this patient. Please choose another time.")

Keeper = Appointment | Hold
Cell = tuple[uuid.UUID, datetime]


def reserve(
    resources: Iterable[uuid.UUID],
    start: datetime,
    end: datetime,
    *,
    hold: Keeper,
    patient: uuid.UUID | None,
    more: Iterable[Cell] = (),
    group: Slot | None = None,
) -> None:
    """Take these resources' and the patient's time from start to end, and `more` cells, all of it or none, or refuse.

    In a group, the clinician is taken by the group's own time, once; whoever joins takes a seat. Rows are written in
    one order, so that two bookings that cross wait for each other and never lock for ever.
    """
    times, resources = list(cells_between(start, end)), list(resources)
    wanted = {(resource, at) for resource in {*resources, *([patient] if patient else [])} for at in times}
    cells = [_kept_by(hold, resource, at, group, patient) for resource, at in sorted({*wanted, *more})]
    try:
        _write(cells)
        if group is not None:
            _open_group(group, times)
        elif isinstance(hold, Appointment):
            note_full(Slot.objects.of(resources, start, end))
    except IntegrityError as error:
        others = Taken.objects.filter(resource=patient, at__gte=start, at__lt=end) if patient else Taken.objects.none()
        hidden = others.filter(Q(appointment__label__gt="") | Q(hold__label__gt=""))
        if others.exists():  # what is confidential leaves no echo, not even in a no
            raise Refusal(TAKEN if hidden.exists() else BUSY, rule="patient_busy") from error
        raise Refusal(TAKEN, rule="taken") from error


def _write(cells: list[Taken]) -> None:
    """Write them; where something kept for some minutes stood in the way and its minutes are over, once more."""
    try:
        with transaction.atomic():
            Taken.objects.bulk_create(cells)
    except IntegrityError:
        over = Taken.objects.filter(until__lte=now(), at__in={cell.at for cell in cells})
        if not over.filter(resource__in={cell.resource for cell in cells}).delete()[0]:
            raise
        with transaction.atomic():
            Taken.objects.bulk_create(cells)


def _kept_by(hold: Keeper, resource: uuid.UUID, at: datetime, group: Slot | None, patient: uuid.UUID | None) -> Taken:
    return Taken(
        resource=resource,
        at=at,
        appointment=hold if isinstance(hold, Appointment) else None,
        hold=hold if isinstance(hold, Hold) else None,
        until=hold.until if isinstance(hold, Hold) else None,
        slot=group if resource != patient else None,
    )


def _open_group(group: Slot, times: list[datetime]) -> None:
    """The clinician is the group's own from its first seat on; somebody else's five minutes in it refuse the seat."""
    hers = [Taken(resource=group.staff_member_id, at=at, slot=group) for at in times]
    Taken.objects.bulk_create(hers, ignore_conflicts=True)
    if Taken.objects.filter(resource=group.staff_member_id, at__in=times, slot=group).count() < len(times):
        raise Refusal(TAKEN, rule="taken")


def release(hold: Keeper) -> None:
    """Give back whatever time this held."""
    cells = list(hold.cells.values_list("resource", "at"))
    hold.cells.all().delete()
    if cells and isinstance(hold, Appointment):
        begin, last = min(at for _one, at in cells), max(at for _one, at in cells)
        note_full(Slot.objects.of({resource for resource, _at in cells}, begin, last + CELL))


def note_full(slots: SlotQuerySet) -> None:
    """Note of each whether somebody's visit has its time. A short cut past full weeks, and never the last word."""
    list(slots.order_by("pk").select_for_update(no_key=True).values_list("pk"))  # two at once count one after the other
    slots.update(is_full=Exists(taken_by_others().filter(until=None)))


def exchange(hold: Keeper, one: uuid.UUID, other: uuid.UUID) -> None:
    """From now on this holds another resource for as long as it held the one, or refuse."""
    try:
        with transaction.atomic():
            hold.cells.filter(resource=one).update(resource=other)
    except IntegrityError as error:
        raise Refusal(TAKEN, rule="taken") from error


def cells_between(start: datetime, end: datetime) -> Iterator[datetime]:
    """The beginnings of the five minutes from start to end; a start off the grid belongs to the cell it lies in."""
    at = start.replace(minute=start.minute - start.minute % 5, second=0, microsecond=0)
    while at < end:
        yield at
        at += CELL
