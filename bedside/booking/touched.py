"""Which booked visits something we stop or shut would touch, and how soon there are times: booking's word for it."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from bedside.directory.actions import standing as is_offered
from bedside.directory.clinic import the_clinic
from bedside.directory.models import Closure, Place, Post, Service, VisitType
from bedside.hours.clock import now
from bedside.hours.zones import day_bounds, day_of
from bedside.people.models import Label

from . import times
from .models import CELL, Appointment, AppointmentQuerySet, Resource, Status, Taken

Touches = Closure | Place | Post | Service | VisitType
What = tuple[object, object, object]  # who does which service where


def standing() -> AppointmentQuerySet:
    """Visits that are booked and still to come."""
    return Appointment.objects.filter(status=Status.BOOKED, starts_at__gt=now())


def touched_by(thing: Touches) -> AppointmentQuerySet:
    """The visits to come that could not take place as booked."""
    return standing().filter(reached(thing))


def how_many(thing: Touches) -> int:
    """How many that are; confidential ones leave no echo in a number either."""
    return touched_by(thing).filter(label=Label.NONE).count()


def shutting(place: Place) -> list[Closure]:
    """The closures to come of a place."""
    return list(Closure.objects.at(place).to_come(day_of(now(), place.zone)))


def ended() -> set[What]:
    """What somebody did at a place and does no more."""
    return set(Post.objects.filter(ended=True).values_list("staff_member", "service", "place"))


def because(appointment: Appointment, closures: Iterable[Closure], over: Container[What] = ()) -> str:
    """Why a visit cannot take place as it is booked, in the words that patients read."""
    first, last = (day_of(at, appointment.zone) for at in (appointment.starts_at, appointment.ends_at))
    for closure in closures:
        if closure.first_day <= last and closure.last_day >= first:
            return closure.said("reason")
    stopped: list[Place | Service | VisitType] = [appointment.place, appointment.service, appointment.visit_type]
    for thing in stopped:
        if not is_offered(thing):
            return _("%(what)s is not offered any more.") % {"what": thing}
    if (appointment.staff_member_id, appointment.service_id, appointment.place_id) in over:
        return _("%(who)s does not do this there any more.") % {"who": appointment.staff_member}
    return _("%(who)s is away.") % {"who": appointment.staff_member}


def soon(services: Iterable[Service]) -> dict[object, str]:
    """How soon each service has times, in words."""
    wanted = list(services)
    zone = the_clinic().zone
    return {pk: times.how_soon(at, zone) for pk, at in times.soonest(wanted).items()}


def reached(thing: Touches) -> Q:
    """Which rows of the book, visits or times, belong to a thing."""
    match thing:
        case Service():
            return Q(service=thing.pk)
        case VisitType():
            return Q(visit_type=thing.pk)
        case Place():
            return Q(place=thing.pk)
        case Post():
            return Q(staff_member=thing.staff_member_id, service=thing.service_id, place=thing.place_id)
        case Closure():
            return _in_days(thing)


def _in_days(closure: Closure) -> Q:
    """The days of a closure are days at each place: in another zone they begin at another moment."""
    if closure.is_lifted:
        return Q(pk__in=[])
    places = [closure.place] if closure.place else list(Place.objects.filter(is_open=True))
    reached = Q(pk__in=[])
    for zone in {place.zone for place in places}:
        begins, ends = day_bounds(closure.first_day, zone)[0], day_bounds(closure.last_day, zone)[1]
        here = [place.pk for place in places if place.zone == zone]
        reached |= Q(place__in=here, starts_at__lt=ends, ends_at__gt=begins)
    return reached


def having(resource: Resource, starts_at: datetime, ends_at: datetime | None) -> list[Appointment]:
    """The visits to come that have this room, device or interpreter between then and then."""
    cells = Taken.objects.filter(resource=resource.pk, at__gte=max(starts_at - CELL, now()))
    cells = cells.filter(at__lt=ends_at) if ends_at else cells
    booked = Appointment.objects.filter(pk__in=cells.values("appointment"), status=Status.BOOKED)
    return list(booked.filter(starts_at__gt=now(), needs_new_time=False).in_order().select_related("slot__place"))
