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
from .aids import tongues
from .forms import DecideForm, MattersForm, WithdrawForm
from .library import all_shown, draft_of, drafts, editions, handed_over, newest, shown, slugs
from .models import Choice, is_approved
from .writing_forms import WhyForm


@require_http_methods(["GET", "POST"])
def opening(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Which choice is put before the patient of this visit."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).with_its_people(), pk=pk)
    if request.method == "POST":
        aid = shown(request.POST.get("aid", ""))
        if aid is None:
            raise Http404
        return redirect("deciding:together", actions.open_choice(visit, aid, by=request.user).pk)
    patient = visit.patient.merged_into or visit.patient
    hers = Q(patient=patient) | Q(patient__merged_into=patient)
    mine = Choice.objects.visible_to(request.user).filter(hers)
    age = visit.patient.age_on(visit.day)
    fitting = [one for slug in slugs() if (one := newest(slug)) and one.is_for(age)]
    choices = list(mine.with_its_people().order_by("-opened_at"))
    open_now = {one.slug for one in choices if one.is_open}
    ready = [one for one in all_shown() if one.is_for(age) and one.slug not in open_now]
    more: dict[str, Any] = {"ready": ready, "fitting": [one for one in fitting if one.slug not in open_now]}
    more["hers"] = patient.language.split("-")[0]
    return page(request, "deciding/opening.html", about=[visit, *choices], visit=visit, choices=choices, **more)


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
    rows = [(one, is_approved(one)) for slug in slugs() if (one := newest(slug))]
    return page(request, "deciding/aids.html", rows=rows, drafts=list(drafts().values()))


@require_http_methods(["GET", "POST"])
def aid(request: Knock, slug: str) -> HttpResponse:
    """One edition of an aid as a patient reads it; whoever treats patients here answers for it."""
    known = editions(slug)
    wanted = request.GET.get("edition", "")
    found = next((one for one in known if wanted in ("", str(one.edition))), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.approve(found, by=request.user)
        return redirect("deciding:aid", slug)
    given = actions.approvals_of(found)
    names = [(staff_name(one.approved_by), one.approved_at) for one in given]
    mine = any(one.approved_by_id == request.user.pk for one in given)
    here = handed_over(slug)
    more: dict[str, Any] = {
        "names": names,
        "mine": mine,
        "ready": is_approved(found),
        "lacking": [one for one in tongues() if one not in found.languages],
        "older": [one for one in known if one.edition != found.edition],
        "draft": draft_of(slug) is not None,
        "written_here": here is not None and here.edition == found.edition == known[0].edition,
        "why": WhyForm(),
    }
    return page(request, "deciding/aid.html", aid=found, **more)
