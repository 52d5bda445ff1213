"""What stays show inside pages of other rooms: to her, that she stays with us; at the desk, in which bed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.access.models import PATIENT_SIDE, TREATING, User
from bedside.hours.clock import now
from bedside.people.models import Patient

from .models import Stay, Ward

AT_HOME = timedelta(days=30)  # so long her first page leads to what she took home


def at_home(request: HttpRequest, about: Any) -> str:
    """To the patient's side: a way to each stay that is not over, and for a month to what was taken home from one."""
    if not isinstance(request.user, User) or request.user.acting_as not in PATIENT_SIDE:
        return ""
    lately = Q(ended_at=None) | Q(ended_at__gt=now() - AT_HOME)
    hers = Stay.objects.visible_to(request.user).filter(lately).living().with_bed()
    rows = list(hers.order_by("began_at"))
    return render_to_string("stays/at_home.html", {"stays": rows}, request) if rows else ""


def in_patient(request: HttpRequest, patient: Patient) -> str:
    """At the desk: in which bed she lies, or a way to give her one where there are beds at all."""
    if not isinstance(request.user, User):
        return ""
    stay = Stay.objects.visible_to(request.user).open().of(patient).with_bed().first()
    if stay is None and (
        request.user.acting_as not in TREATING or not patient.may_be_written_to or not Ward.objects.exists()
    ):
        return ""
    return render_to_string("stays/in_patient.html", {"stay": stay, "patient": patient}, request)
