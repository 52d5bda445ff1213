"""What belongs to a visit: the others of its series, and those on the same way."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
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


def in_series(visits: Iterable[Appointment]) -> list[tuple[Appointment, list[Appointment]]]:
    """Visits in order, each series once: with its next visit, and those that come after it."""
    told = dict[uuid.UUID, tuple[Appointment, list[Appointment]]]()
    for one in visits:
        key = one.series or one.pk
        if key in told:
            told[key][1].append(one)
        else:
            told[key] = (one, [])
    return list(told.values())
