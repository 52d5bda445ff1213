"""Who gets a case: the least loaded of those who can do it and are there, else the team by its name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Q, QuerySet

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.journal.models import Sight

from .models import NOT_CLOSED, Case, Kind, Team

THERE = timedelta(minutes=30)  # whoever has opened a patient's page within that time is there
CLINICAL = {"E0", "E1", "U2", "H", "U4", "S24"}


def team_for(level: str, label: str = "", kind: str = "") -> Team:
    """Nurses see to what is clinical or confidential, managers to visits that went badly, the desk to the rest."""
    if label or level in CLINICAL or kind == Kind.UNCLEAR:
        return Team.NURSES
    return Team.MANAGERS if kind == Kind.FEEDBACK else Team.FRONT_DESK


def somebody_for(case: Case) -> User | None:
    """The one of the team who is there and has the fewest open cases.

    When nobody is there it is nobody's, but for what was said of a visit: that has a name from the first minute.
    """
    team = _holding(case.roles)
    there = team.filter(pk__in=present(team.values_list("pk", flat=True))).first()
    if there is None and case.kind == Kind.FEEDBACK:
        return team.first() or _holding(case.able).first()
    return there


def _holding(roles: Iterable[str]) -> QuerySet[User]:
    """Who holds one of these roles and works here, those with the fewest open cases first."""
    able = User.objects.filter(held_roles__role__in=roles, is_active=True).exclude(staffmember__is_active=False)
    load = Count("case_owned", filter=Q(case_owned__state__in=NOT_CLOSED), distinct=True)
    return able.distinct().annotate(load=load).order_by("load", "pk")


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
