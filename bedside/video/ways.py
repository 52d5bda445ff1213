"""The ways to a video visit that hang on pages of rooms below."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from bedside.access.models import PATIENT_SIDE, TREATING, User
from bedside.booking.hooks import Way
from bedside.booking.models import Appointment
from bedside.booking.visit_links import key_of
from bedside.visits.models import Visit

from .models import is_by_video, may_open


def ways(user: User, appointment: Appointment) -> list[Way]:
    """On the page of a visit: into its room, once it can be opened."""
    if not may_open(appointment):
        return []
    if user.acting_as in PATIENT_SIDE:
        return [Way(_("Go to your video visit"), reverse("video:visit", args=[appointment.pk]), kind="main")]
    if user.acting_as in TREATING:
        return [Way(_("Open the video visit"), reverse("video:room", args=[appointment.pk]), kind="main")]
    return []


def by_link(request: HttpRequest, appointment: Appointment) -> str:
    """On the page behind the link in a message."""
    if not is_by_video(appointment):
        return ""
    shown = {"open": may_open(appointment), "href": reverse("video:by-link", args=[key_of(appointment)])}
    return render_to_string("video/_by_link.html", shown, request)


def waiting(request: HttpRequest, visit: Visit) -> str:
    """In a clinician's line: somebody who waits in front of her screen is let in there."""
    if not visit.is_from_afar or visit.appointment_id is None:
        return ""
    return render_to_string("video/_waiting.html", {"appointment": visit.appointment_id}, request)
