"""Beside an answer that is being written: what could be better, to take or to leave."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from bedside.access.doors import Knock
from bedside.cases.models import Case
from bedside.journal.models import Refusal
from bedside.ui.pages import page

from . import machine
from .forms import DraftForm
from .helping import language_of, names_in, suggested

LONGEST = 6_000  # letters that are looked at


@require_http_methods(["GET", "POST"])
def helped(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What could be better in the draft. The page asks by itself while one writes; without scripts a button does."""
    case = _case(request, pk)
    if request.method == "GET":  # the page of a draft that is gone: back to where one writes
        return redirect("cases:case", pk)
    form, draft = DraftForm(request.POST), request.POST.get("words", "")  # too long a draft is still her draft
    found, help_ = suggested(case, draft[:LONGEST])
    if form.is_valid() and (taken := form.cleaned_data["take"]) is not None and taken < len(found):
        draft = found[taken].taken(draft)
        found, help_ = suggested(case, draft)
    return _shown(request, case, draft, found=found, help=help_, written=None, refused="")


@require_POST
def rewriting(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The draft in a machine's words, marked as such, with every fact that changed."""
    case, draft = _case(request, pk), request.POST.get("words", "")
    found, help_ = suggested(case, draft[:LONGEST])
    written, refused = None, ""
    try:
        written = machine.rewrite(draft, names_in(case), language_of(case), secret=bool(case.label))
    except Refusal as no:  # said beside the draft, which stays
        refused = str(no)
    return _shown(request, case, draft, found=found, help=help_, written=written, refused=refused)


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
