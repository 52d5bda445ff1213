"""The safety questions, and the emergency page that stands before everything else."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.ui.pages import page
from bedside.urgency import screen

from . import actions, hooks
from .asking import answers, rules_to_tell_apart, ticked_before, track_of, unknown_of
from .editions import standing
from .forms import NONE, ContactForm, DetailsForm, PersonForm, QuestionsForm
from .knocks import emergency_before, hand_of, screening_for
from .models import WALK_IN, Screening


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Who is it about? Asked only when we do not know what the questions depend on."""
    found = screening_for(request, pk)
    if not unknown_of(found):
        return onward(found)
    form = PersonForm(request.POST or None, unknown=unknown_of(found))
    if request.method == "POST" and form.is_valid():
        actions.say_who(found, by=hand_of(request), **form.person())
        return onward(found)
    return page(request, "triage/person.html", about=about(found), screening=found, form=form)


@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The red-flag questions, before any time is shown."""
    found = screening_for(request, pk)
    if stands := emergency_before(found):
        return stopped(found, stands)
    if unknown_of(found):
        return redirect("triage:person", found.pk)
    asked, kept = screen.screening(track_of(found), standing()), {"ticked": found.inputs.get("ticked") or []}
    form = QuestionsForm(request.POST or None, page=asked, initial=kept)
    if request.method == "POST" and form.is_valid():
        ticked = [name for name in form.cleaned_data["ticked"] if name != NONE] + ticked_before(found)
        if ticked:
            actions.say_who(found, by=hand_of(request), ticked=ticked)
            return redirect("triage:details", found.pk)
        actions.answer(found, by=hand_of(request), ticked=[], answers=answers(found, [], {}))
        return onward(found)
    return page(request, "triage/questions.html", about=about(found), screening=found, form=form)


@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What exactly is it? So that the cases of what was ticked are told apart."""
    found = screening_for(request, pk)
    ticked = found.inputs.get("ticked") or []
    if not ticked or found.is_emergency or not found.is_fresh:
        return onward(found)
    form = DetailsForm(request.POST or None, rules=rules_to_tell_apart(found, ticked))
    if request.method == "POST" and form.is_valid():
        actions.answer(found, by=hand_of(request), answers=answers(found, ticked, form.told()))
        return onward(found)
    return page(request, "triage/details.html", about=about(found), screening=found, form=form)


@require_safe
def emergency(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Call now. Nothing else is on this page."""
    found = screening_for(request, pk)
    if not found.is_emergency:
        return onward(found)
    return page(request, "triage/emergency.html", about=about(found), screening=found, form=ContactForm())


@require_POST
def call(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """She has called."""
    found = screening_for(request, pk)
    actions.say_called(found, by=hand_of(request))
    return redirect("triage:emergency", found.pk)


@require_POST
def contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """She cannot call, and asks us to."""
    found = screening_for(request, pk)
    form = ContactForm(request.POST)
    if form.is_valid():
        actions.say_cannot_call(found, by=hand_of(request), phone=form.cleaned_data["phone"])
    return redirect("triage:emergency", found.pk)


@require_safe
def talk(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Somebody must look at this today: the phone number, and that a person has been told."""
    found = screening_for(request, pk)
    if not found.needs_a_person:
        return onward(found)
    return page(request, "triage/talk.html", about=about(found), screening=found)


def onward(found: Screening) -> HttpResponse:
    """The next page of a screening, wherever it stands: the emergency before all, even one found another time."""
    if stands := emergency_before(found):
        return stopped(found, stands)
    if unknown_of(found):
        return redirect("triage:person", found.pk)
    if found.answered_at is None or not found.is_fresh or found.inputs.get("details_due"):
        return redirect("triage:questions", found.pk)
    if found.needs_a_person and found.channel != WALK_IN:
        return redirect("triage:talk", found.pk)
    return redirect(hooks.onward(found))


def stopped(found: Screening, stands: Screening) -> HttpResponse:
    """Where an emergency leads: to the page that says whom to call, or at our own desk to the ticket."""
    return redirect(hooks.onward(found)) if found.channel == WALK_IN else redirect("triage:emergency", stands.pk)


def about(found: Screening) -> list[Screening]:
    return [found] if found.patient_id else []
