"""What is written while processes are killed. Each returns the key by which it must be found again.

A room adds its own: `WRITERS["book"] = …`, and what must hold of it to INVARIANTS in invariants.py.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable

from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.directory.models import VisitType
from bedside.inbox import actions as inbox
from bedside.jobs.actions import enqueue
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people import actions as people

Writer = Callable[[], str]


def register() -> str:
    """A record with its entry."""
    return str(people.register(by=HOUSE, given_name="Kept", family_name="Kept").pk)


def ask_for_work() -> str:
    """A work row, which a worker in the same or another process does later."""
    key = uuid.uuid4().hex
    enqueue("races.note", key=f"note:{key}", about=key)
    return key


def send() -> str:
    """An e-mail and a text message, which a worker delivers."""
    key = uuid.uuid4().hex
    patient = people.register(
        by=HOUSE, given_name="Sent", family_name="To", email="sent@town.example", phone="07700 900100"
    )
    inbox.send(patient, "answered", by=HOUSE, key=key)
    return key


def write_to_us() -> str:
    """A message to the clinic, which becomes a case."""
    patient = people.register(by=HOUSE, given_name="Who", family_name="Writes")
    message = inbox.write(patient, "My tablets", "Can I take them at night?", by=HOUSE)
    return str(message.conversation_id)


def book() -> str:
    """A visit with its cells, its confirmation and its reminders, in a free time that others want too."""
    return str(_booked().pk)


def move() -> str:
    """A visit that is booked and then moved to another time: its key, and how often it was changed."""
    visit = _booked()
    while True:
        try:
            booking.reschedule(Appointment.objects.get(pk=visit.pk), _some_free_time(), by=HOUSE)
        except Refusal:
            continue
        return f"{visit.pk}:1"


def _booked() -> Appointment:
    patient = people.register(by=HOUSE, given_name="Booked", family_name="For", email="booked@town.example")
    kind = VisitType.objects.get(service__slug="joints")
    while True:
        try:
            return booking.book(_some_free_time(), patient, kind, by=HOUSE)
        except Refusal:
            continue


def _some_free_time() -> Slot:
    return random.choice(Slot.objects.free().in_order()[:20])  # few, so that writers meet


WRITERS: dict[str, Writer] = {
    "register": register,
    "ask_for_work": ask_for_work,
    "send": send,
    "write_to_us": write_to_us,
    "book": book,
    "move": move,
}
