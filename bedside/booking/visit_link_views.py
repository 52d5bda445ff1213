"""One visit, by the link in a message: I will come, I need another time, I cannot come. Looking does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.hours.clock import now
from bedside.journal.models import Refusal
from bedside.triage.knocks import emergency_of
from bedside.ui.pages import page

from . import actions, answering, times
from .forms import TimeForm
from .models import Appointment, Slot, Status
from .uses import uses_of
from .visit_links import hand_of_link, visit_by

NEVER_KEPT = "no-store"


@require_safe
def visit(request: HttpRequest, key: str) -> HttpResponse:
    """When and where, and the three answers. Which kind of visit it is, the page does not say."""
    found = visit_by(key)
    with in_her_language(request, found):
        return _shown(request, found, key)


@require_POST
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """I will come; I cannot come; I can come after all."""
    found, by = visit_by(key), hand_of_link(visit_by(key))
    with in_her_language(request, found):
        match request.POST.get("answer"):
            case "confirm":
                answering.confirm(found, by=by)
            case "cancel" if found.status == Status.BOOKED:
                actions.cancel(found, by=by, because="by the link in a message")
            case "come":
                try:
                    answering.come_after_all(found, by=by)
                except Refusal as refusal:
                    return _shown(request, found, key, refused=refusal.sentence)
    return redirect("booking:by-link", key)


@require_http_methods(["GET", "HEAD", "POST"])
def other_times(request: HttpRequest, key: str) -> HttpResponse:
    """Another time for this visit. While an emergency stands, no times but the number to call."""
    found = visit_by(key)
    with in_her_language(request, found):
        if found.status != Status.BOOKED or found.starts_at <= now() or emergency_of(found.patient):
            return _shown(request, found, key)
        form, refused = TimeForm(request.POST or None), ""
        if request.method == "POST" and form.is_valid():
            slot = get_object_or_404(Slot.objects.select_related("service", "place"), pk=form.cleaned_data["slot"])
            try:
                actions.reschedule(found, slot, by=hand_of_link(found), because="by the link in a message")
            except Refusal as refusal:
                found, refused = visit_by(key), refusal.sentence
            else:
                return redirect("booking:by-link", key)
        free = times.free_times(
            found.visit_type,
            until=times.latest_for(found),
            patient=found.patient_id,
            moved=found.pk,
            uses=uses_of(found.patient_id, found.visit_type),
        )
        context: dict[str, Any] = {
            "days": times.by_day(free),
            "form": form,
            "refused": refused,
            "visit": found,
            "key": key,
        }
        response = page(request, "booking/by_link_times.html", about=None, status=409 if refused else 200, **context)
    response["Cache-Control"] = NEVER_KEPT
    return response


def _shown(request: HttpRequest, found: Appointment, key: str, refused: str = "") -> HttpResponse:
    response = page(
        request,
        "booking/by_link.html",
        about=None,
        status=409 if refused else 200,
        visit=found,
        key=key,
        refused=refused,
        to_come=found.status == Status.BOOKED and found.starts_at > now(),
        may_come=answering.may_come_after_all(found),
        emergency_stands=emergency_of(found.patient) is not None,
    )
    response["Cache-Control"] = NEVER_KEPT
    return response


@contextmanager
def in_her_language(request: HttpRequest, found: Appointment) -> Iterator[None]:
    """The page speaks as the message did, unless somebody has chosen otherwise in this browser."""
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or found.patient.language not in dict(settings.LANGUAGES):
        yield
        return
    with translation.override(found.patient.language):
        yield
