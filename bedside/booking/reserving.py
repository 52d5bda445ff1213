"""The one way to take time. Whatever holds a clinician, a room or a patient comes through here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.journal.models import Refusal

from .models import CELL, TAKEN, Appointment, Offer, Taken

BUSY = _("There is already a visit at that time for this patient. Please choose another time.")


def reserve(
    resources: Iterable[uuid.UUID], start: datetime, end: datetime, *, hold: Appointment | Offer, patient: uuid.UUID
) -> None:
    """Take these resources' and the patient's time from start to end, all of it or none, or refuse.

    Rows are written in one order, so that two bookings that cross wait for each other and never lock for ever.
    """
    cells = [
        Taken(
            resource=resource,
            at=at,
            appointment=hold if isinstance(hold, Appointment) else None,
            offer=hold if isinstance(hold, Offer) else None,
        )
        for resource in sorted({*resources, patient})
        for at in cells_between(start, end)
    ]
    try:
        with transaction.atomic():
            Taken.objects.bulk_create(cells)
    except IntegrityError as error:
        others = Taken.objects.filter(resource=patient, at__gte=start, at__lt=end)
        hidden = others.filter(Q(appointment__label__gt="") | Q(offer__label__gt=""))
        if others.exists():  # what is confidential leaves no echo, not even in a no
            raise Refusal(TAKEN if hidden.exists() else BUSY, rule="patient_busy") from error
        raise Refusal(TAKEN, rule="taken") from error


def release(hold: Appointment | Offer) -> None:
    """Give back whatever time this held."""
    hold.cells.all().delete()


def cells_between(start: datetime, end: datetime) -> Iterator[datetime]:
    """The beginnings of the five minutes from start to end; a start off the grid belongs to the cell it lies in."""
    at = start.replace(minute=start.minute - start.minute % 5, second=0, microsecond=0)
    while at < end:
        yield at
        at += CELL
