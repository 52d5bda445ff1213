"""Amara has complained of a long wait and been answered; her sister asks too; the desk wants to waive a fee."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bedside.access.models import Role
from bedside.complaints import actions
from bedside.complaints.models import Change, Complaint, Recovery
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.town.cast import Cast
from bedside.visits.models import Visit


def set_up(town: Cast) -> None:
    town.ines.act_as(Role.MANAGER)
    assert town.amara.login
    in_a_month = day_of(now(), town.riverside.zone) + timedelta(days=28)
    visit = Visit.objects.filter(patient=town.amara, label="").order_by("arrived_at", "id")[0]
    hers: dict[str, Any] = {"channel": "portal", "about": "wait", "wish": "Tell me when it takes long.", "visit": visit}
    complaint = actions.complain(town.amara, "I waited and nobody said why.", by=town.amara.login, **hers)
    actions.acknowledge(complaint, "Thank you. We look into it.", reply_by=in_a_month, by=town.ines)
    actions.note(complaint, source="Sam Reid", words="Two of us were away.", is_finding=True, by=town.ines)
    actions.plan_change(complaint, what="A second desk", owner=town.sam, due_on=in_a_month, by=town.ines)
    spoken: dict[str, Any] = {"channel": "phone", "about": "care", "told_by": "Ruth, her sister", "taken_by": town.sam}
    actions.complain(town.amara, "The dressing was too tight.", by=town.sam, is_harm=True, **spoken)
    actions.recover(town.amara, what="fee", amount=4_000, why="A long wait", by=town.sam)


def things() -> list[Any]:
    """What was told, what changes, and what is asked for."""
    return [row for rows in (Complaint, Change, Recovery) for row in rows._default_manager.order_by("pk")]
