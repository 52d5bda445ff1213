"""A video visit for tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.booking.sessions import open_session
from bedside.directory import actions as directory
from bedside.directory.models import Mode, Service, VisitType
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.people.models import Label, Patient, StaffMember
from bedside.town.cast import Cast


def by_video(
    town: Cast,
    patient: Patient,
    *,
    at: datetime | None = None,
    service: Service | None = None,
    member: StaffMember | None = None,
    minutes: int = 60,
    label: str = Label.NONE,
) -> Appointment:
    """One with Dr Osei, or somebody else, from `at`."""
    offers = service or town.joints
    kind = VisitType.objects.filter(mode=Mode.VIDEO, service=offers).first() or directory.set_up(
        VisitType(service=offers, name="Video visit", minutes=minutes, mode=Mode.VIDEO), by=HOUSE
    )
    begins = (at or now()).replace(second=0, microsecond=0)
    begins = begins.replace(minute=begins.minute - begins.minute % 5)
    open_session(
        member or town.osei,
        place=town.riverside,
        service=offers,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=kind.minutes),
        slot_minutes=kind.minutes,
        mode=Mode.VIDEO,
        by=HOUSE,
    )
    slot = Slot.objects.get(starts_at=begins, staff_member=member or town.osei, mode=Mode.VIDEO)
    return booking.book(slot, patient, kind, by=town.sam, label=label)
