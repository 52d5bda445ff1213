"""By a link and without signing in: the patient by that of her visit, a carer or an interpreter by one of her own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bedside.booking.models import Appointment
from bedside.booking.visit_link_views import in_her_language
from bedside.booking.visit_links import hand_of_link, visit_by
from bedside.journal.hands import Outside
from bedside.triage.knocks import emergency_of
from bedside.ui.camera import with_the_camera

from . import actions
from .keys import seat_by_link
from .models import is_by_video, room_of
from .patient_views import entered, stage


def by_key(key: str) -> Appointment:
    found = visit_by(key)
    if not is_by_video(found):
        raise Http404
    return found


@with_the_camera
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, key: str) -> HttpResponse:
    """Her video visit, by the link in a message. While an emergency stands, the page of the link says whom to call."""
    found = by_key(key)
    if emergency_of(found.patient):
        return redirect("booking:by-link", key)
    if request.method == "POST":
        return entered(*actions.enter(found, by=hand_of_link(found), user=None))
    with in_her_language(request, found):
        return stage(request, found, room_of(found), phone=reverse("video:by-link-phone", args=[key]))


@require_POST
def by_link_phone(request: HttpRequest, key: str) -> HttpResponse:
    """By phone instead."""
    found = by_key(key)
    actions.by_phone(found, by=hand_of_link(found))
    return redirect("video:by-link", key)


@with_the_camera
@require_http_methods(["GET", "HEAD", "POST"])
def third(request: HttpRequest, key: str) -> HttpResponse:
    """A carer or an interpreter comes. Whose visit it is, the page does not say before she is let in."""
    seat = seat_by_link(key)
    if request.method == "POST":
        return entered(*actions.enter_by_link(seat, by=Outside("video_link", str(seat.pk))))
    return stage(request, seat.meeting.appointment, seat.meeting, phone="", seat=seat)
