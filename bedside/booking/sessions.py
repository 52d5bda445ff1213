"""Opening stretches of somebody's day for booking."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from bedside.directory.models import Place, Service
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import StaffMember

from .models import Session, Slot

OFF_THE_GRID = gettext_lazy("Times begin and end on five minutes, such as 9:05.")


def _off_the_grid(moment: datetime) -> bool:
    """Time is taken in cells of five minutes; a session off them would have neighbours that refuse each other."""
    return bool(moment.minute % 5 or moment.second or moment.microsecond)


@transaction.atomic
def open_session(
    member: StaffMember,
    *,
    place: Place,
    service: Service,
    starts_at: datetime,
    ends_at: datetime,
    slot_minutes: int,
    by: Hand,
    mode: str = "in_person",
) -> Session:
    """Open a stretch of somebody's day for booking, cut into times of equal length."""
    if slot_minutes % 5 or any(_off_the_grid(moment) for moment in (starts_at, ends_at)):
        raise Refusal(OFF_THE_GRID, rule="grid")
    session = Session(
        staff_member=member,
        place=place,
        service=service,
        mode=mode,
        starts_at=starts_at,
        ends_at=ends_at,
        slot_minutes=slot_minutes,
    )
    record("session.opened", session, by=by)
    Slot.objects.bulk_create(slots_of(session))
    return session


def slots_of(session: Session) -> list[Slot]:
    """The times of a session, one after the other; what is too short at the end is left out."""
    length, slots, start = timedelta(minutes=session.slot_minutes), [], session.starts_at
    while start + length <= session.ends_at:
        slots.append(
            Slot(
                session=session,
                staff_member_id=session.staff_member_id,
                place_id=session.place_id,
                service_id=session.service_id,
                mode=session.mode,
                starts_at=start,
                ends_at=start + length,
                minutes=session.slot_minutes,
            )
        )
        start += length
    return slots
