"""At the desk: write down what somebody complains about, and put it right there and then."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from bedside.access.doors import Knock
from bedside.cases.models import Case, Kind
from bedside.feedback.models import Answer
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
    answer, patient = _said_of(request, case), case.patient
    visits = None
    if answer is not None:
        visits = [answer.invitation.visit]
        begun |= {"visit": str(answer.invitation.visit_id), "words": "" if answer.is_clinical else answer.comment}
    whose = (patient.merged_into or patient) if patient else None
    return _taken_down(request, whose, begun, about=[case], visits=visits)


@require_safe
def taken(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What was written down, for whoever did so: to read back, to print, and to say what happens next."""
    found = get_object_or_404(Complaint.objects.visible_to(request.user).with_its_people(), pk=pk)
    gifts = list(found.recoveries.order_by("given_at"))
    return page(request, "complaints/taken.html", about=found, complaint=found, gifts=gifts)


def _taken_down(
    request: Knock,
    patient: Patient | None,
    begun: dict[str, Any],
    about: list[Any] | None = None,
    visits: list[Visit] | None = None,
) -> HttpResponse:
    visits = visits or (_visits(request, patient) if patient else [])
    form = TakeForm(request.POST or None, visits=visits, shown=named(visits), initial=begun)
    if request.method == "POST":
        said = "\n".join(request.POST.get(name, "") for name in ("words", "wish"))
        stands = heard_at_once(said, patient, by=request.user, channel="desk")
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


def _visits(request: Knock, patient: Patient) -> list[Visit]:
    """Those of hers that a complaint may be about, the last ones first. Confidential ones stay where they are."""
    hers = Q(patient=patient) | Q(patient__merged_into=patient)
    mine = Visit.objects.visible_to(request.user).filter(hers, label="").with_its_people()
    return list(mine.order_by("-day", "-id")[:VISITS_SHOWN])


def _said_of(request: Knock, case: Case) -> Answer | None:
    """The answer about a visit that this case is about, if this person may see it."""
    mine = Answer.objects.visible_to(request.user).select_related("invitation__visit__place")
    return mine.filter(pk=(case.key or "").partition(":")[2]).first() if case.kind == Kind.FEEDBACK else None
