"""At the desk: who calls, who it is, what was said and promised."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.booking.models import Appointment
from bedside.cases.models import Case
from bedside.cases.resting import rest_of
from bedside.hours.clock import now
from bedside.journal.models import Refusal
from bedside.people.finding import patients_like
from bedside.people.identity import AT_LEAST
from bedside.people.models import Label, Patient
from bedside.triage.knocks import heard_at_once
from bedside.ui.pages import page

from . import actions
from .callers import Likely, likely
from .forms import BeginForm, PersonForm, TalkForm
from .models import PROMISED, Contact

SHOWN = 20
ON_THE_CARD = 2
SHOWN_BY_WORDS = 6
FEWEST_LETTERS = 2


@require_http_methods(["GET", "POST"])
def calls(request: Knock) -> HttpResponse:
    """What rings, what is still to be written down, and a number that is typed."""
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        begun = actions.begin(form.cleaned_data["way"], form.cleaned_data["number"], by=request.user)
        return redirect("calls:call", begun.pk)
    return page(request, "calls/calls.html", form=form, **_lists(request))


@require_safe
def ringing(request: Knock) -> HttpResponse:
    """The same lists, as the page looks at them again by itself."""
    return page(request, "calls/_calls.html", **_lists(request))


def _lists(request: Knock) -> dict[str, Any]:
    """What rings, with those whose number it is; what I have not written down; what I wrote down lately."""
    seen = Contact.objects.visible_to(request.user).select_related("patient")
    mine = seen.filter(taken_by=request.user)
    rings = [(one, likely(one.number, request.user)) for one in seen.ringing().order_by("rang_at")[:SHOWN]]
    open_ones = list(mine.to_write_down().order_by("-rang_at")[:SHOWN])
    written = list(mine.exclude(noted_at=None).order_by("-noted_at")[:SHOWN])
    shown = [*(one.patient for _call, found in rings for one in found), *open_ones, *written]
    return {"rings": rings, "open_ones": open_ones, "written": written, "about": shown}


@require_safe
def card(request: Knock) -> HttpResponse:
    """What rings, wherever she is: the number, and who is likely; nothing else of anybody."""
    found = Contact.objects.visible_to(request.user).ringing().order_by("rang_at")
    if rest_of(request.user):  # others hear it ring
        found = found.none()
    rings = [(one, likely(one.number, request.user)) for one in found[:ON_THE_CARD]]
    about = [he.patient for _one, people in rings for he in people]
    return page(request, "calls/_card.html", about=about, rings=rings, more=max(found.count() - ON_THE_CARD, 0))


@require_POST
def taking(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """I answer this one."""
    actions.take(_visible(request, pk), by=request.user)
    return redirect("calls:call", pk)


@require_http_methods(["GET", "POST"])
def call(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Who it is: by the number, or by what is typed. Then what was said."""
    return _shown(request, _visible(request, pk), words=request.POST.get("q", "").replace("\0", "").strip()[:100])


@require_POST
def person(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Two things were asked and fit."""
    found, form = _visible(request, pk), PersonForm(request.POST)
    if "nobody" in request.POST:
        actions.not_this_one(found, by=request.user)
    elif form.is_valid():
        hers = get_object_or_404(Patient.objects.visible_to(request.user), pk=form.cleaned_data["patient"])
        actions.identify(found, hers, by=request.user, fits=form.cleaned_data["fits"])
    return redirect("calls:call", pk)


@require_POST
def noting(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Write down what was said. It is read for red flags before anything of it can be refused."""
    found = _visible(request, pk)
    form = TalkForm(request.POST, user=request.user)
    words = "\n".join(request.POST.get(name, "") for name in ("said", "promised"))
    label = Label.CONFIDENTIAL if "confidential" in request.POST else Label.NONE
    guest = "" if found.patient else f"{PROMISED}{found.pk}"  # by it the call is found again, and its number
    stands = heard_at_once(words, found.patient, by=request.user, channel="desk", label=label, guest=guest)
    if form.is_valid():
        try:
            actions.note(found, by=request.user, **form.cleaned_data)
        except Refusal as no:  # what was typed stays on the page, and an emergency stands before it
            form.add_error(None, str(no))
        else:
            return stands or redirect("calls:calls")
    return stands or _shown(request, _visible(request, pk), form=form)


def _visible(request: Knock, pk: uuid.UUID) -> Contact:
    return get_object_or_404(Contact.objects.visible_to(request.user).select_related("patient", "taken_by"), pk=pk)


def _shown(request: Knock, found: Contact, words: str = "", form: TalkForm | None = None) -> HttpResponse:
    """Nothing of a record before somebody is known; then what helps while she is on the line."""
    patient = found.patient
    by_words = patients_like(words, request.user) if len(words) >= FEWEST_LETTERS and not patient else []
    people = [] if patient else likely(found.number, request.user)
    people += [
        Likely(one, one.phone_is_shared) for one in by_words[:6] if one.pk not in {he.patient.pk for he in people}
    ]
    hers: dict[str, Any] = {"visits": [], "cases": []}
    if patient:
        to_come = Appointment.objects.visible_to(request.user).filter(patient=patient, starts_at__gte=now())
        mine = Case.objects.visible_to(request.user).filter(patient=patient)
        hers["visits"] = list(to_come.filter(status="booked").in_order()[:3])
        hers["cases"] = list(mine.unfinished().in_turn()[:5])
    about = [found, *hers["visits"], *hers["cases"], *(one.patient for one in people)]
    return page(
        request,
        "calls/call.html",
        about=about,
        why=found.get_way_display(),
        call=found,
        patient=patient,
        people=people,
        at_least=AT_LEAST,
        words=words,
        form=form or TalkForm(user=request.user),
        is_mine=found.taken_by_id == request.user.pk,
        **hers,
    )
