"""What can be done about urgency: screening, standing an emergency down, and the word whether a time may be chosen."""

from __future__ import annotations

from datetime import datetime

from bedside.access.models import STAFF
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import Patient

from .models import Screening

EMERGENCY_STANDS = "This could be an emergency. Times cannot be chosen until a clinician has spoken with the patient."
ASK_FIRST = "Please answer the safety questions first."
TOO_LATE = "This needs to be seen sooner. Please choose an earlier time or call us."


def allow(patient: Patient, screening: Screening | None, *, starts_at: datetime, by: Hand) -> None:
    """Refuse a time that urgency does not allow: while an emergency stands, without a screening, or too late.

    The house, importing or offering, and staff who have a patient before them need no fresh screening; an emergency
    that stands stops them all.
    """
    if Screening.objects.filter(patient=patient).emergencies_standing().exists():
        raise Refusal(EMERGENCY_STANDS, rule="emergency")
    if screening is None:
        if by.hand_kind == "house" or by.hand_kind in STAFF:
            return
        raise Refusal(ASK_FIRST, rule="screening")
    if screening.is_emergency:
        raise Refusal(EMERGENCY_STANDS, rule="emergency")
    if screening.latest_start is None or not screening.is_fresh:
        raise Refusal(ASK_FIRST, rule="screening")
    if starts_at > screening.latest_start:
        raise Refusal(TOO_LATE, rule="too_late")
