"""What a time may be held for that this visit is: urgent, of the same day, a follow-up."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.triage.models import Screening

from .models import Appointment, Status, Use

HELD = _("This time is kept for other visits for now. Please choose another.")
FOLLOWS_WITHIN = timedelta(days=365)
SOON = ("U2", "H", "U4", "S24")


def uses_of(patient: uuid.UUID | None, visit_type: VisitType, screening: Screening | None = None) -> frozenset[str]:
    """For which held times this patient may ask: as urgent as her answers say, and again where she has been seen."""
    uses = set[str]()
    if screening is not None and screening.standing_level in SOON:
        uses |= {Use.URGENT, Use.SAME_DAY}
    if patient is not None and _was_seen(patient, visit_type):
        uses.add(Use.FOLLOW_UP)
    return frozenset(uses)


def _was_seen(patient: uuid.UUID, visit_type: VisitType) -> bool:
    hers = Appointment.objects.filter(patient=patient, status=Status.FULFILLED, service=visit_type.service_id)
    return hers.filter(starts_at__gte=now() - FOLLOWS_WITHIN).exists()
