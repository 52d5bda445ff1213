"""A patient's visits to come, as they stand on a summary."""

from __future__ import annotations

from bedside.access.models import User
from bedside.booking.models import Appointment, Status
from bedside.hours.clock import now
from bedside.people.models import Label

from .models import Summary


def next_visits(user: User, found: Summary) -> list[Appointment]:
    """Her next three, as whoever reads may see them."""
    booked = Appointment.objects.visible_to(user).filter(status=Status.BOOKED, starts_at__gt=now())
    to_come = booked.filter(patient=found.patient_id, label__in={Label.NONE, found.label})
    return list(to_come.in_order()[:3])
