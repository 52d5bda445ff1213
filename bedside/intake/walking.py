"""Checking in, step by step, for whoever stands before it: her details, what this visit needs, and the forms.

Each of these is a view behind a door of its own: from home, by the link, or at a kiosk.
"""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from bedside.journal.models import Refusal
from bedside.triage import actions as triage
from bedside.triage.knocks import emergency_of
from bedside.triage.models import Screening
from bedside.ui.answers import number_said
from bedside.ui.pages import page

from . import actions
from .answering import Filling, filling, review
from .forms import ContactForm, NeedsForm, spoken
from .knocks import Guest, ending, in_her_language, note_said
from .models import Form, is_open, waits_here, whose
from .steps import Step, Steps, steps_of

OWN_WORDS = ("reason", "needs", "payer")
AT_ONCE = 20_000  # letters that are read together


def check_in(request: HttpRequest, guest: Guest) -> HttpResponse:
    """All the steps, and how far she is; at the end she says that all is said."""
    with in_her_language(request, guest):
        if stands := _emergency(request, guest, emergency_of(whose(guest.visit))):
            return stands
        if request.method == "POST":
            actions.finish(actions.begin(guest.visit, by=guest.by), by=guest.by)
            return redirect(guest.ways.to("check-in"))
        steps = _steps(guest)
        doable = [one.href for one in steps.steps if guest.may_do(one)]
        following = _next_for(guest, steps)
        more = {"steps": steps, "following": following, "doable": doable, "open": is_open(guest.visit)}
        return _page(request, "intake/check_in.html", guest, **more)


