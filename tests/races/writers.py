"""What is written while processes are killed. Each returns the key by which it must be found again.

A room adds its own: `WRITERS["book"] = …`, and what must hold of it to INVARIANTS in invariants.py.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable

from bedside.booking import actions as booking
from bedside.booking.models import Appointment, Slot
from bedside.directory.models import Place, Service, VisitType
from bedside.inbox import actions as inbox
from bedside.jobs.actions import enqueue
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people import actions as people
from bedside.visits import actions as visits
from bedside.visits.models import IN_A_ROOM, Room, Visit

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


def come() -> str:
    """Somebody without an appointment, with a ticket that no other has."""
    return str(_came().pk)


def call() -> str:
    """Whoever is next, called to a room that others want too; who was there before is seen to first."""
    while True:
        room = random.choice(Room.objects.order_by("name", "pk")[:3])
        try:
            for before in Visit.objects.filter(room=room, state__in=IN_A_ROOM):
                visits.finish(before if before.began_at else visits.begin(before, by=HOUSE), by=HOUSE)
            return str(visits.call_next(room.place, room=room, by=HOUSE).pk)
        except Refusal as refusal:
            if refusal.rule == "nobody":
                _came(room.place)


def _came(place: Place | None = None) -> Visit:
    patient = people.register(by=HOUSE, given_name="Came", family_name="In")
    where = place or Place.objects.get(name="Riverside")
    return visits.walk_in(
        patient, place=where, service=Service.objects.get(slug="gp"), reason="a cough", level="R14", by=HOUSE
    )


WRITERS: dict[str, Writer] = {
    "register": register,
    "ask_for_work": ask_for_work,
    "send": send,
    "write_to_us": write_to_us,
    "book": book,
    "move": move,
    "come": come,
    "call": call,
}
