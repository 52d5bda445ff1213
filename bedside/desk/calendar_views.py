"""The calendar: a day clinician by clinician, or a week of one of them or of a room; and a visit moved in it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from bedside.access.doors import Knock
from bedside.booking import actions as booking
from bedside.booking.diary import Column, day_of_clinicians, week_of_clinician, week_of_resource
from bedside.booking.models import Appointment, Resource, Slot
from bedside.directory.knocks import place_of
from bedside.directory.models import Place, Post
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.constraints import SOMEBODY_ELSE
from bedside.journal.models import Refusal
from bedside.people.models import StaffMember
from bedside.triage.knocks import emergency_of
from bedside.ui.pages import page, wants_part
from bedside.visits.models import Visit

from .forms import MoveForm
from .grid import grid_of
from .looking import day_asked, week_from

WEEK = timedelta(days=7)
Whose = TypeVar("Whose", bound=StaffMember | Resource)


@require_safe
def day(request: Knock) -> HttpResponse:
    """A day at one place: who is where, and what is free."""
    place = place_of(request)
    wanted = day_asked(request, place)
    people = who_works_at(place)
    member = _one_of(people, request.GET.get("who", ""))
    columns = day_of_clinicians(place, wanted, request.user, member)
    near = (wanted - timedelta(days=1), wanted + timedelta(days=1))
    return _shown(request, "desk/calendar.html", place, wanted, near, columns, people=people, who=member, rooms=[])


@require_safe
def week(request: Knock) -> HttpResponse:
    """A week of one clinician, or of a room."""
    place = place_of(request)
    wanted = day_asked(request, place)
    seen = Resource.objects.visible_to(request.user).in_use()
    people, rooms = who_works_at(place), list(seen.filter(place=place).in_order())
    able: list[StaffMember | Resource] = [*people, *rooms]
    whose = _one_of(able, request.GET.get("who", ""))
    whose = whose or next((one for one in people if one.login_id == request.user.pk), people[0] if people else None)
    columns: list[Column] = []
    if isinstance(whose, StaffMember):
        columns = week_of_clinician(place, week_from(wanted), whose, request.user)
    elif isinstance(whose, Resource):
        columns = week_of_resource(place, week_from(wanted), whose, request.user)
    near = (wanted - WEEK, wanted + WEEK)
    return _shown(
        request, "desk/calendar_week.html", place, wanted, near, columns, people=people, who=whose, rooms=rooms
    )


def _shown(
    request: Knock,
    template: str,
    place: Place,
    wanted: date,
    near: tuple[date, date],
    columns: list[Column],
    **more: Any,
) -> HttpResponse:
    visits = [one for column in columns for block in column.blocks for one in block.visits]
    view = "week" if template == "desk/calendar_week.html" else "day"
    here = Visit.objects.visible_to(request.user).filter(place=place, day__in=week_from(wanted))
    moved = request.GET.get("moved", "")
    return page(
        request,
        template,
        about=visits,
        view=view,
        place=place,
        places=Place.objects.working(),
        day=wanted,
        today=day_of(now(), place.zone),
        week=week_from(wanted),
        before=near[0],
        after=near[1],
        columns=columns,
        grid=grid_of(columns, place.zone, get_language() or "en"),
        here={one.appointment_id: one for one in here.exclude(appointment=None).select_related("room")},
        moved=next((one for one in visits if str(one.pk) == moved), None),
        now=now(),
        **more,
    )


@require_http_methods(["GET", "POST"])
def move(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """A visit was picked up and put down elsewhere: is that meant, and is she told? The one way in which it moves."""
    found = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    if stands := emergency_of(found.patient):
        return redirect("triage:emergency", stands.pk)
    form = MoveForm(request.POST or None, initial={"version": found.version, "view": request.GET.get("view", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        slot = _slot(str(said["slot"]))
        if said["version"] != found.version:
            raise Refusal(SOMEBODY_ELSE, rule="version")
        booking.reschedule(found, slot, by=request.user, tell=said["tell"])
        return _back(request, said["view"], found)
    slot = _slot(request.POST.get("slot", "") or request.GET.get("slot", ""))
    booking.may_move(found, slot, by=request.user)
    return page(request, "desk/move.html", about=found, appointment=found, slot=slot, form=form)


def _back(request: Knock, view: str, moved: Appointment) -> HttpResponse:
    """To the day or the week in which it lies now."""
    there = day_of(moved.starts_at, moved.zone)
    asked = {"place": moved.place_id, "day": there.isoformat(), "moved": moved.pk}
    asked |= {"who": moved.staff_member_id} if view == "week" else {}
    address = f"{reverse('desk:week' if view == 'week' else 'desk:calendar')}?{urlencode(asked)}"
    return HttpResponse(status=204, headers={"HX-Redirect": address}) if wants_part(request) else redirect(address)


def _slot(pk: str) -> Slot:
    try:
        return get_object_or_404(Slot.objects.select_related("service", "place", "staff_member"), pk=uuid.UUID(pk))
    except ValueError:
        raise Http404 from None


def who_works_at(place: Place) -> list[StaffMember]:
    """By name."""
    people = {post.staff_member for post in Post.objects.offered().filter(place=place)}
    return sorted(people, key=lambda one: (one.family_name, str(one)))


def _one_of(those: Sequence[Whose], pk: str) -> Whose | None:
    return next((one for one in those if str(one.pk) == pk), None)
