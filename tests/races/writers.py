"""What is written while processes are killed. Each returns the key by which it must be found again.

A room adds its own: `WRITERS["book"] = …`, and what must hold of it to INVARIANTS in invariants.py.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from bedside.inbox import actions as inbox
from bedside.jobs.actions import enqueue
from bedside.journal.hands import HOUSE
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


WRITERS: dict[str, Writer] = {
    "register": register,
    "ask_for_work": ask_for_work,
    "send": send,
    "write_to_us": write_to_us,
}
