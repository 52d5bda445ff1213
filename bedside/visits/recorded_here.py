"""One of our own days as a trial reads it: times and needs of one service at one place, and nobody's name."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from bedside.booking.models import Appointment, Status
from bedside.directory.models import Mode, Place, Service
from bedside.hours.zones import day_bounds

from .models import Visit
from .trials.recorded import Person, Recorded, recorded
from .trials.template import NotATemplate

Named = TypeVar("Named", Place, Service)


def day_here(day: date, *, place: str, service: str) -> Recorded:
    """Who came, who stayed away, and how it went. Confidential visits count: without them the line was another."""
    where = _named(list(Place.objects.all()), place, "place")
    offered = Visit.objects.filter(place=where, day=day).values("service")
    what = _named(list(Service.objects.filter(pk__in=offered)), service, "service")
    visits = Visit.objects.filter(place=where, day=day, service=what).select_related("appointment")
    start, end = day_bounds(day, where.zone)
    away = Appointment.objects.filter(
        place=where, starts_at__gte=start, starts_at__lt=end, status=Status.NOSHOW, visit_type__mode=Mode.IN_PERSON
    ).filter(visit_type__service=what, visits=None)
    found = [(one, one.scheduled_at) for one in visits]
    zero = min([at for _one, at in found if at] + list(away.values_list("starts_at", flat=True)), default=None)
    zero = zero or min((one.arrived_at for one, _at in found if one.arrived_at), default=None)
    if zero is None:
        raise NotATemplate("Nobody's time is known of this day.")

    def since(at: datetime | None) -> float | None:
        return None if at is None else (at - zero).total_seconds() / 60

    people = [
        Person(
            since(one.scheduled_at),
            since(one.arrived_at),
            since(one.called_at),
            since(one.ended_at),
            one.level,
            one.appointment.staff_member_id if one.appointment else None,
            one.staff_member_id,
        )
        for one in visits
    ]
    people += [Person(since(at), None, to_see=whom) for at, whom in away.values_list("starts_at", "staff_member")]
    return recorded(people)


def _named(found: list[Named], name: str, what: str) -> Named:
    """The one of this name; where only one is there, it need not be named."""
    if not name and len(found) == 1:
        return found[0]
    for one in found:
        if one.name.casefold() == name.casefold():
            return one
    names = ", ".join(sorted(one.name for one in found))
    raise NotATemplate(f"Say which {what}: {names}." if names else "There were no visits on that day.")
