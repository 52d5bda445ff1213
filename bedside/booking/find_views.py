"""Find: in her own words, signed in or not. The words are read for red flags before anything is shown."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bedside.access.models import User
from bedside.directory.models import VisitType
from bedside.people.models import Patient, Scope
from bedside.triage import actions as triage
from bedside.triage.knocks import emergency_before, guest_token, hand_of, screening_for
from bedside.ui.pages import page

from .finding import find
from .forms import FindForm, WantForm


@require_http_methods(["GET", "POST"])
def finds(request: HttpRequest) -> HttpResponse:
    """Say what you need."""
    whom = patients_of(request)
    form = FindForm(request.POST or None, patients=whom)
    if channel_of(request) == "desk":
        form.fields["text"].label = _("What does the patient need help with?")
    if request.method == "POST" and form.is_valid():
        patient = form.cleaned_data.get("patient") or (whom[0] if whom else None)
        screening = triage.begin(
            form.cleaned_data["text"],
            by=hand_of(request),
            patient=patient,
            guest="" if patient else guest_token(request),
            language="",
            channel=channel_of(request),
        )
        return redirect("triage:emergency" if screening.is_emergency else "booking:found", screening.pk)
    return page(request, "booking/find.html", about=whom, form=form, whom=whom, found=find())


@require_http_methods(["GET", "POST"])
def found(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What fits, and how soon."""
    screening = screening_for(request, pk)
    if stands := emergency_before(screening):
        return redirect("triage:emergency", stands.pk)
    form = WantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = get_object_or_404(VisitType, pk=form.cleaned_data["visit_type"], is_offered=True)
        triage.want(screening, wanted.pk, by=hand_of(request))
        return redirect("triage:questions", pk)
    about = [screening] if screening.patient_id else []
    return page(request, "booking/found.html", about=about, screening=screening, found=find(screening.text))


def patients_of(request: HttpRequest) -> list[Patient]:
    """Whom this visitor may book for: herself, those she cares for, or whom the front desk has before it."""
    user = request.user
    if not isinstance(user, User):
        return []
    patients = Patient.objects.for_scope(user, Scope.APPOINTMENTS)
    if user.is_staff_member:  # named in the address, for staff see everybody
        named = request.GET.get("patient") or request.POST.get("for", "")
        try:
            return [get_object_or_404(patients, pk=uuid.UUID(named))] if named else []
        except ValueError:
            return []
    return list(patients.order_by("given_name"))


def channel_of(request: HttpRequest) -> str:
    """How it reached us: through the portal, or told to staff on the phone or at the desk."""
    return "desk" if isinstance(request.user, User) and request.user.is_staff_member else "portal"
