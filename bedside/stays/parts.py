"""What stays show inside pages of other rooms: to her, that she stays with us; at the desk, in which bed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.access.models import PATIENT_SIDE, User

from .models import Stay


def at_home(request: HttpRequest, about: Any) -> str:
    """To the patient's side: a way to each stay that is not over."""
    if not isinstance(request.user, User) or request.user.acting_as not in PATIENT_SIDE:
        return ""
    hers = Stay.objects.visible_to(request.user).open().filter(patient__deceased_on=None).with_bed()
    rows = list(hers.order_by("began_at"))
    return render_to_string("stays/at_home.html", {"stays": rows}, request) if rows else ""
