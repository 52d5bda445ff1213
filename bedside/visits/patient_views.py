"""The patient's side of arriving and waiting: I am here, where I stand, and I have to go."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.booking.models import Appointment
from bedside.triage.knocks import emergency_of
from bedside.ui.pages import page

from . import actions, worse
from .models import State, Summary, Visit, may_say_here
from .waiting_page import choose, go_or_come, show, signed_in, words_of


@require_http_methods(["GET", "POST"])
def checking_in(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """I am here. Before a visit that is an emergency stands what to do now."""
    found = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    if stands := emergency_of(found.patient):
        return redirect("triage:emergency", stands.pk)
    if here := Visit.objects.visible_to(request.user).filter(appointment=found).first():
        return redirect("visits:wait", here.pk)
    if request.method == "POST":
        return redirect("visits:wait", actions.arrive(found, by=request.user).pk)
    return page(request, "visits/checking_in.html", about=found, appointment=found, open=may_say_here(found))


@require_safe
def wait(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Her ticket, where she stands, and what comes next."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).with_its_people(), pk=pk)
    over = visit.state == State.FINISHED
    said = over and Summary.objects.visible_to(request.user).signed().filter(visit=visit).exists()
    return show(request, "visits/wait.html", visit, signed_in(visit), about=visit, key="", said=said)


@require_POST
def going(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """I have to go."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    actions.leave(visit, by=request.user, because=gettext_noop("had to go"))
    return redirect("visits:wait", pk)


@require_POST
def feeling_worse(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """I feel worse."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    worse.feel_worse(visit, words=words_of(request), by=request.user)
    return redirect("visits:wait", pk)


@require_POST
def away(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """I go out; I am here again; I need longer."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    go_or_come(request, visit, by=request.user)
    return redirect("visits:wait", pk)


@require_POST
def choice(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Another day, or a word with somebody."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    return redirect(choose(request, visit, by=request.user, back=reverse("visits:wait", args=[pk])))
