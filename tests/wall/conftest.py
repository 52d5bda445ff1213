"""A kiosk and a display at Riverside, and Amara, Omar and Lina with a visit there today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.booking.sessions import open_session
from bedside.hours.clock import moved_to
from bedside.journal.hands import HOUSE
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.wall import actions
from bedside.wall.devices import cookie_of
from bedside.wall.models import Device, Turn

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class Screen:
    """One of our screens, and the browser on it."""

    device: Device
    client: Client

    def send(self, page: str, **said: str) -> str:
        """Hand in a form of the turn that is on; where it leads."""
        turn = Turn.objects.at(self.device)
        answer = self.client.post(f"/kiosk/{page}", {"turn": str(turn.pk) if turn else "", **said})
        return str(answer.headers.get("Location", answer.status_code))

    def begin(self, language: str = "en") -> None:
        assert self.send("", language=language) == "/kiosk/choice/"

    def say(self, patient: Patient, **otherwise: str) -> str:
        """Tell the kiosk when she was born, and her family name."""
        born = patient.birth_date
        assert born
        told = {"birth_date-day": born.day, "birth_date-month": born.month, "birth_date-year": born.year}
        named = {"family_name": patient.family_name}
        return self.send("who/", **{name: str(value) for name, value in (told | named | otherwise).items()})

    def read(self, page: str) -> str:
        return self.client.get(f"/kiosk/{page}").text


def screen_at(town: Cast, kind: str, name: str) -> Screen:
    device, secret = actions.pair_at_once(name, kind=kind, place=town.riverside, by=HOUSE)
    client = Client()
    client.cookies[cookie_of(kind)] = secret
    return Screen(device, client)


@pytest.fixture(autouse=True)
def half_past_eight(db: None) -> Iterator[None]:
    cache.clear()
    with moved_to(NINE - timedelta(minutes=30)):
        yield


@pytest.fixture
def kiosk(town: Cast) -> Screen:
    return screen_at(town, "kiosk", "By the door")


@pytest.fixture
def display(town: Cast) -> Screen:
    return screen_at(town, "display", "Waiting room")


@pytest.fixture
def booked(town: Cast) -> dict[str, Appointment]:
    """Amara at nine, Omar at twenty past; Lina's visit, at twenty to ten, is nobody else's affair."""
    ends = NINE + timedelta(hours=3)
    open_session(
        town.osei,
        place=town.riverside,
        service=town.joints,
        starts_at=NINE,
        ends_at=ends,
        slot_minutes=20,
        by=HOUSE,
    )
    slots = list(Slot.objects.order_by("starts_at"))
    booking.decline_interpreter(town.omar, "My English is good enough for my knee.", by=town.sam)
    people = {"amara": (town.amara, ""), "omar": (town.omar, ""), "lina": (town.lina, "confidential")}
    return {
        name: booking.book(slots[at], who, town.knee_check, by=town.sam, label=label)
        for at, (name, (who, label)) in enumerate(people.items())
    }