def details(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Her details: right as they stand, or changed here."""
    patient = whose(guest.visit)
    with in_her_language(request, guest):
        if not guest.changes_contact:
            return _said_already(guest, _steps(guest).check_in.details_at) or _only_confirmed(request, guest)
        form = ContactForm(request.POST or None, instance=copy(patient))
        if request.method == "POST" and form.is_valid():
            actions.confirm_details(actions.begin(guest.visit, by=guest.by), by=guest.by, **form.cleaned_data)
            return _onward(guest, _steps(guest))
        return _page(request, "intake/details.html", guest, form=form, patient=patient)


def _only_confirmed(request: HttpRequest, guest: Guest) -> HttpResponse:
    """Who may not change where she is written to says whether it is right. By the link its end is shown, to know it."""
    if request.method == "POST":
        begun = actions.begin(guest.visit, by=guest.by)
        say = actions.doubt_details if request.POST.get("then") == "not_right" else actions.confirm_details
        say(begun, by=guest.by)
        return _onward(guest, _steps(guest))
    patient = whose(guest.visit)
    shut = guest.signed_in or guest.sitting is not None  # the end of a number is what a kiosk asks for
    phone, email = ("", "") if shut else (ending(patient.phone), ending(patient.email))
    ends = {"phone": phone, "email": email}
    return _page(request, "intake/details_shut.html", guest, patient=patient, ends=ends)


def needs(request: HttpRequest, guest: Guest) -> HttpResponse:
    """What this visit needs: her reason in her own words, who comes, who pays, what to get ready."""
    patient = whose(guest.visit)
    told = _steps(guest).check_in
    apart = told if told.label and told.told_at else patient
    begins: dict[str, Any] = {"needs": apart.needs, "interpreter": apart.interpreter}
    begins |= {"reason": told.reason or guest.visit.reason, "payer": told.payer, "carer_comes": told.carer_comes}
    shown = begins if guest.sees_answers else {}
    with in_her_language(request, guest):
        form = NeedsForm(request.POST or None, initial=shown)
        new = [form.data[name] for name in OWN_WORDS if name in form.changed_data] if form.is_bound else []
        stands = _heard(request, guest, spoken(new))  # before anything of it can be refused
        if shut := _said_already(guest, told.told_at):
            return stands or shut
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            if guest.sitting is not None:
                said |= {
                    name: _added(begins[name], said[name], int(form.fields[name].widget.attrs["maxlength"]))
                    for name in OWN_WORDS
                }
            if not guest.sees_answers:  # what was not shown is not taken away either
                said = {name: value or begins[name] for name, value in said.items()}
            try:
                actions.say_what_is_needed(actions.begin(guest.visit, by=guest.by), by=guest.by, **said)
            except Refusal:
                if stands is None:
                    raise
                return stands
            return stands or _onward(guest, _steps(guest))
        return stands or _page(request, "intake/needs.html", guest, form=form)


def _said_already(guest: Guest, at: datetime | None) -> HttpResponse | None:
    """Who sits at the clinic only adds what is missing: a step that is done is not opened again for her."""
    return _onward(guest, _steps(guest)) if guest.sitting is not None and at else None


def _added(stands: str, new: str, most: int) -> str:
    """What stands, and after it what was typed by somebody who could not read it."""
    return "; ".join(filter(None, (stands, new)))[:most] if new != stands else stands


def sheet(request: HttpRequest, guest: Guest) -> HttpResponse:
    """One form: what she answered, to look over before she hands it in. Before that, its first open page."""
    with in_her_language(request, guest):
        form = _form(request, guest)
        if request.method == "POST":
            actions.hand_in(actions.open_sheet(guest.visit, form, by=guest.by), by=guest.by)
            return _onward(guest, _steps(guest))
        found, first = review(guest, form, translation.get_language() or "en")
        if first is not None or found is None:
            return redirect(guest.ways.page(form.slug, first or 1))
        return _page(request, "intake/sheet.html", guest, sheet=found, open=is_open(guest.visit) or guest.by_staff)


def form_page(request: HttpRequest, guest: Guest) -> HttpResponse:
    """One page of one form. What she typed is kept when she goes on, and when she stops for now."""
    with in_her_language(request, guest):
        form, number = _form(request, guest), number_said(request.GET.get("page", ""), 999)
        here = filling(request, guest, form, 1 if number is None else number)
        if here is None:
            return redirect(guest.ways.form(form.slug))
        if request.method == "POST":
            stands = _heard(request, guest, here.words)  # before anything of it can be refused
            try:
                taken = here.is_taken()
            except Refusal:
                if stands is None:
                    raise
                return stands
            if taken:
                note_said(request, guest, form.slug, here.page.key)
            if stands or taken:
                return stands or redirect(_after(here))
        return _page(request, "intake/page.html", guest, form=here.form, here=here)


def _after(here: Filling) -> str:
    """The same page where it asks something more now, the next one, or what she said, to look over."""
    ways, slug = here.guest.ways, here.questionnaire.slug
    if here.later:
        return ways.to("check-in")
    return ways.form(slug) if here.next is None else ways.page(slug, here.next, here.more)


def _form(request: HttpRequest, guest: Guest) -> Form:
    """The form of this visit that is asked for: the edition she began with, else the one that is asked now."""
    slug = request.GET.get("form", "")
    found = next((one for one in _steps(guest).sheets if one.slug == slug), None)
    if found is None or not guest.may_fill_in(found):
        raise Http404
    return found.form


def _onward(guest: Guest, steps: Steps) -> HttpResponse:
    """To the next step, so that nobody goes back and forth."""
    following = _next_for(guest, steps)
    return redirect(following.href if following else guest.ways.to("check-in"))


def _next_for(guest: Guest, steps: Steps) -> Step | None:
    """The next step that this hand may do: a form is only for who may see what is answered in it."""
    return next((one for one in steps.steps if not one.done and guest.may_do(one)), None)


def _steps(guest: Guest) -> Steps:
    return steps_of(guest.visit, guest.ways)


def _heard(request: HttpRequest, guest: Guest, words: str) -> HttpResponse | None:
    """Every word of hers is read for red flags at once."""
    if not words.strip():
        return None
    patient, label = whose(guest.visit), guest.visit.label
    parts = (words[at : at + AT_ONCE] for at in range(0, len(words), AT_ONCE))
    told = (triage.told(part, patient, by=guest.by, channel="check_in", label=label) for part in parts)
    found = sorted(filter(None, told), key=lambda one: not one.is_emergency)
    return _emergency(request, guest, found[0] if found else None)


def _emergency(request: HttpRequest, guest: Guest, screening: Screening | None) -> HttpResponse | None:
    """What stands before everything else; by the link the number alone, for the rest needs signing in."""
    if screening is None:
        return None
    if guest.on_alarm is not None:
        return guest.on_alarm(screening)
    if guest.signed_in:
        return redirect("triage:emergency" if screening.is_emergency else "triage:talk", screening.pk)
    return _page(request, "intake/stop.html", guest, screening=screening)


def _page(request: HttpRequest, name: str, guest: Guest, **context: Any) -> HttpResponse:
    about = guest.visit if guest.signed_in else None
    facts: dict[str, Any] = {"visit": guest.visit, "guest": guest, "is_here": waits_here(guest.visit)}
    return never_kept(page(request, name, about=about, **facts, **guest.around, **context))


def never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
