"""What belongs to a visit: the others of its series, and those on the same way."""

from __future__ import annotations

from dataclasses import dataclass

from bedside.access.models import User

from .models import Appointment, Status


@dataclass(frozen=True)
class Beside:
    """The other visits of a series that are still booked, and those on the same way, each in order."""

    series: list[Appointment]
    bundle: list[Appointment]


def beside(appointment: Appointment, reader: User) -> Beside:
    """As far as this reader may see them."""
    hers = Appointment.objects.visible_to(reader).filter(patient=appointment.patient_id).exclude(pk=appointment.pk)
    series = hers.filter(series=appointment.series, status=Status.BOOKED).in_order() if appointment.series else ()
    bundle = hers.filter(bundle=appointment.bundle, status=Status.BOOKED).in_order() if appointment.bundle else ()
    return Beside(list(series), list(bundle))
