"""The patient's side of a video visit: looking at herself first, then the lobby, then the visit; or the phone."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bedside.access.doors import Knock
from bedside.booking.models import Appointment
from bedside.triage.knocks import emergency_of
from bedside.ui.camera import with_the_camera
from bedside.ui.pages import page

from . import actions
from .models import Meeting, Open, Seat, is_by_video, may_open


def hers(request: Knock, pk: uuid.UUID) -> Appointment:
    found = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    if not is_by_video(found):
        raise Http404
    return found


@with_the_camera
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Her video visit. Before it stands an emergency, if there is one."""
    found = hers(request, pk)
    if stands := emergency_of(found.patient):
        return redirect("triage:emergency", stands.pk)
    if request.method == "POST":
        return entered(*actions.enter(found, by=request.user, user=request.user))
    meeting = Meeting.objects.visible_to(request.user).of(found)
    return stage(request, found, meeting, about=found, phone=reverse("video:phone", args=[pk]))


@require_POST
def phone(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """By phone instead."""
    actions.by_phone(hers(request, pk), by=request.user)
    return redirect("video:visit", pk)


def entered(seat: Seat, key: str) -> JsonResponse:
    """The key for this browser; it is told once, and never stands in an address."""
    answer = JsonResponse({"key": key, "seat": seat.state})
    answer["Cache-Control"] = "no-store"
    return answer


def stage(
    request: HttpRequest,
    found: Appointment,
    meeting: Meeting | None,
    *,
    phone: str,
    about: Appointment | None = None,
    seat: Seat | None = None,
) -> HttpResponse:
    """The one page on which she looks at herself, waits, and sees and hears the others."""
    response = page(
        request,
        "video/stage.html",
        about=about,
        appointment=found,
        begins="phone"
        if meeting and meeting.state == Open.PHONE
        else "over"
        if meeting and meeting.is_over and not may_open(found)
        else "check",
        open=may_open(found),
        phone=phone,
        ends_in=found.patient.phone[-3:] if found.patient.phone else "",
        signed_in=about is not None,
        seat=seat,
    )
    response["Cache-Control"] = "no-store"
    return response
