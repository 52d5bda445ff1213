"""Somebody in the waiting room feels worse: one case for each visit, which rings until somebody has looked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from bedside.journal.hands import HOUSE
from bedside.triage import actions as triage
from bedside.triage.models import Screening
from bedside.visits.models import Visit

from . import actions, ringing
from .models import Case, Kind, Priority

WORSE = "worse:"  # begins the key of such a case
GO = gettext_noop("feels worse. Go to them now")
CALL = gettext_noop("feels worse and is not here. Call them now")


@transaction.atomic
def hear(visit: Visit, screening: Screening | None, level: str, *, rings: bool, at: datetime) -> Case:
    """Open her case, or tell it more; what cannot wait rings, also where the case was answered or closed."""
    found = Case.objects.select_for_update(of=("self",), no_key=True)
    case: Case | None = found.filter(key=f"{WORSE}{visit.pk}").first()
    where = f"{visit.ticket}, {visit.place}".replace(": ", " ")
    subject = f"{where}: {CALL if visit.is_elsewhere else GO}"
    if case is None:
        hers = visit.patient.merged_into or visit.patient
        about = {"patient": hers, "label": visit.label, "screening": screening, "key": f"{WORSE}{visit.pk}"}
        now = {"priority": Priority.NOW, "heard_until": at}
        case = actions.open_case(
            Kind.WORSE,
            subject,
            by=HOUSE,
            level=level,
            since=at,
            **about,
            **now,
        )
    elif not actions.has_heard(case, level, until=at):
        case.subject = subject  # she may have come back, or gone out
        actions.hear_again(case, level, screening, since=at)
        if rings:
            case.priority = Priority.NOW
            ringing.ring_again(case)
    if screening and screening.is_emergency:
        triage.note_alerted(screening, by=HOUSE)
    return case
