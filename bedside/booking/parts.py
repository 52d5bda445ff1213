"""What booking shows inside pages of rooms below."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.people.models import Patient

from .models import Hold


def without_a_login(request: HttpRequest, about: Any) -> str:
    """At the door: nobody needs a login to book."""
    return render_to_string("booking/_without_a_login.html", request=request)


def kept_for(request: HttpRequest, patient: Patient) -> str:
    """At the desk: which times are kept for a patient, and for how many minutes more."""
    if not isinstance(request.user, User):
        return ""
    standing = Hold.objects.visible_to(request.user).standing().filter(patient=patient)
    kept = standing.select_related("slot__staff_member", "slot__place", "visit_type").order_by("until")
    rows = [(one, max(1, round((one.until - now()).total_seconds() / 60))) for one in kept]
    return render_to_string("booking/_kept_for.html", {"rows": rows}, request) if rows else ""
