"""How soon each kind of visit can be had as the book stands now, and how long patients waited for it lately."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Q

from bedside.booking.models import Appointment
from bedside.booking.times import free_times
from bedside.directory.models import Place, Post, VisitType
from bedside.hours.clock import now
from bedside.hours.zones import local
from bedside.measures.supply import Time, third_next
from bedside.people.models import Label, StaffMember

THREE = 3
LATELY = timedelta(weeks=13)
FEWEST = 10  # visits, before the middle of their waits says anything


@dataclass(frozen=True)
class Soon:
    """One kind of visit, or one clinician: days to the third free time, and from asking to the visit."""

    name: str
    service: str
    days: int | None  # to the third free time; None where fewer than three are free
    lead: float | None  # the middle of the last 13 weeks; None where too few are known
    visits: int


def kinds_of_visit(place: Place) -> list[Soon]:
    """Each kind of visit of a place, with all that it needs: its room, its device, its length."""
    here = Post.objects.offered().filter(place=place)
    types = VisitType.objects.filter(is_offered=True, service__in=here.values("service"), service__is_sensitive=False)
    leads = _leads(place, "visit_type_id")
    return [
        Soon(
            name=str(one),
            service=str(one.service),
            days=_third(place, one),
            lead=_middle(leads[one.pk]),
            visits=len(leads[one.pk]),
        )
        for one in types.select_related("service").order_by("service__name", "minutes", "name")
    ]


def waits_by_clinician(place: Place) -> dict[str, float]:
    """From asking to the visit, the middle of the last 13 weeks, of each clinician of whom enough is known."""
    leads = _leads(place, "staff_member_id")
    people = StaffMember.objects.filter(pk__in=list(leads))
    found = {str(one): _middle(leads[one.pk]) for one in people}
    return {name: lead for name, lead in found.items() if lead is not None}


def _third(place: Place, visit_type: VisitType) -> int | None:
    first = free_times(visit_type, only=Q(place=place), most=THREE)
    times = [Time(local(one.starts_at, place.zone).replace(tzinfo=None), True) for one in first]
    return third_next(times, local(now(), place.zone).replace(tzinfo=None))


def _leads(place: Place, by: str) -> dict[object, list[float]]:
    """The days between asking and the visit; of what is confidential nothing is counted."""
    asked = Appointment.objects.filter(place=place, label=Label.NONE, asked_at__gte=now() - LATELY, asked_at__lt=now())
    found: dict[object, list[float]] = defaultdict(list)
    for whose, moment, starts in asked.values_list(by, "asked_at", "starts_at"):
        found[whose].append((starts - moment) / timedelta(days=1))
    return found


def _middle(days: list[float]) -> float | None:
    return median(days) if len(days) >= FEWEST else None
