"""Amara has been seen: booked on Thursday, reminded on Sunday, here on Monday from ten to nine until half past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bedside.booking import actions as booking
from bedside.booking.models import Slot
from bedside.booking.sessions import open_session
from bedside.feedback.models import Invitation
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox.models import Delivered
from bedside.jobs.models import Lane
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.visits import actions as visits
from bedside.visits.models import Room, Visit

THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HALF_PAST = NINE + timedelta(minutes=30)


@dataclass
class Day:
    town: Cast
    visit: Visit
    room: Room
    clock: Stopped

    def seen(self, patient: Patient, **more: Any) -> Visit:
        """Somebody else comes without a booking, and is seen."""
        here: dict[str, Any] = {"place": self.town.riverside, "service": self.town.gp, "reason": "", "level": "R14"}
        visit = visits.walk_in(patient, **(here | more), by=self.town.sam)
        return self.see(visit)

    def see(self, visit: Visit) -> Visit:
        visits.call(visit, room=self.room, by=self.town.sam)
        visits.begin(visit, by=self.town.dr_osei)
        visits.finish(visit, by=self.town.dr_osei)
        return visit

    def tell(self) -> None:
        """The worker tells whoever wants to know."""
        work_off(Lane.URGENT, Lane.NEWS)

    def asked(self, patient: Patient | None = None) -> Invitation:
        self.tell()
        return Invitation.objects.get(patient=patient or self.town.amara)

    def link(self) -> str:
        """The link in the newest text message that left, as Amara's phone shows it."""
        self.tell()
        self.clock.move_to(max(self.clock(), HALF_PAST + timedelta(hours=3)))
        work_off(Lane.DELIVERY)
        body = Delivered.objects.filter(channel="sms", body__contains="/s/").latest("at").body
        return "/s/" + body.split("/s/")[1].split("/")[0] + "/"


@pytest.fixture
def day(town: Cast) -> Iterator[Day]:
    with stopped_at(THURSDAY) as clock:
        open_session(
            town.osei,
            place=town.riverside,
            service=town.joints,
            starts_at=NINE,
            ends_at=NINE + timedelta(hours=1),
            slot_minutes=20,
            by=HOUSE,
        )
        first = Slot.objects.order_by("starts_at")[0]
        appointment = booking.book(first, town.amara, town.knee_check, by=town.sam)
        room = visits.open_room(town.riverside, name="Room 8", by=HOUSE)
        for days in (3, 1):
            clock.move_to(NINE - timedelta(days=days))
            work_off(Lane.DELIVERY)
        clock.move_to(NINE - timedelta(minutes=10))
        assert town.amara.login
        visit = visits.arrive(appointment, by=town.amara.login)
        clock.move_to(NINE + timedelta(minutes=12))
        visits.call(visit, room=room, by=town.sam)
        clock.move_to(NINE + timedelta(minutes=15))
        visits.begin(visit, by=town.dr_osei)
        clock.move_to(HALF_PAST)
        visits.finish(visit, by=town.dr_osei)
        yield Day(town, visit, room, clock)


@pytest.fixture
def one_step(settings: Any) -> None:
    """As in the demo: staff sign in without a second step."""
    settings.DEMO = True
