"""What stands beside a patient's brief: visits that went badly, in her own words where she lets us speak of them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.language import dates
from bedside.people.models import Patient
from bedside.visits.hooks import Line

from .models import Answer

LATELY = timedelta(days=365)


def went_badly(user: User, patient: Patient) -> list[Line]:
    """The survey says that answers are read without a name; only who lets us come back to it is named here."""
    hers = Q(patient=patient) | Q(patient__merged_into=patient)
    badly = Q(overall__in=["poor", "very_poor"]) | Q(listened="no")
    found = Answer.objects.visible_to(user).filter(hers, badly, may_contact=True, at__gte=now() - LATELY)
    return [
        Line(
            heading=_("What went badly"),
            text=one.comment[:300] or one.get_overall_display(),
            href=reverse("visits:brief", args=[one.invitation.visit_id]),
            aside=dates.day(day_of(one.at, one.invitation.visit.zone), get_language() or "en"),
        )
        for one in found.select_related("invitation__visit__place").order_by("-at")[:3]
    ]
