"""What check-in does when something happened below. Each may be told the same thing twice and does it once."""

from __future__ import annotations

from bedside.booking import actions as booking
from bedside.booking.models import Status
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry

from . import actions
from .models import CheckIn


def follow_move(entry: Entry) -> None:
    """A visit has another time."""
    for one in CheckIn.objects.filter(appointment=entry.subject_id).select_related("appointment"):
        actions.begin_anew(one, moved_at=entry.happened_at, by=HOUSE)


def find_interpreter(entry: Entry) -> None:
    """For a confidential visit she asks for an interpreter: her record says nothing of it, and the visit gets one."""
    told = CheckIn.objects.select_related("appointment__patient__merged_into").get(pk=entry.subject_id)
    visit = told.appointment
    if told.label and told.interpreter and visit.status == Status.BOOKED and visit.starts_at > now():
        booking.find_interpreter(visit, by=HOUSE, asked=True)
