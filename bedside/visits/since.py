"""The time between, for a brief: what changed since the last visit, and what should have happened and did not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.booking.models import Appointment, Status
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.models import Entry
from bedside.language import dates
from bedside.people.models import Patient
from bedside.records.models import Parcel

from .summary import Summary
from .teachback import Outcome, TeachBack

MISSED_WITHIN = timedelta(days=180)
CAME = {  # what other systems sent, by FHIR's names
    "AllergyIntolerance": gettext_lazy("Allergies"),
    "Condition": gettext_lazy("Illnesses"),
    "MedicationRequest": gettext_lazy("Medicines ordered"),
    "MedicationStatement": gettext_lazy("Medicines taken"),
    "DiagnosticReport": gettext_lazy("Reports"),
    "Observation": gettext_lazy("Results"),
    "DocumentReference": gettext_lazy("Letters and documents"),
    "Immunization": gettext_lazy("Vaccinations"),
}
DETAILS = {
    "preferred_name": gettext_lazy("how to address them"),
    "pronouns": gettext_lazy("pronouns"),
    "language": gettext_lazy("language"),
    "interpreter": gettext_lazy("interpreter"),
    "needs": gettext_lazy("what they need"),
    "address": gettext_lazy("address"),
    "postcode": gettext_lazy("address"),
    "phone": gettext_lazy("phone"),
    "email": gettext_lazy("e-mail"),
}


def changed_since(patient: Patient, user: User, hers: Q, last: datetime | None) -> list[str]:
    """What came from elsewhere and which details are other than at the last visit; nothing where there was none."""
    if last is None:
        return []
    parcels = Parcel.objects.visible_to(user).filter(hers, received_at__gt=last, type__in=CAME)
    counted = dict(parcels.order_by().values_list("type").annotate(Count("pk")))
    found = [
        _("%(what)s: %(count)d new") % {"what": CAME[kind], "count": counted[kind]} for kind in CAME if kind in counted
    ]
    entries = Entry.objects.filter(patient_id=patient.pk, verb="patient.details_changed", happened_at__gt=last)
    names = {name for entry in entries.order_by("-happened_at")[:5] for name in entry.facts.get("changed", [])}
    other = list(dict.fromkeys(str(DETAILS[name]) for name in DETAILS if name in names))
    return [*found, *([_("Details: %(what)s") % {"what": ", ".join(other)}] if other else [])]


def still_due(user: User, hers: Q, summary: Summary | None, zone: str) -> list[str]:
    """Calls about a test whose day has passed, and visits that were missed and not booked again."""
    language, today = get_language() or "en", day_of(now(), zone)
    found = [
        _("%(test)s: %(who)s was to call by %(day)s. Ask whether that happened.")
        % {"test": one["test"], "who": one["who"], "day": dates.day(one["day"], language)}
        for one in (summary.open_tests if summary else [])
        if one["day"] and one["day"] < today
    ]
    visits = Appointment.objects.visible_to(user).filter(hers)
    lately = visits.filter(starts_at__gt=now() - MISSED_WITHIN)
    missed: dict[object, date] = {}
    for service, status, starts in lately.order_by("starts_at").values_list("service_id", "status", "starts_at"):
        if status == Status.NOSHOW:
            missed[service] = day_of(starts, zone)
        elif status != Status.CANCELLED:
            missed.pop(service, None)
    return found + [
        _("Missed the visit on %(day)s and has not come since.") % {"day": dates.day(day, language)}
        for day in missed.values()
    ]


def not_clear(user: User, hers: Q) -> Sequence[str]:
    """What she had not understood when she was asked last."""
    heard = TeachBack.objects.visible_to(user).filter(hers).order_by("-at").first()
    if heard is None:
        return []
    return [str(one["about"]) for one in heard.shown if one["outcome"] != Outcome.RIGHT]
