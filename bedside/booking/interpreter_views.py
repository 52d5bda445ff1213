"""Whether a patient has an interpreter: by right, unless she says no and knows what that means."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from bedside.access.doors import Knock
from bedside.people.models import Patient
from bedside.triage import actions as triage
from bedside.triage.knocks import stands_before
from bedside.ui.pages import page

from . import actions
from .models import Declined
from .needs import needs_interpreter
from .several_forms import DeclineForm


@require_http_methods(["GET", "POST"])
def interpreter(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She declines one, with her reason; or wishes for one after all."""
    patient = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    declined = Declined.objects.visible_to(request.user).standing().filter(patient=patient).first()
    if request.method == "POST" and "want" in request.POST:
        actions.want_interpreter(patient, by=request.user)
        return redirect("booking:interpreter", pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.decline_interpreter(patient, said["said"], by=request.user, helper=said["helper"])
        cannot_wait = triage.told(said["said"], patient, by=request.user, channel="desk")
        return stands_before(cannot_wait) or redirect("booking:interpreter", pk)
    needs = needs_interpreter(patient)
    return page(
        request, "booking/interpreter.html", about=patient, patient=patient, declined=declined, form=form, needs=needs
    )
