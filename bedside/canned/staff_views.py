"""From whoever answers to an answer that is kept ready, and keeping one."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.cases.models import Case
from bedside.ui.answers import tried
from bedside.ui.pages import page

from . import actions
from .filling import FIELDS, fitting, language_of, taken, typed_short
from .forms import ReadyAnswerForm
from .models import ReadyAnswer


@require_http_methods(["GET", "POST"])
def finding(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Find one by a few letters or its /short, and take it. The page asks by itself; without scripts a button does."""
    cases = Case.objects.visible_to(request.user).select_related("patient", "conversation", "chat")
    case = get_object_or_404(cases, pk=pk)
    if request.method == "GET":  # the page of a draft that is gone: back to where one writes
        return redirect("cases:case", pk)
    draft, letters = request.POST.get("words", ""), request.POST.get("find", "")
    found = fitting(case, request.user, letters=letters, draft=draft)
    for one in found:
        if one.words and str(one.answer.pk) == request.POST.get("ready"):
            draft, found = taken(draft, one.words), []
            break
    looked = bool(letters.strip()) or typed_short(draft) is not None
    name = "canned/_found.html" if request.headers.get("HX-Request") else "canned/found.html"
    shown: dict[str, Any] = {
        "found": found,
        "draft": draft,
        "letters": letters,
        "looked": looked,
        "language": language_of(case),
    }
    return page(request, name, about=case, case=case, instead=typed_short(draft), **shown)


@require_safe
def answers(request: Knock) -> HttpResponse:
    """Every answer that one may use."""
    rows = ReadyAnswer.objects.visible_to(request.user).order_by("team", "short", "pk")
    return page(request, "canned/answers.html", rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Knock) -> HttpResponse:
    """Keep a new one ready."""
    return _edited(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Change one."""
    return _edited(request, get_object_or_404(ReadyAnswer.objects.visible_to(request.user), pk=pk))


@require_POST
def dropping(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """It is not needed any more."""
    actions.drop(get_object_or_404(ReadyAnswer.objects.visible_to(request.user), pk=pk), by=request.user)
    return redirect("canned:answers")


def _edited(request: Knock, found: ReadyAnswer | None) -> HttpResponse:
    reader = (get_language() or "en").split("-")[0]
    teams = actions.teams_for(request.user)
    form = ReadyAnswerForm(request.POST or None, answer=found, teams=teams, reader=reader)
    by, seen = request.user, 0
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        if tried(form, lambda said: actions.keep(found, by=by, seen=seen, **form.told)):
            return redirect("canned:answers")
    return page(request, "canned/answer.html", answer=found, form=form, fields=FIELDS.items())
