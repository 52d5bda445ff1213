"""What staff see of a check-in: how far each form is, and what the patient answered."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from bedside.access.doors import Knock
from bedside.booking.models import Appointment
from bedside.ui.pages import page

from . import actions
from .answering import read
from .models import is_open
from .steps import steps_of


@require_safe
def answers(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """How far the check-in of one visit is, form by form, with what was answered."""
    visit = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    steps, language = steps_of(visit), translation.get_language() or "en"
    read_now = [read(one, language) for one in steps.sheets]
    return page(
        request, "intake/answers.html", about=visit, visit=visit, steps=steps, sheets=read_now, open=is_open(visit)
    )


@require_POST
def sending(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Write to the patient now that she can check in from home."""
    visit = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    actions.may_change(visit)
    actions.send(visit, by=request.user)
    return redirect("intake:answers", pk)
