"""What stands beside a patient's brief: what other teams were asked for, and what of it is late."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.language import dates
from bedside.people.models import Patient
from bedside.visits.hooks import Line

from .models import Order, State

SHOWN = 6


def asked_for(user: User, patient: Patient) -> list[Line]:
    """What is still to come, or needs another way, the soonest first."""
    hers = Q(patient=patient) | Q(patient__merged_into=patient)
    found = Order.objects.visible_to(user).filter(hers).unsettled().with_its_people().order_by("due_on", "id")
    said = _("%(who)s, by %(day)s")
    return [
        Line(
            heading=_("Asked of other teams"),
            text=str(one),
            href=reverse("orders:order", args=[one.pk]),
            aside=one.get_state_display()
            if one.state == State.DECLINED
            else said % {"who": one.team_name, "day": dates.day(one.due_on, get_language() or "en")},
            urgent=one.is_late or one.state == State.DECLINED,
        )
        for one in found[:SHOWN]
    ]
