"""The clinician's side: put a choice before a patient, look at it together, write down what was decided."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.people.models import staff_name
from bedside.ui.pages import page
from bedside.visits.models import Visit

from . import actions
from .aids import aid_of, aids
from .forms import DecideForm, MattersForm, WithdrawForm
from .models import Choice, is_approved


@require_http_methods(["GET", "POST"])
def opening(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Which choice is put before the patient of this visit."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).with_its_people(), pk=pk)
    if request.method == "POST":
        aid = aid_of(request.POST.get("aid", ""))
        if aid is None:
            raise Http404
        return redirect("deciding:together", actions.open_choice(visit, aid, by=request.user).pk)
    patient = visit.patient.merged_into or visit.patient
    hers = Q(patient=patient) | Q(patient__merged_into=patient)
    mine = Choice.objects.visible_to(request.user).filter(hers)
    age = visit.patient.age_on(visit.day)
    fitting = [one for one in aids() if one.is_for(age)]
    choices = list(mine.with_its_people().order_by("-opened_at"))
    open_now = {one.slug for one in choices if one.is_open}
    ready = [one for one in fitting if one.slug not in open_now and is_approved(one)]
    shown: dict[str, Any] = {"ready": ready, "fitting": [one for one in fitting if one.slug not in open_now]}
    return page(request, "deciding/opening.html", about=[visit, *choices], visit=visit, choices=choices, **shown)


@require_http_methods(["GET", "POST"])
def together(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The same numbers as the patient sees, what she said, and what is decided."""
    found = get_object_or_404(Choice.objects.visible_to(request.user).with_its_people(), pk=pk)
    data = request.POST or None
    matters = MattersForm(data if "matters" in request.POST else None, choice=found)
    decide = DecideForm(data if "decide" in request.POST else None, choice=found)
    if matters.is_bound and matters.is_valid():
        actions.tell(found, by=request.user, **matters.told)
        return redirect("deciding:together", pk)
    if decide.is_bound and decide.is_valid():
        actions.decide(found, by=request.user, **decide.cleaned_data)
        return redirect("deciding:together", pk)
    return _together(request, found, matters, decide, WithdrawForm())


@require_POST
def withdrawal(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """It is no longer to be decided."""
    found = get_object_or_404(Choice.objects.visible_to(request.user).with_its_people(), pk=pk)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _together(request, found, MattersForm(choice=found), DecideForm(choice=found), form)
    actions.withdraw(found, by=request.user, **form.cleaned_data)
    return redirect("deciding:opening", found.visit_id)


def _together(
    request: Knock, found: Choice, matters: MattersForm, decide: DecideForm, withdraw: WithdrawForm
) -> HttpResponse:
    forms: dict[str, Any] = {"matters": matters, "decide": decide, "withdraw": withdraw}
    return page(request, "deciding/together.html", about=found, choice=found, aid=found.aid, **forms)


@require_safe
def every_aid(request: Knock) -> HttpResponse:
    """Every aid there is, and which of them may be shown to patients."""
    return page(request, "deciding/aids.html", rows=[(one, is_approved(one)) for one in aids()])


@require_http_methods(["GET", "POST"])
def aid(request: Knock, slug: str) -> HttpResponse:
    """One aid as a patient reads it; whoever treats patients here answers for it."""
    found = aid_of(slug)
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.approve(found, by=request.user)
        return redirect("deciding:aid", slug)
    given = actions.approvals_of(found)
    names = [(staff_name(one.approved_by), one.approved_at) for one in given]
    mine = any(one.approved_by_id == request.user.pk for one in given)
    return page(request, "deciding/aid.html", aid=found, names=names, mine=mine, ready=is_approved(found))
