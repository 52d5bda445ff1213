"""What visits do when something has happened to one: those who wait are told. Each may be told the same thing twice."""

from __future__ import annotations

from bedside.inbox.models import Message
from bedside.journal.models import Entry

from . import announcing, texted, texting
from .models import Announced, Lateness, State, Visit

CAME = ("visit.arrived", "visit.walked_in")


def look_at_the_wait(entry: Entry) -> None:
    """Somebody came, or came back: she is told what to expect, and so is everybody whose wait has changed by it."""
    visit = _visit(entry)
    announcing.refresh(visit.place)
    if entry.verb in CAME and visit.state == State.WAITING:
        told = Announced.objects.newest([visit.pk]).get(visit.pk)
        texting.say_here(visit, told, came_by=entry.actor_kind)


def close_the_wait(entry: Entry) -> None:
    """Somebody was called, or left: what she was told has held or not, and the others move on."""
    visit, left = _visit(entry), entry.verb == "visit.left"
    announcing.close(visit, called_at=None if left else entry.happened_at, left_at=entry.happened_at if left else None)
    announcing.refresh(visit.place)
    stands = visit.state == State.CALLED and not left
    texting.withdraw(visit, because="the wait is over", called=entry.version if stands else None)
    if stands:
        texting.say_come(visit, entry.version)


def tell_who_waits(entry: Entry) -> None:
    """A clinician is late: whoever was told what no longer holds is told anew, and why."""
    announcing.refresh(Lateness.objects.select_related("place").get(pk=entry.subject_id).place)


def hear_worse(entry: Entry) -> None:
    """A person reads what she wrote; that she feels worse while she waits does not wait for that."""
    message = Message.objects.select_related("patient").get(pk=entry.subject_id)
    texted.hear_worse(message, urgent=entry.verb == "message.received_urgent")


def _visit(entry: Entry) -> Visit:
    return Visit.objects.select_related("place", "patient").get(pk=entry.subject_id)
