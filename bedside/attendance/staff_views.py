"""Who may need a hand to come, for the desk; how well that is foreseen, for those who run the house."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bedside.access.doors import Knock
from bedside.booking.models import Appointment
from bedside.directory.knocks import place_of
from bedside.directory.models import Place
from bedside.ui.pages import page

from . import actions, sentences
from .fairness import fairness
from .forms import GiveForm
from .groups import WAYS
from .groups import groups as groups_of
from .helping import who_may_need_a_hand
from .kinds import kinds_of_visit, waits_by_clinician
from .load import load
from .models import Kind, Learned
from .sessions import full_sessions, usual_share
from .soonest import soonest


@require_safe
def help(request: Knock) -> HttpResponse:
    """The visits of the next days to which somebody may need a hand, and what would help."""
    place = place_of(request)
    hands = who_may_need_a_hand(place, request.user)
    newest = Learned.objects.newest_of(place)
    return page(
        request,
        "attendance/help.html",
        about=[one.visit for one in hands],
        place=place,
        places=Place.objects.working(),
        hands=hands,
        is_foreseen=bool(newest and newest.is_good_enough),
        sentences=sentences,
    )


@require_POST
def giving(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Note that a hand was given."""
    found = get_object_or_404(Appointment.objects.visible_to(request.user), pk=pk)
    form = GiveForm(request.POST)
    if not form.is_valid():
        raise Http404
    actions.give_help(found, Kind(form.cleaned_data["kind"]), by=request.user)
    return redirect(f"{reverse('attendance:help')}?place={found.place_id}")


@require_safe
def learned(request: Knock) -> HttpResponse:
    """How well missed visits are foreseen at a place, whom help reaches, and what its sessions can hold."""
    place = place_of(request)
    return page(
        request,
        "attendance/learned.html",
        place=place,
        places=Place.objects.working(),
        learned=Learned.objects.newest_of(place),
        usual=usual_share(place),
        sessions=full_sessions(place),
        fair=fairness(place),
        sentences=sentences,
    )


@require_safe
def groups(request: Knock) -> HttpResponse:
    """How soon one is seen at a place, and how visits go for groups of patients."""
    place = place_of(request)
    by = request.GET.get("by", WAYS[0])
    if by not in WAYS:
        raise Http404
    found, too_small = groups_of(place, by)
    clinicians, mean = soonest(place)
    return page(
        request,
        "attendance/groups.html",
        place=place,
        places=Place.objects.working(),
        by=by,
        groups=found,
        too_small=too_small,
        clinicians=clinicians,
        mean=mean,
        load=load(place),
        kinds=kinds_of_visit(place),
        waited=waits_by_clinician(place),
        sentences=sentences,
    )


@require_POST
def learning(request: Knock) -> HttpResponse:
    """Learn anew from the book of this place."""
    place = place_of(request)
    actions.learn_from_the_book(place, by=request.user)
    return redirect(f"{reverse('attendance:learned')}?place={place.pk}")
