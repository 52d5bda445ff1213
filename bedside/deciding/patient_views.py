"""A choice as the patient sees it: the ways with their numbers, what matters to her, and what was decided."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from bedside.access.doors import Knock
from bedside.journal.models import Refusal
from bedside.triage.knocks import heard_at_once
from bedside.ui.pages import page

from . import actions
from .forms import AgainForm, MattersForm
from .models import Choice


@require_http_methods(["GET", "POST"])
def choice(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Read about a choice, and say what matters."""
    found = _hers(request, pk)
    form = MattersForm(request.POST or None, choice=found)
    if request.method == "POST":
        stands = _heard(request, found, form.own)  # before anything of it can be refused
        if form.is_valid():
            try:
                actions.tell(found, by=request.user, **form.told)
            except Refusal:
                if stands is None:
                    raise
            return stands or redirect("deciding:choice", pk)
        if stands:
            return stands
    return page(request, "deciding/choice.html", about=found, choice=found, aid=found.aid, form=form, again=AgainForm())


@require_POST
def again(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She thinks again about what was decided."""
    found, form = _hers(request, pk), AgainForm(request.POST)
    stands = _heard(request, found, form.data.get("because", ""))
    if not form.is_valid():
        shown = MattersForm(choice=found)
        return stands or page(
            request, "deciding/choice.html", about=found, choice=found, aid=found.aid, form=shown, again=form
        )
    try:
        actions.think_again(found, by=request.user, **form.cleaned_data)
    except Refusal:
        if stands is None:
            raise
    return stands or redirect("deciding:choice", pk)


def _hers(request: Knock, pk: uuid.UUID) -> Choice:
    return get_object_or_404(Choice.objects.visible_to(request.user).with_its_people(), pk=pk)


def _heard(request: Knock, found: Choice, words: str) -> HttpResponse | None:
    return heard_at_once(words, found.patient, by=request.user, channel="choice", label=found.label)
