"""Beside an answer that is being written: what could be better, to take or to leave."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from bedside.access.doors import Knock
from bedside.cases.models import Case
from bedside.ui.pages import page

from . import machine
from .forms import DraftForm
from .helping import language_of, suggested


@require_http_methods(["GET", "POST"])
def helped(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What could be better in the draft. The page asks by itself while one writes; without scripts a button does."""
    case = _case(request, pk)
    if request.method == "GET":  # the page of a draft that is gone: back to where one writes
        return redirect("cases:case", pk)
    form = DraftForm(request.POST)
    draft = form.cleaned_data["words"] if form.is_valid() else ""
    found, help_ = suggested(case, draft)
    if form.is_valid() and (taken := form.cleaned_data["take"]) is not None and taken < len(found):
        draft = found[taken].taken(draft)
        found, help_ = suggested(case, draft)
    return _shown(request, case, draft, found=found, help=help_, written=None)


@require_POST
def rewriting(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The draft in a machine's words, marked as such, with every fact that changed."""
    case, form = _case(request, pk), DraftForm(request.POST)
    draft = form.cleaned_data["words"] if form.is_valid() else ""
    patient = case.patient
    names = [patient.given_name, patient.family_name, patient.called] if patient else []
    written = machine.rewrite(draft, names, language_of(case))
    found, help_ = suggested(case, draft)
    return _shown(request, case, draft, found=found, help=help_, written=written)


def _case(request: Knock, pk: uuid.UUID) -> Case:
    cases = Case.objects.visible_to(request.user).select_related("patient", "conversation", "chat")
    return get_object_or_404(cases, pk=pk)


def _shown(request: Knock, case: Case, draft: str, **found: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "case": case,
        "draft": draft,
        "language": language_of(case),
        "machine": machine.is_set_up(),
    }
    name = "answering/_help.html" if request.headers.get("HX-Request") else "answering/help.html"
    return page(request, name, about=case, **context, **found)
