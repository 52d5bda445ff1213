"""From a patient's knock to an action, and back to a page."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from bedside.access.doors import Knock
from bedside.ui.pages import page

from . import actions, waiting
from .forms import AnswerForm, CancelForm
from .models import Appointment, Offer


@require_safe
def appointments(request: Knock) -> HttpResponse:
    """Her visits: those to come and those that were."""
    mine = list(Appointment.objects.visible_to(request.user).in_order())
    return page(request, "booking/appointments.html", about=mine, appointments=mine)


@require_safe
def appointment(request: Knock, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    return page(request, "booking/appointment.html", about=found, appointment=found)


@require_http_methods(["GET", "POST"])
def cancellation(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Cancel an appointment."""
    found = get_object_or_404(Appointment.objects.visible_to(request.user), pk=pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel(found, by=request.user, **form.cleaned_data)
        return redirect("booking:appointment", found.pk)
    return page(request, "booking/cancellation.html", about=found, appointment=found, form=form)


@require_http_methods(["GET", "POST"])
def offer(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Answer an offered time."""
    found = get_object_or_404(Offer.objects.visible_to(request.user).select_related("slot__place"), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["answer"] == "accept":
            return redirect("booking:appointment", actions.accept(found, by=request.user).pk)
        waiting.decline(found, by=request.user)
        return redirect("booking:appointments")
    return page(request, "booking/offer.html", about=found, offer=found, form=form)
