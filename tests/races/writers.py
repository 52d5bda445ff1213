"""What is written while processes are killed. Each returns the key by which it must be found again.

A room adds its own: `WRITERS["book"] = …`, and what must hold of it to INVARIANTS in invariants.py.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

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


WRITERS: dict[str, Writer] = {"register": register, "ask_for_work": ask_for_work}
