"""At the desk: Omar was asked the safety questions on the phone, and a visit is picked up to be put down elsewhere."""

from __future__ import annotations

from bedside.booking.models import Appointment, Slot
from bedside.town.cast import Cast
from bedside.triage.aloud import hear_aloud


def set_up(town: Cast) -> None:
    hear_aloud(town.omar, wanted=town.gp_visit.pk, by=town.sam)


def asked_with(route: str) -> str:
    """What the address of a page says besides whom it is about."""
    if route != "desk:move":
        return ""
    visit = Appointment.objects.order_by("pk")[0]
    free = Slot.objects.free().filter(service=visit.service_id, seats=1).order_by("-starts_at")
    return f"?slot={free[0].pk}"
