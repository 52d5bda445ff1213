"""Amara lies in bed 1 of Mill Ward since Monday morning; two more beds are free."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from bedside.access.models import Role, User
from bedside.hours.clock import Stopped, stopped_at
from bedside.journal.hands import HOUSE
from bedside.people.models import Patient
from bedside.records import actions as records
from bedside.records.models import Parcel
from bedside.stays import actions
from bedside.stays.models import Bed, Stay, Ward
from bedside.town.cast import Cast

TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday


@dataclass
class OnTheWard:
    town: Cast
    ward: Ward
    beds: list[Bed]
    stay: Stay
    clock: Stopped

    def admit(self, name: str, bed: int, **more: Any) -> Stay:
        return actions.admit(getattr(self.town, name), self.beds[bed], by=HOUSE, **more)

    def client(self, who: User | None, role: Role | None = None) -> Client:
        assert who is not None
        client = Client()
        client.force_login(who)
        if role:
            session = client.session
            session["role"] = role.value
            session.save()
        return client

    def told(self, patient: Patient, name: str, *, status: str = "active", label: str = "") -> None:
        """Another system tells us that she must not have this."""
        text = json.dumps({"code": {"text": name}, "clinicalStatus": {"coding": [{"code": status}]}})
        parcel = Parcel(
            patient=patient,
            label=label,
            source="lab",
            type="AllergyIntolerance",
            source_id=name,
            digest=records.digest_of(text),
        )
        records.keep([records.Delivery(parcel, text)], by=HOUSE)


@pytest.fixture
def ten() -> Iterator[Stopped]:
    with stopped_at(TEN) as clock:
        yield clock


@pytest.fixture
def ward(ten: Stopped, town: Cast, settings: Any) -> OnTheWard:
    settings.DEMO = True  # staff sign in without a second step
    mill = actions.open_ward(town.riverside, name="Mill Ward", phone="01632 960009", by=HOUSE)
    beds = [actions.set_up_bed(mill, name=f"Bed {number}", by=HOUSE) for number in (1, 2, 3)]
    return OnTheWard(town, mill, beds, actions.admit(town.amara, beds[0], by=HOUSE), ten)
