"""A snowy Monday: three people have a visit tomorrow that cannot take place, and Ines writes to them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from bedside.access.models import Role
from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.booking.sessions import open_session
from bedside.hours.clock import Stopped, stopped_at
from bedside.inbox.models import Message
from bedside.jobs.worker import work_off
from bedside.journal.hands import HOUSE
from bedside.mailings import actions, rounds
from bedside.mailings.models import Addressee, Mailing, Whom
from bedside.mailings.preview import look
from bedside.people.models import Patient
from bedside.town.cast import Cast

MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)
SNOW = {"en": "We are closed on Tuesday because of snow. We will write to you with a new time."}


@dataclass
class Snow:
    """The town on that Monday, and what one does again and again."""

    town: Cast
    clock: Stopped
    slots: list[Slot]
    visits: dict[str, Appointment] = field(default_factory=dict)

    def book(self, patient: Patient, **more: Any) -> Appointment:
        visit = booking.book(self.slots.pop(0), patient, self.town.knee_check, by=HOUSE, tell=False, **more)
        Message.objects.about(visit).delete()
        return visit

    def write(self, **other: Any) -> Mailing:
        told: dict[str, Any] = {
            "name": "Snow on Tuesday",
            "why": "The roads are closed.",
            "whom": Whom.BOOKED,
            "first_day": TUESDAY,
            "last_day": TUESDAY,
            "words": SNOW,
            "last_send_day": TUESDAY,
        }
        return actions.write(None, by=self.town.ines, **(told | other))

    def confirm(self, mailing: Mailing) -> Mailing:
        found = look(mailing)
        actions.confirm(mailing, number=found.number, mark=found.mark, by=self.town.ines, seen=mailing.version)
        return mailing

    def strike(self, minutes: int = 1) -> None:
        """The clock strikes, and the workers do what is due."""
        self.clock.move(minutes=minutes)
        rounds.send_on()
        work_off()


@pytest.fixture
def clock(settings: Any) -> Iterator[Stopped]:
    settings.DEMO = True
    with stopped_at(MONDAY) as held:
        yield held


@pytest.fixture
def snow(clock: Stopped, town: Cast) -> Snow:
    town.ines.act_as(Role.MANAGER)
    town.dr_osei.act_as(Role.CLINICIAN)
    opened = open_session(
        town.osei,
        place=town.riverside,
        service=town.joints,
        starts_at=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        ends_at=datetime(2026, 11, 24, 17, 0, tzinfo=UTC),
        slot_minutes=20,
        by=HOUSE,
    )
    made = Snow(town, clock, list(opened.slots.order_by("starts_at").select_related("service", "place")))
    for name in ("amara", "lina", "ana"):
        made.visits[name] = made.book(getattr(town, name))
    work_off()
    Message.objects.all().delete()
    return made


@pytest.fixture
def ines(town: Cast, client: Client) -> Client:
    client.force_login(town.ines)
    return client


def turns(mailing: Mailing) -> dict[str, str]:
    """What became of each, by first name."""
    rows = Addressee.objects.filter(mailing=mailing).select_related("patient")
    return {one.patient.given_name: one.not_told or one.turn for one in rows}


def told(patient: Patient) -> list[Message]:
    return list(Message.objects.filter(patient=patient, template="mailing").order_by("channel"))


Do = Callable[[], object]
