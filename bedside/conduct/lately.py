"""How much of it one of us has had today: after two somebody else takes the next, and after each there is a break."""

from __future__ import annotations

from bedside.access.models import User
from bedside.cases.models import Rest, RestKind
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds, day_of

from .models import Incident, IncidentQuerySet


def today_of(user: User) -> int:
    """How often somebody was rude or worse to her today."""
    return _today(user).count()


def owes_a_break(user: User) -> bool:
    """Whether somebody was rude to her today and she has had no break since."""
    last = _today(user).order_by("-at").first()
    return last is not None and not Rest.objects.filter(who=user, kind=RestKind.BREAK, begins_at__gte=last.at).exists()


def _today(user: User) -> IncidentQuerySet:
    zone = the_clinic().zone
    first, last = day_bounds(day_of(now(), zone), zone)
    return Incident.objects.filter(reported_by=user, at__gte=first, at__lt=last)
