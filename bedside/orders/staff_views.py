"""Asking another team, and answering."""

from __future__ import annotations

import uuid

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from bedside.access.doors import Knock
from bedside.access.models import TREATING
from bedside.people.models import staff_name
from bedside.ui.pages import page
from bedside.visits.models import Visit

from . import actions
from .forms import AnswerForm, AskForm
from .models import Order, State

ANSWERS = {State.DONE: actions.done, State.DECLINED: actions.decline, State.CANCELLED: actions.cancel}


@require_http_methods(["GET", "POST"])
def asking(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What is asked of other teams for the patient of this visit."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).with_its_people(), pk=pk)
    form = AskForm(request.POST or None, visit=visit, initial={"who_calls": staff_name(request.user)})
    if request.method == "POST" and form.is_valid():
        actions.ask(visit, by=request.user, **form.cleaned_data)
        return redirect("orders:asking", pk)
    patient = visit.patient.merged_into or visit.patient
    hers = Q(patient=patient) | Q(patient__merged_into=patient)
    mine = Order.objects.visible_to(request.user).filter(hers)
    found = list(mine.with_its_people().order_by("-asked_at", "id")[:20])
    return page(request, "orders/asking.html", about=[visit, *found], visit=visit, orders=found, form=form)


@require_http_methods(["GET", "POST"])
def order(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One thing asked for, and the answer to it."""
    found = get_object_or_404(Order.objects.visible_to(request.user).with_its_people(), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        then = State(form.cleaned_data["then"])
        if then == State.ACCEPTED:
            actions.accept(found, by=request.user)
        else:
            ANSWERS[then](found, because=form.cleaned_data["because"], by=request.user)
        return redirect("orders:order", pk)
    shown = {"asker": staff_name(found.asked_by), "treats": request.user.acting_as in TREATING}
    return page(request, "orders/order.html", about=found, order=found, form=form, shown=shown)
