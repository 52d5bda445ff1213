"""Who gets a case: the least loaded of those who can do it and are there, else the team by its name."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.journal.models import Sight

from .models import NOT_CLOSED, Case, Team

THERE = timedelta(minutes=30)  # whoever has opened a patient's page within that time is there
CLINICAL = {"E0", "E1", "U2", "H", "U4", "S24"}


def team_for(level: str, label: str = "") -> Team:
    """Nurses see to what is clinical or confidential, the front desk to everything else."""
    return Team.NURSES if label or level in CLINICAL else Team.FRONT_DESK


def somebody_for(case: Case) -> User | None:
    """The one of the team who is there and has the fewest open cases; none when nobody is there."""
    held = Q(held_roles__role__in=case.roles)
    able = User.objects.filter(held, is_active=True).exclude(staffmember__is_active=False).distinct()
    there = present(able.values_list("pk", flat=True))
    load = Count("case_owned", filter=Q(case_owned__state__in=NOT_CLOSED), distinct=True)
    return able.filter(pk__in=there).annotate(load=load).order_by("load", "pk").first()


def present(logins: object) -> set[str]:
    """Which of these logins have looked at a patient's page lately."""
    wanted = [str(pk) for pk in logins]  # type: ignore[attr-defined]
    seen = Sight.objects.filter(actor_id__in=wanted, recorded_at__gte=now() - THERE)
    return set(seen.values_list("actor_id", flat=True).distinct())


def can_own(case: Case, user: User | None) -> bool:
    """Whether this person can still do the work of this case."""
    if user is None or not user.is_active or not (user.roles & case.able):
        return False
    member = getattr(user, "staffmember", None)
    return member is None or member.is_active
