"""How much of it one of us has had today: after two somebody else takes the next, and after each there is a break."""

from __future__ import annotations

from bedside.access.models import User
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds, day_of

from .models import Incident


def today_of(user: User) -> int:
    zone = the_clinic().zone
    first, last = day_bounds(day_of(now(), zone), zone)
    return Incident.objects.filter(reported_by=user, at__gte=first, at__lt=last).count()
