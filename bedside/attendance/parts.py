"""What attendance shows inside pages of rooms below: beside taken times, how many more their sessions can hold."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string

from bedside.booking.models import Slot

from .sessions import full_sessions


def in_overbooking(request: HttpRequest, slots: Sequence[Slot]) -> str:
    """Where a session can hold somebody more, how many and beside which times; of the rest, that none is advised."""
    if not slots:
        return ""
    shown = {slot.session_id for slot in slots}
    places = {slot.place_id: slot.place for slot in slots}.values()
    held = [one for place in places for one in full_sessions(place) if one.session.pk in shown and one.advice.more]
    return render_to_string("attendance/in_overbooking.html", {"held": held}, request)
