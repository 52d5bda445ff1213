"""The clinician's side: who is in the lobby, letting in one by one, ringing instead, and ending it for all."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.booking.models import Appointment
from bedside.ui.camera import with_the_camera
from bedside.ui.pages import page, wants_part
from bedside.visits.models import Visit

from . import actions
from .days import todays
from .forms import InviteForm
from .keys import link_to
from .models import At, Kind, Meeting, Seat, is_by_video, is_there, may_open
from .patient_views import entered


@require_safe
def desk(request: Knock) -> HttpResponse:
    """Today's video visits, and who is in which lobby."""
    found = todays(request.user)
    return page(request, "video/desk.html", about=[one.appointment for one in found], visits=found)


def _visit(request: Knock, pk: uuid.UUID) -> Appointment:
    found = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    if not is_by_video(found):
        raise Http404
    return found


@with_the_camera
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The room of one video visit, from the clinician's chair."""
    found = _visit(request, pk)
    if request.method == "POST":
        return entered(*actions.preside(actions.open_room(found, by=request.user), by=request.user))
    return _shown(request, found)


def _shown(request: Knock, found: Appointment, form: InviteForm | None = None) -> HttpResponse:
    meeting = Meeting.objects.visible_to(request.user).of(found)
    seats = Seat.objects.visible_to(request.user).filter(meeting=meeting).exclude(state=At.REMOVED).in_order()
    response = page(
        request,
        "video/room.html",
        about=found,
        why=gettext_noop("a video visit"),
        appointment=found,
        meeting=meeting,
        seats=[_row(seat) for seat in seats],
        here=Visit.objects.visible_to(request.user).filter(appointment=found).first(),
        form=form or InviteForm(),
        open=may_open(found),
    )
    response["Cache-Control"] = "no-store"
    return response


def _row(seat: Seat) -> dict[str, Any]:
    by_link = seat.kind in (Kind.CARER, Kind.INTERPRETER) and seat.login_id is None
    return {
        "seat": seat,
        "there": is_there(seat),
        "link": settings.PUBLIC_URL + link_to(seat) if by_link else "",
    }


def _seat(request: Knock, pk: uuid.UUID) -> Seat:
    seats = Seat.objects.visible_to(request.user).select_related("meeting__appointment", "meeting__place", "patient")
    return get_object_or_404(seats, pk=pk)


def _meeting(request: Knock, pk: uuid.UUID) -> Meeting:
    found = Meeting.objects.visible_to(request.user).of(_visit(request, pk))
    if found is None:
        raise Http404
    return found


def _back(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The part that shows who is here; a whole page only for a browser without scripts."""
    return _shown(request, _visit(request, pk)) if wants_part(request) else redirect("video:room", pk)


@require_POST
def admission(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Let in."""
    return _back(request, actions.admit(_seat(request, pk), by=request.user).meeting.appointment_id)


@require_POST
def lobby(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Back to the lobby."""
    return _back(request, actions.put_back(_seat(request, pk), by=request.user).meeting.appointment_id)


@require_POST
def taking_back(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Take back a link."""
    seat = _seat(request, pk)
    actions.take_back(seat, by=request.user)
    return _back(request, seat.meeting.appointment_id)


@require_POST
def invitation(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """A link for a carer or an interpreter."""
    found = _visit(request, pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form)
    kind, name = Kind(form.cleaned_data["kind"]), form.cleaned_data["name"]
    actions.invite(actions.open_room(found, by=request.user), kind=kind, name=name or str(kind.label), by=request.user)
    return _back(request, pk)


@require_POST
def ringing(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """By phone instead: I ring her now."""
    actions.by_phone(_visit(request, pk), by=request.user)
    return _back(request, pk)


@require_POST
def again(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """By video after all."""
    actions.by_video_again(_meeting(request, pk), by=request.user)
    return _back(request, pk)


@require_POST
def ending(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """End for all; what was said is written down next."""
    meeting = _meeting(request, pk)
    actions.end(meeting, by=request.user)
    here = Visit.objects.visible_to(request.user).filter(appointment=pk, began_at__isnull=False).first()
    leads = reverse("visits:writing", args=[here.pk]) if here else reverse("video:desk")
    return HttpResponse(status=204, headers={"HX-Redirect": leads}) if wants_part(request) else redirect(leads)
