"""From somebody who joins cases, splits one, or ticks off what is to be done, to an action, and back to the case."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.models import User
from bedside.ui.answers import tried
from bedside.ui.pages import page

from . import checking, joining
from .checking import lists
from .forms import JoinForm, SplitForm, ToDoForm
from .models import Case, Checklist
from .rule_forms import ChecklistForm
from .staff_views import shown


@require_POST
def joins(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Another case of hers goes on in this one."""
    found = _case(request, pk)
    form = JoinForm(request.POST, case=found, user=request.user)
    if not form.is_valid() or form.other is None:
        return shown(request, found, joining=form)
    joining.join(form.other, found, by=request.user)
    return redirect("cases:case", pk)


@require_POST
def taking_apart(request: Knock, pk: uuid.UUID, joined: uuid.UUID) -> HttpResponse:
    """It was another matter after all."""
    found = _case(request, pk)
    other = get_object_or_404(Case.objects.visible_to(request.user).filter(joined_to=found), pk=joined)
    joining.take_apart(other, by=request.user)
    return redirect("cases:case", joined)


@require_POST
def splits(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One message is about another matter: a case of its own."""
    found = _case(request, pk)
    form = SplitForm(request.POST, case=found)
    if not form.is_valid() or form.chosen is None:
        return shown(request, found, splitting=form)
    own = joining.split(found, form.chosen, form.cleaned_data["subject"], by=request.user)
    return redirect("cases:case", own.pk)


@require_POST
def todos(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One more thing to do, or a whole list."""
    found = _case(request, pk)
    form = ToDoForm(request.POST, case=found)
    if not tried(form, lambda said: _lay_in(found, form, request.user)):
        return shown(request, found, doing=form)
    return redirect("cases:case", pk)


@require_POST
def ticking(request: Knock, pk: uuid.UUID, todo: uuid.UUID) -> HttpResponse:
    """It is done."""
    found = _case(request, pk)
    checking.tick(get_object_or_404(checking.standing(found).select_related("case"), pk=todo), by=request.user)
    return redirect("cases:case", pk)


@require_safe
def checklists(request: Knock) -> HttpResponse:
    """The lists of things to do."""
    return page(request, "cases/checklists.html", lists=lists())


@require_http_methods(["GET", "POST"])
def checklist(request: Knock, pk: uuid.UUID | None = None) -> HttpResponse:
    """Write a list, or change it."""
    found = get_object_or_404(lists(), pk=pk) if pk else Checklist()
    form = ChecklistForm(request.POST or None, checklist=found)
    if request.method == "POST" and form.is_valid():
        checking.write_list(found, by=request.user, **form.told())
        return redirect("cases:checklists")
    return page(request, "cases/checklist.html", form=form, checklist=found)


@transaction.atomic
def _lay_in(case: Case, form: ToDoForm, by: User) -> None:
    """The list and the one thing beside it: both, or neither."""
    if form.checklist is not None:
        checking.use(form.checklist, case, by=by)
    if task := form.cleaned_data["task"]:
        checking.add(case, task, days=form.days, owner=form.person, by=by)


def _case(request: Knock, pk: uuid.UUID) -> Case:
    cases = Case.objects.visible_to(request.user).select_related(
        "patient", "owner", "conversation", "chat", "screening"
    )
    return get_object_or_404(cases, pk=pk)
