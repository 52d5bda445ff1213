"""Rooms, devices and interpreters: what there is, when it cannot be had, what changed; and which visits need them."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.directory.clinic import the_clinic
from bedside.directory.forms import WeekForm
from bedside.directory.models import Post, VisitType
from bedside.directory.opening import week_said
from bedside.hours.clock import now
from bedside.ui.answers import number_said
from bedside.ui.pages import page

from . import actions
from .history import needs_history, resource_history
from .models import Means, Need, Resource
from .needs import longer
from .resource_forms import BackForm, NeedsForm, OutForm, ResourceForm, RetireForm, said_of
from .touched import having


@require_safe
def resources(request: Knock) -> HttpResponse:
    """What there is besides clinicians, by its kind; what was given up stands last."""
    there = Resource.objects.visible_to(request.user).in_order()
    kinds = [(kind, [one for one in there if one.kind == kind and one.is_open]) for kind in Means]
    gone = [one for one in there if not one.is_open]
    return page(request, "booking/resources.html", kinds=kinds, gone=gone, now=now())


@require_http_methods(["GET", "POST"])
def new_resource(request: Knock) -> HttpResponse:
    """One more room, device or interpreter."""
    kind = request.GET.get("kind", Means.ROOM)
    if kind not in Means.values:
        raise Http404
    thing = Resource(kind=kind)
    form = ResourceForm(request.POST or None, thing=thing)
    if request.method == "POST" and form.is_valid():
        made = actions.set_up_resource(Resource(kind=kind, **form.details()), by=request.user)
        return redirect(_saved(made))
    return page(request, "booking/resource_new.html", form=form, thing=thing)


@require_http_methods(["GET", "POST"])
def resource(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Change what is said of it."""
    found = _resource(request, pk)
    form = ResourceForm(request.POST or None, thing=found)
    if request.method == "POST" and form.is_valid():
        actions.change_resource(found, by=request.user, seen=form.cleaned_data["version"], **form.details())
        return redirect(_saved(found))
    return _shown(request, found, form=form)


@require_http_methods(["GET", "POST"])
def resource_hours(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """In which hours of a usual week it can be had; none written down is whenever somebody works."""
    found = _resource(request, pk)
    form = WeekForm(request.POST or None, week=found.hours, version=found.version)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        actions.change_resource(found, by=request.user, seen=seen, hours=form.week())
        return redirect(_saved(found))
    return page(request, "booking/resource_hours.html", thing=found, form=form)


@require_POST
def resource_out(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """It cannot be had for some time; whoever is booked with it is given another, or a new time is found."""
    found = _resource(request, pk)
    form = OutForm(request.POST, zone=_zone(found), version=found.version)
    if not form.is_valid():
        return _shown(request, found, out=form)
    said = form.cleaned_data
    left = actions.take_out_of_use(
        found,
        said["starts_at"],
        said["ends_at"],
        by=request.user,
        because=said["because"],
        seen=said["version"],
    )
    return redirect(f"{_saved(found)}&left={left}")


@require_POST
def resource_back(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """It can be had after all."""
    found, form = _resource(request, pk), BackForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    actions.put_back_in_use(found, said["starts_at"], by=request.user, seen=said["version"])
    return redirect(_saved(found))


@require_http_methods(["GET", "POST"])
def resource_end(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """We have it no more, knowing how many visits have it; or we have it again."""
    found = _resource(request, pk)
    form = RetireForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid() and found.is_open:
        said = form.cleaned_data
        left = actions.retire_resource(found, by=request.user, because=said["because"], seen=said["version"])
        return redirect(f"{_saved(found)}&left={left}")
    if request.method == "POST" and not found.is_open:
        actions.use_resource_again(found, by=request.user)
        return redirect(_saved(found))
    many = len(having(found, now(), None)) if found.is_open else 0
    return page(request, "booking/resource_end.html", thing=found, form=form, having=many)


@require_safe
def resource_changes(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What changed about it: who, when, from what to what."""
    found = _resource(request, pk)
    ways = {"edit": reverse("booking:resource", args=[pk])}
    return page(request, "directory/history.html", ways=ways, thing=found, changes=resource_history(found))


@require_safe
def needs(request: Knock) -> HttpResponse:
    """What each kind of visit needs, from the clinician to the device."""
    asked: dict[object, list[str]] = {}
    for need in Need.objects.filter(is_ended=False).order_by("kind", "what"):
        asked.setdefault(need.visit_type_id, []).append(said_of(need.kind, need.what))
    types = VisitType.objects.filter(is_offered=True, service__is_offered=True).select_related("service")
    people: dict[object, set[str]] = {}
    for post in Post.objects.offered():
        people.setdefault(post.service_id, set()).add(str(post.staff_member))
    rows = [
        (one, len(people.get(one.service_id, ())), asked.get(one.pk, []), longer(one.minutes))
        for one in types.order_by("service__name", "minutes", "name")
    ]
    return page(request, "booking/needs.html", rows=rows)


@require_http_methods(["GET", "POST"])
def visit_needs(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Change what one kind of visit needs."""
    found = get_object_or_404(VisitType.objects.select_related("service"), pk=pk)
    there = Need.objects.filter(visit_type=found, is_ended=False)
    form = NeedsForm(request.POST or None, visit_type=found, needs=there)
    if request.method == "POST" and form.is_valid():
        actions.say_needs(found, form.wanted(), by=request.user, seen=form.cleaned_data["seen"])
        return redirect("booking:needs")
    people = sorted({str(post.staff_member) for post in Post.objects.offered().filter(service=found.service_id)})
    context: dict[str, Any] = {"people": people, "longer": longer(found.minutes), "changes": needs_history(found)}
    return page(request, "booking/visit_needs.html", visit_type=found, form=form, **context)


def _resource(request: Knock, pk: uuid.UUID) -> Resource:
    return get_object_or_404(Resource.objects.visible_to(request.user).select_related("place"), pk=pk)


def _saved(thing: Resource) -> str:
    return f"{reverse('booking:resource', args=[thing.pk])}?saved=1"


def _zone(thing: Resource) -> str:
    return thing.place.zone if thing.place else the_clinic().zone


def _shown(
    request: Knock, found: Resource, *, form: ResourceForm | None = None, out: OutForm | None = None
) -> HttpResponse:
    zone = _zone(found)
    return page(
        request,
        "booking/resource.html",
        thing=found,
        form=form or ResourceForm(thing=found),
        out=out or OutForm(zone=zone, version=found.version),
        spans=[span for span in found.spans_out() if span[1] > now()],
        zone=zone,
        week=week_said(found.hours),
        saved=request.GET.get("saved") == "1" and request.method == "GET",
        left=number_said(request.GET.get("left", ""), 9_999),
    )
