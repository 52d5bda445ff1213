"""What staff see of a check-in: how far each form is, and what the patient answered."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.models import TREATING
from bedside.booking.models import Appointment
from bedside.journal.actions import saw
from bedside.triage.knocks import emergency_of
from bedside.ui.pages import page

from . import actions, walking
from .answering import read
from .knocks import Guest
from .models import Enclosed, Sheet, is_open_from_home, is_open_to_staff, whose
from .steps import Ways, steps_of


@require_safe
def answers(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """How far the check-in of one visit is, form by form, with what was answered."""
    visit = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    steps, language = steps_of(visit, DeskWays("intake:", (pk,))), translation.get_language() or "en"
    read_now = [read(one, language) for one in steps.sheets]
    more: dict[str, Any] = {
        "open": is_open_from_home(visit),
        "writes": is_open_to_staff(visit),
        "stands": emergency_of(whose(visit)),
        "papers": _papers(request, [one.sheet for one in read_now]),
    }
    return page(request, "intake/answers.html", about=visit, visit=visit, steps=steps, sheets=read_now, **more)


def _papers(request: Knock, sheets: list[Sheet]) -> dict[uuid.UUID, list[Enclosed]]:
    """By sheet, the photos and papers that who asks may open: those who treat her may."""
    found: dict[uuid.UUID, list[Enclosed]] = {}
    if request.user.acting_as in TREATING:
        standing = Enclosed.objects.visible_to(request.user).filter(sheet__in=sheets, taken_back=False)
        for one in standing.order_by("pk"):
            found.setdefault(one.sheet_id, []).append(one)
    return found


@require_safe
def enclosed(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One photo or paper that a patient added to an answer. A browser is to keep it as a file, and never to run it."""
    standing = Enclosed.objects.visible_to(request.user).filter(taken_back=False).select_related("bytes")
    found = get_object_or_404(standing, pk=pk)
    saw(request.user, [found.patient_id], what="intake/enclosed", label=found.label)
    answer = HttpResponse(bytes(found.bytes.words), content_type=found.kind)
    answer["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


class DeskWays(Ways):
    """The pages of a form as one of us fills it in; from them it is always back to the answers."""

    def to(self, name: str) -> str:
        return reverse(f"intake:desk-{name}" if name in ("sheet", "page") else "intake:answers", args=self.args)


def _for_her(step: Callable[[HttpRequest, Guest], HttpResponse]) -> Callable[[Knock, uuid.UUID], HttpResponse]:
    def view(request: Knock, pk: uuid.UUID) -> HttpResponse:
        """One of us fills in a form with her: at the desk, on the phone, or in the room."""
        visit = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
        if request.method != "POST":  # what she says is read first, and refused where it would be kept
            actions.may_change(visit, by=request.user)
        ways, staff = DeskWays("intake:", (pk,)), {"framed": "ui/staff.html"}
        back = redirect(ways.to("check-in"))
        guest = Guest(visit, request.user, True, by_other_ways=ways, around=staff, on_alarm=lambda _screening: back)
        return step(request, guest)

    return require_http_methods(["GET", "HEAD", "POST"])(view)


sheet = _for_her(walking.sheet)
form_page = _for_her(walking.form_page)


@require_POST
def sending(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Write to the patient now that she can check in from home."""
    visit = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    actions.may_be_sent(visit)
    actions.send(visit, by=request.user)
    return redirect("intake:answers", pk)
