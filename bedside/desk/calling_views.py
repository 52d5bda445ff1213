"""Whom the front desk calls because their visit cannot take place as it is booked."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bedside.access.doors import Knock
from bedside.booking.models import Appointment
from bedside.booking.touched import because, ended, shutting
from bedside.ui.pages import page


@require_safe
def calls(request: Knock) -> HttpResponse:
    """Those whose day is shut, whose clinician is away or whose service is offered no more; the soonest first.

    Nobody is crossed off: a visit leaves the list when it has been moved or cancelled.
    """
    found = list(Appointment.objects.visible_to(request.user).left_alone().in_order())
    shut = {one.place_id: shutting(one.place) for one in {one.place_id: one for one in found}.values()}
    over = ended() if found else set()
    rows = [(one, because(one, shut[one.place_id], over)) for one in found]
    return page(request, "desk/calls.html", about=found, rows=rows)
