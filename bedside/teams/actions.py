"""What can be done about teams. Nothing else writes to their table."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import STAFF, User
from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal

from .models import TeamPlan, plan_of

CHANGED = {"opening", "shut", "answers_within", "most_each", "members", "lead"}


@transaction.atomic
def arrange(code: str, *, by: Hand, seen: int | None = None, **told: Any) -> TeamPlan:
    """Say how a team works. Promises that run are kept as they were made; what comes from now on is counted so."""
    assert told.keys() <= CHANGED
    plan = plan_of(code)
    if seen is not None and plan.version != seen:
        raise Refusal(_("Someone else has just changed this. Please look again."), rule="version")
    for name, value in told.items():
        setattr(plan, name, value)
    if not any(plan.opening.values()):
        plan.opening = {}  # a team that is never there would never answer
    named = {*plan.members, *filter(None, [plan.lead])}
    if strange := named - {str(pk) for pk in staff().values_list("pk", flat=True)}:
        raise Refusal(_("Somebody of this team does not work here any more."), rule=f"members:{len(strange)}")
    record("teamplan.arranged", plan, by=by)
    return plan


def staff() -> Any:
    """Who can be named for a team: everybody who works here."""
    here = User.objects.filter(is_active=True, held_roles__role__in=STAFF).exclude(staffmember__is_active=False)
    return here.distinct().order_by("name", "pk")
