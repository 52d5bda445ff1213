"""At the desk: write down what somebody complains about, and put it right there and then."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from bedside.access.doors import Knock
from bedside.cases.models import Case, Kind
from bedside.people.models import Patient
from bedside.triage.knocks import heard_at_once
from bedside.ui.pages import page
from bedside.visits.models import Visit

from . import actions
from .forms import VISITS_SHOWN, TakeForm
from .models import Channel, Complaint, rule_here
from .patient_views import named


@require_http_methods(["GET", "POST"])
def taking(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Write down what a patient, or somebody for her, complains about."""
    patient = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    return _taken_down(request, patient, {"channel": Channel.PHONE})


@require_http_methods(["GET", "POST"])
def taking_unknown(request: Knock) -> HttpResponse:
    """Somebody complains of whom we have no record, or who gives no name."""
    return _taken_down(request, None, {"channel": Channel.PHONE})


@require_http_methods(["GET", "POST"])
def from_case(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What somebody wrote to us, or said of a visit, is a complaint: her words are there already."""
    cases = Case.objects.visible_to(request.user).filter(kind__in=[Kind.MESSAGE, Kind.FEEDBACK], label="")
    case = get_object_or_404(cases.select_related("patient__merged_into", "conversation"), pk=pk)
    begun: dict[str, Any] = {"channel": Channel.SURVEY if case.kind == Kind.FEEDBACK else Channel.MESSAGE}
    if case.conversation:
        said = case.conversation.messages.filter(way="in").order_by("due_at", "id").values_list("body", flat=True)
        begun["words"] = "\n\n".join(said)
    patient = case.patient
    return _taken_down(request, (patient.merged_into or patient) if patient else None, begun, about=[case])


@require_safe
def taken(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What was written down, for whoever did so: to read back, to print, and to say what happens next."""
    found = get_object_or_404(Complaint.objects.visible_to(request.user).with_its_people(), pk=pk)
    gifts = list(found.recoveries.order_by("given_at"))
    return page(request, "complaints/taken.html", about=found, complaint=found, gifts=gifts)


def _taken_down(
    request: Knock, patient: Patient | None, begun: dict[str, Any], about: list[Any] | None = None
) -> HttpResponse:
    visits = list(_visits(request, patient)) if patient else []
    form = TakeForm(request.POST or None, visits=visits, shown=named(visits), initial=begun)
    if request.method == "POST":
        said = "\n".join(request.POST.get(name, "") for name in ("words", "wish"))
        stands = heard_at_once(said, patient, by=request.user, channel="desk") if patient else None
        if form.is_valid():
            told = form.told
            kept = actions.complain(patient, told.pop("words"), taken_by=request.user, by=request.user, **told)
            if form.given:
                actions.recover(patient, why=kept.words[:300], by=request.user, complaint=kept, **form.given)
            return stands or redirect("complaints:taken", kept.pk)
        if stands:
            return stands
    shown = [*(about or []), *([patient] if patient else []), *visits]
    return page(request, "complaints/taking.html", about=shown, patient=patient, form=form, rule=rule_here())


def _visits(request: Knock, patient: Patient) -> Any:
    hers = Patient.objects.filter(pk=patient.pk).with_other_names()
    return (
        Visit.objects.visible_to(request.user)
        .filter(patient__in=hers, label="")
        .with_its_people()
        .order_by("-day", "-id")[:VISITS_SHOWN]
    )
