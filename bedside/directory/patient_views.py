"""What we offer, for anybody to read: each service, each person, each place; and where search engines find them."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from bedside.ui.pages import page

from . import linked_data, public
from .hooks import hooks


@require_safe
def offered(request: HttpRequest) -> HttpResponse:
    """Everything we offer, everybody who looks after patients, and where."""
    found, places = list(public.services()), list(public.places())
    return page(
        request,
        "directory/offered.html",
        services=found,
        how_soon=hooks.how_soon(found),
        people=public.people(),
        places=places,
        canonical=_canonical(request),
        linked=linked_data.clinic_data(places, request.build_absolute_uri),
    )


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: what it is for, who may use it, how long, what it costs, how to prepare, who and where."""
    found = get_object_or_404(public.services(), slug=slug)
    shown = public.about_service(found)
    linked = linked_data.service_data(found, shown["types"], shown["places"], request.build_absolute_uri)
    return page(request, "directory/service.html", linked=linked, canonical=_canonical(request), **shown)


@require_safe
def person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Somebody who looks after patients: what for, where, in which languages."""
    member = get_object_or_404(public.people(), pk=pk)
    shown = public.about_person(member)
    linked = linked_data.person_data(member, shown["places"], shown["services"], request.build_absolute_uri)
    return page(request, "directory/person.html", linked=linked, canonical=_canonical(request), **shown)


@require_safe
def place(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A place: how to get there and in, when it is open, and who works there."""
    found = get_object_or_404(public.places(), pk=pk)
    shown = public.about_place(found)
    linked = linked_data.place_data(found, shown["services"], request.build_absolute_uri, public.today_at(found))
    return page(request, "directory/place.html", linked=linked, canonical=_canonical(request), **shown)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of all public pages, with when each was last changed."""
    return HttpResponse(public.sitemap(request.build_absolute_uri), content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: what we offer. Nothing else here is for them."""
    where = request.build_absolute_uri(reverse("directory:sitemap"))
    lines = ["User-agent: *", "Allow: /services/", "Allow: /people/", "Allow: /places/", "Disallow: /"]
    return HttpResponse("\n".join([*lines, f"Sitemap: {where}", ""]), content_type="text/plain; charset=utf-8")


def _canonical(request: HttpRequest) -> str:
    """The one address of this page, without what else may stand behind it."""
    return request.build_absolute_uri(request.path)
