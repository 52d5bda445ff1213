"""Keeping the times of a session as its template plans them. Only times that are free and still to come are touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from bedside.hours.clock import now

from .models import Session, Slot, Taken
from .pattern import Planned
from .shutting import Shut

FOLLOWS = ["ends_at", "minutes", "held_for", "release_at", "seats", "is_closed", "closed_by"]


def fit(session: Session, planned: Sequence[Planned], shut: Shut, *, seats: int = 1) -> None:
    """Make, change and close times until the free ones are those planned; what is taken stays as it is."""
    ahead = {slot.starts_at: slot for slot in Slot.objects.filter(session=session, starts_at__gt=now())}
    taken = set(_taken(Slot.objects.filter(session=session)).values_list("pk", flat=True))
    stays = [(one.starts_at, one.ends_at) for one in ahead.values() if one.pk in taken]
    fresh, changed, wanted = list[Slot](), list[Slot](), set[datetime]()
    for one in [one for one in planned if one.starts_at > now()]:
        slot = ahead.get(one.starts_at)
        if (slot and slot.pk in taken) or _over(one, stays):
            continue
        wanted.add(one.starts_at)
        (changed if slot else fresh).append(_as_planned(slot or _of(session, one), one, shut, seats))
    for slot in ahead.values():
        if slot.pk not in taken and slot.starts_at not in wanted:
            slot.is_closed, slot.closed_by = True, None
            changed.append(slot)
    Slot.objects.bulk_update(changed, FOLLOWS, batch_size=200)
    Slot.objects.bulk_create(fresh)


def shut_free(session: Session) -> None:
    """Close what is free and still to come."""
    ahead = Slot.objects.filter(session=session, starts_at__gt=now())
    ahead.exclude(pk__in=_taken(ahead).values("pk")).update(is_closed=True, closed_by=None)


def _taken(slots: QuerySet[Slot]) -> QuerySet[Slot]:
    """Those of which five minutes or more are somebody's."""
    hers = Taken.objects.filter(
        resource=OuterRef("staff_member_id"), at__gte=OuterRef("starts_at"), at__lt=OuterRef("ends_at")
    )
    return slots.filter(Exists(hers))


def _over(one: Planned, stays: Iterable[tuple[datetime, datetime]]) -> bool:
    return any(start < one.ends_at and end > one.starts_at for start, end in stays)


def _of(session: Session, one: Planned) -> Slot:
    return Slot(
        session=session,
        staff_member_id=session.staff_member_id,
        place_id=session.place_id,
        service_id=session.service_id,
        mode=session.mode,
        starts_at=one.starts_at,
    )


def _as_planned(slot: Slot, one: Planned, shut: Shut, seats: int) -> Slot:
    slot.ends_at, slot.minutes, slot.seats = one.ends_at, one.line.minutes, seats
    slot.held_for, slot.release_at = one.line.held_for, one.release_at
    slot.closed_by = shut.closed_by(one.starts_at, one.ends_at)
    slot.is_closed = slot.closed_by is not None
    return slot
