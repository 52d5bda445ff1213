"""At the desk: Omar was asked the safety questions on the phone, he is in the book twice, and a visit is picked
up to be put down elsewhere."""

from __future__ import annotations

from bedside.booking.models import Appointment, Slot
from bedside.people import actions as people
from bedside.people.models import Patient
from bedside.town.cast import Cast
from bedside.triage.aloud import hear_aloud


def set_up(town: Cast) -> None:
    other = people.register(by=town.sam, given_name="Omer", family_name="Haddad")
    people.merge(other, town.omar, by=town.sam, because="One person, misspelt")
    hear_aloud(town.omar, wanted=town.gp_visit.pk, by=town.sam)


def asked_with(route: str) -> str:
    """What the address of a page says besides whom it is about."""
    if route == "desk:joining":
        return f"?other={Patient.objects.get(given_name='Ana').pk}"
    if route != "desk:move":
        return ""
    visit = Appointment.objects.order_by("pk")[0]
    free = Slot.objects.free().filter(service=visit.service_id, seats=1).order_by("-starts_at")
    return f"?slot={free[0].pk}"
