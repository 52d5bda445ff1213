"""What the desk shows inside pages of rooms below: in a case about a new time, the way to everybody who needs one."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.access.models import User
from bedside.booking.models import Appointment
from bedside.cases.models import Case, Kind


def in_case(request: HttpRequest, case: Case) -> str:
    """How many more need a new time, for whoever may see them."""
    if case.kind != Kind.BOOKING or not isinstance(request.user, User):
        return ""
    left = Appointment.objects.visible_to(request.user).left_alone().count()
    return render_to_string("desk/in_case.html", {"left": left}, request)
