"""Her side of a complaint: how it works, telling it, and what became of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.models import PATIENT_SIDE, Role, User
from bedside.journal.models import Refusal
from bedside.language import dates
from bedside.people.models import Patient, Scope
from bedside.triage.knocks import heard_at_once
from bedside.ui.pages import page
from bedside.visits.models import Visit

from . import actions
from .forms import VISITS_SHOWN, ConsentForm, SayForm, TellForm
from .models import Channel, Complaint, rule_here


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """For everybody: how one complains here, by when one is answered, and who else can help."""
    hers = isinstance(request.user, User) and request.user.acting_as in PATIENT_SIDE
    return page(request, "complaints/how.html", rule=rule_here(), signed_in=hers)


@require_safe
def mine(request: Knock) -> HttpResponse:
    """What she told us, and how far each is."""
    found = list(Complaint.objects.visible_to(request.user).with_its_people().order_by("-received_at", "id")[:100])
    return page(request, "complaints/mine.html", about=found, complaints=found, rule=rule_here())


@require_http_methods(["GET", "POST"])
def new(request: Knock) -> HttpResponse:
    """Tell us what went wrong."""
    patients = list(Patient.objects.for_scope(request.user, Scope.MESSAGES).living().order_by("given_name", "id"))
    if not patients:
        raise Http404
    visits = list(_visits(request.user, patients))
    form = TellForm(request.POST or None, patients=patients, visits=visits, shown=named(visits))
    if request.method == "POST":
        whom = form.patients.get(request.POST.get("patient", "")) or (patients[0] if len(patients) == 1 else None)
        chosen = form.visits.get(request.POST.get("visit", ""))
        said = "\n".join(request.POST.get(name, "") for name in ("words", "wish"))
        label = chosen.label if chosen else ""
        stands = heard_at_once(said, whom, by=request.user, channel="complaint", label=label)
        if form.is_valid():
            carer = request.user if request.user.acting_as is Role.CARER else None
            told = {"channel": Channel.PORTAL, "carer": carer, "by": request.user} | form.told
            kept = actions.complain(form.whose, told.pop("words"), **told)
            return stands or redirect("complaints:mine-one", kept.pk)
        if stands:
            return stands
    return page(request, "complaints/new.html", about=[*patients, *visits], form=form, rule=rule_here())


@require_safe
def mine_one(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """How far it is: what we wrote, what we changed, and by when she hears from us."""
    return _shown(request, _hers(request, pk), SayForm())


@require_POST
def saying(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She says more while we look into it, or that our answer was not good enough."""
    found, form = _told_by(request, pk), SayForm(request.POST)
    stands = _heard(request, found, form.data.get("words", ""))
    if not form.is_valid():
        return stands or _shown(request, found, form)
    say = actions.say_more if found.is_open else actions.not_content
    try:
        say(found, form.cleaned_data["words"], author=found.teller, by=request.user)
    except Refusal:
        if stands is None:
            raise
    return stands or redirect("complaints:mine-one", pk)


@require_POST
def taking_back(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She no longer wants an answer."""
    actions.take_back(_told_by(request, pk), by=request.user)
    return redirect("complaints:mine-one", pk)


@require_POST
def agreeing(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She says whether we may answer somebody who complains for her."""
    found, form = _hers(request, pk), ConsentForm(request.POST)
    if request.user.acting_as is not Role.PATIENT or found.agrees_id is None:
        raise Http404
    if form.is_valid():
        actions.agree(found, agrees=form.cleaned_data["agrees"] == "yes", by=request.user)
    return redirect("complaints:mine-one", pk)


def _heard(request: Knock, found: Complaint, words: str) -> HttpResponse | None:
    assert found.patient  # whoever reads it here has a record, or cares for somebody who has
    label = found.visit.label if found.visit else ""
    return heard_at_once(words, found.patient, by=request.user, channel="complaint", label=label)


def named(visits: list[Visit]) -> dict[str, str]:
    """How each visit is called in a list: what it was, and on which day."""
    language = get_language() or "en"
    return {str(one.pk): f"{one.visit_type or one.service}, {dates.day(one.day, language)}" for one in visits}


def _visits(user: User, patients: list[Patient]) -> Any:
    hers = Patient.objects.for_scope(user, Scope.MESSAGES).with_other_names()
    return (
        Visit.objects.visible_to(user).filter(patient__in=hers).with_its_people().order_by("-day", "-id")[:VISITS_SHOWN]
    )


def _hers(request: Knock, pk: uuid.UUID) -> Complaint:
    return get_object_or_404(Complaint.objects.visible_to(request.user).with_its_people(), pk=pk)


def _told_by(request: Knock, pk: uuid.UUID) -> Complaint:
    """Whoever complains may say more; whoever is only asked whether we may answer does not speak in their name."""
    found = _hers(request, pk)
    if found.agrees_id and request.user.acting_as is not Role.CARER:
        raise Http404
    return found


def _shown(request: Knock, found: Complaint, form: SayForm) -> HttpResponse:
    context: dict[str, Any] = {
        "letters": list(found.letters.order_by("at", "id")),
        "changes": list(found.changes.exclude(done_at=None).order_by("done_at", "id")),
        "asked": found.consent == "asked" and request.user.acting_as is Role.PATIENT,
        "hers": found.agrees_id is None or request.user.acting_as is Role.CARER,
    }
    return page(request, "complaints/mine_one.html", about=found, complaint=found, form=form, **context)
