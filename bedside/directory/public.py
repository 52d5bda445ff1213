"""What anybody may read of us: which services, people and places have a page, and what stands on each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import Max, QuerySet
from django.urls import reverse

from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.models import Entry
from bedside.people.models import StaffMember

from .hooks import hooks
from .models import Place, Post, Service
from .opening import special_days, week_said

Thing = Service | StaffMember | Place
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def services() -> QuerySet[Service]:
    return Service.objects.filter(is_offered=True).order_by("name")


def people() -> QuerySet[StaffMember]:
    """Those who look after patients now and have a page."""
    here = Post.objects.offered().values("staff_member")
    return StaffMember.objects.filter(pk__in=here, has_page=True).order_by("family_name", "given_name")


def places() -> QuerySet[Place]:
    return Place.objects.working()


def about(thing: object) -> dict[str, Any]:
    """What stands on the public page of a thing; nothing where it has none of its own."""
    match thing:
        case Service():
            return about_service(thing)
        case StaffMember():
            return about_person(thing)
        case Place():
            return about_place(thing)
    return {}


def about_service(service: Service) -> dict[str, Any]:
    """What stands on a service's page."""
    posts = list(Post.objects.offered().filter(service=service))
    return {
        "service": service,
        "types": list(service.visit_types.filter(is_offered=True).order_by("minutes", "name"))
        if service.version
        else [],
        "people": list(dict.fromkeys(post.staff_member for post in posts)),
        "spoken": sorted({code for post in posts for code in post.staff_member.languages}),
        "places": list(dict.fromkeys(post.place for post in posts)),
        "how_soon": hooks.how_soon([service]).get(service.pk, ""),
        "find_help": hooks.find_help,
        "book_here": reverse(hooks.book_here, args=[service.slug]) if hooks.book_here and service.slug else "",
    }


def about_person(member: StaffMember) -> dict[str, Any]:
    """What stands on the page of somebody who looks after patients."""
    posts = list(Post.objects.offered().filter(staff_member=member))
    here = list(dict.fromkeys(post.service for post in posts))
    return {
        "member": member,
        "places": list(dict.fromkeys(post.place for post in posts)),
        "services": here,
        "how_soon": hooks.how_soon(here),
        "find_help": hooks.find_help,
    }


def about_place(place: Place) -> dict[str, Any]:
    """What stands on a place's page."""
    posts = list(Post.objects.offered().filter(place=place))
    return {
        "place": place,
        "week": week_said(place.opening),
        "visiting": week_said(place.visiting) if place.visiting else [],
        "special": special_days(place, today_at(place)),
        "services": list(dict.fromkeys(post.service for post in posts)),
        "people": list(dict.fromkeys(post.staff_member for post in posts)),
    }


def sitemap(at: Callable[[str], str]) -> str:
    """The addresses of all public pages, with the day each was last changed."""
    things: list[Thing] = [*services(), *people(), *places()]
    changed = _changed_at(things)
    rows = [_row(at(reverse("directory:offered")), None)]
    rows += [_row(at(address_of(thing)), changed.get(thing.pk)) for thing in things]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}">{"".join(rows)}</urlset>\n'


def _row(address: str, changed: datetime | None) -> str:
    when = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{when}</url>"


def _changed_at(things: list[Thing]) -> dict[object, datetime]:
    lines = Entry.objects.filter(subject_id__in=[one.pk for one in things])
    return dict(lines.values("subject_id").annotate(at=Max("recorded_at")).values_list("subject_id", "at"))


def address_of(thing: Thing) -> str:
    """The public page of a thing."""
    if isinstance(thing, Service):
        return reverse("directory:public-service", args=[thing.slug])
    if isinstance(thing, Place):
        return reverse("directory:public-place", args=[thing.pk])
    return reverse("directory:public-person", args=[thing.pk])


def today_at(place: Place) -> date:
    return day_of(now(), place.zone)
