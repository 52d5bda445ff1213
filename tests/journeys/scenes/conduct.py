"""Somebody shouted at the desk yesterday, and it was written down and noted; and today somebody shouts again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bedside.access.models import Role
from bedside.conduct import actions
from bedside.conduct.models import Incident, Marker
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.town.cast import Cast


def set_up(town: Cast) -> None:
    town.ines.act_as(Role.MANAGER)
    town.sam.act_as(Role.FRONT_DESK)
    before = actions.begin(town.amara, kind="rude", said="Shouted at the desk.", by=town.sam)
    actions.warn(before, "Please stop. If you go on, we end this now.", by=town.sam)
    actions.finish(before, "calmed", by=town.sam)
    actions.write_down(before, "He shouted about the wait; we said sorry.", hurt=False, police=False, by=town.sam)
    in_a_month = day_of(now(), town.riverside.zone) + timedelta(days=30)
    note = {"what": "Two of us at the desk", "because": "You shouted at the desk.", "told_how": "By letter"}
    actions.mark(before, review_on=in_a_month, by=town.ines, **note)
    actions.begin(town.amara, kind="rude", said="Shouted again.", by=town.sam)


def things() -> list[Any]:
    """One that goes on, one that is over, and the note."""
    return [*Incident.objects.order_by("-at", "-id"), *Marker.objects.order_by("pk")]
