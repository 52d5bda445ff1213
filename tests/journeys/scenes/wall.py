"""At the door: a guest has just said on her own phone that she is Ana. Omar has come for his time, and waits."""

from __future__ import annotations

from typing import Any

from bedside.booking.models import Appointment, Status
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.visits import actions as visits


def set_up(town: Cast) -> None:
    visits.arrive(
        Appointment.objects.filter(patient=town.omar, status=Status.BOOKED).earliest("starts_at"), by=town.sam
    )


def at_the_door() -> dict[str, Any]:
    """What her session keeps of it, at the place of the scene."""
    ana = Patient.objects.get(given_name="Ana")
    place, until = Place.objects.order_by("pk")[0], now().timestamp() + 3600
    return {"at": str(place.pk), "who": str(ana.pk), "known_by": "birth_date, family_name", "until": until}
