"""Staff's side: what to say, one warning, somebody else, the end, and what is written down."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.models import Role
from bedside.answering.helping import said_last
from bedside.cases import resting
from bedside.cases.models import Case, RestKind
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.language.abuse import judge
from bedside.people.models import Patient, staff_name
from bedside.triage.knocks import heard_at_once
from bedside.ui.pages import page

from . import actions
from .forms import BeginForm, DebriefForm, MarkForm, OverForm, ReportForm, SecondForm, UnmarkForm, WarnForm
from .lately import owes_a_break, today_of
from .models import TOO_MANY, Incident, Marker

SHOWN = 100


@require_http_methods(["GET", "POST"])
def in_case(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Somebody is rude in this conversation: what to say, and a record of it."""
    cases = Case.objects.visible_to(request.user).select_related("patient__merged_into", "conversation", "chat")
    case = get_object_or_404(cases, pk=pk)
    going_on = Incident.objects.visible_to(request.user).filter(case=case, over_at=None).first()
    if going_on is not None:
        return redirect("conduct:incident", going_on.pk)
    found = judge(said_last(case)).abuse
    begun = {"said": said_last(case)[:1_000], "kind": actions.kinds_found(found[0].kind)} if found else {}
    patient = (case.patient.merged_into or case.patient) if case.patient else None
    return _begun(request, patient, begun, case)


@require_http_methods(["GET", "POST"])
def at_the_desk(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Somebody is rude at the desk or on the phone."""
    patient = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    return _begun(request, patient, {}, None)


@require_safe
def incident(request: Knock, pk: uuid.UUID) -> HttpResponse:
    return _shown(request, _one(request, pk))


@require_POST
def warning(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One warning, clear, with what follows."""
    found, form = _one(request, pk), WarnForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, warn=form)
    actions.warn(found, form.cleaned_data["words"], by=request.user)
    return redirect("conduct:incident", pk)


@require_POST
def second(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Somebody else comes."""
    found, form = _one(request, pk), SecondForm(request.POST, me=request.user)
    if not form.is_valid():
        return _shown(request, found, second=form)
    actions.bring_in(found, form.people[form.cleaned_data["second"]], by=request.user)
    return redirect("conduct:incident", pk)


@require_POST
def ending(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """How it came to an end."""
    found, form = _one(request, pk), OverForm(request.POST)
    if form.is_valid():
        actions.finish(found, form.cleaned_data["outcome"], by=request.user)
    return redirect("conduct:incident", pk)


@require_POST
def report(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What happened, written down within a day."""
    found, form = _one(request, pk), ReportForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, report=form)
    said = form.cleaned_data
    actions.write_down(found, said["words"], hurt=said["hurt"], police=said["police"], by=request.user)
    return redirect("conduct:incident", pk)


@require_POST
def debrief(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Somebody asked how we are."""
    found, form = _one(request, pk), DebriefForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, debrief=form)
    actions.talk_it_over(found, form.cleaned_data["words"], by=request.user)
    return redirect("conduct:incident", pk)


@require_POST
def taking_a_break(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Five minutes, now."""
    actions.rest(_one(request, pk), by=request.user)
    return redirect("conduct:incident", pk)


@require_POST
def coming_back(request: Knock) -> HttpResponse:
    """She is back before the five minutes are over."""
    resting.come_back(by=request.user)
    return redirect("cases:inbox")


@require_POST
def marking(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """A manager signs a note on the record."""
    found, form = _one(request, pk), MarkForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, mark=form)
    actions.mark(found, by=request.user, **form.cleaned_data)
    return redirect("conduct:incident", pk)


@require_POST
def unmarking(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The note ends."""
    found, form = get_object_or_404(Marker.objects.visible_to(request.user), pk=pk), UnmarkForm(request.POST)
    if not form.is_valid():
        return _shown(request, _one(request, found.incident_id), unmark=form)
    actions.unmark(found, because=form.cleaned_data["because"], by=request.user)
    return redirect("conduct:incident", found.incident_id)


@require_safe
def incidents(request: Knock) -> HttpResponse:
    """All of them, the newest first, and the notes that stand."""
    found = list(Incident.objects.visible_to(request.user).with_its_people().order_by("-at", "-id")[:SHOWN])
    markers = list(Marker.objects.visible_to(request.user).standing().select_related("patient").order_by("review_on"))
    return page(request, "conduct/incidents.html", about=[*found, *markers], incidents=found, markers=markers)


@require_safe
def mine(request: Knock) -> HttpResponse:
    """What is noted about her, why, until when, and how she can object."""
    found = list(Marker.objects.visible_to(request.user).standing().order_by("signed_at"))
    return page(request, "conduct/mine.html", about=found, markers=found)


def _begun(request: Knock, patient: Patient | None, begun: dict[str, Any], case: Case | None) -> HttpResponse:
    form = BeginForm(request.POST or None, initial=begun)
    if request.method == "POST":
        said, label = request.POST.get("said", ""), case.label if case else ""
        stands = heard_at_once(said, patient, by=request.user, channel="desk", label=label) if case is None else None
        if form.is_valid():
            made = actions.begin(patient, case=case, by=request.user, **form.cleaned_data)
            return stands or redirect("conduct:incident", made.pk)
        if stands:
            return stands
    about = [one for one in (patient, case) if one is not None]
    many = today_of(request.user) >= TOO_MANY
    return page(request, "conduct/begin.html", about=about, patient=patient, case=case, form=form, many=many)


def _one(request: Knock, pk: uuid.UUID) -> Incident:
    return get_object_or_404(Incident.objects.visible_to(request.user).with_its_people(), pk=pk)


def _warning(found: Incident) -> str:
    """What to say, in the language of whom it is said to."""
    with translation.override(found.patient.language if found.patient else "en"):
        said = [
            _("I want to help you. I cannot while you speak to me like this."),
            _("Please stop. If you go on, we end this now."),
            _("You can call us on %(phone)s.") % {"phone": the_clinic().phone},
        ]
        return " ".join(said)


def _shown(request: Knock, found: Incident, **put_right: Any) -> HttpResponse:
    forms: dict[str, Any] = {
        "warn": WarnForm(initial={"words": _warning(found)}),
        "second": SecondForm(me=request.user),
        "report": ReportForm(),
        "debrief": DebriefForm(),
        "mark": MarkForm(),
        "unmark": UnmarkForm(),
    }
    context: dict[str, Any] = {
        "who": staff_name(found.reported_by),
        "with_whom": staff_name(found.second) if found.second else "",
        "may_need_help": actions.may_need_help(found),
        "many": today_of(request.user) >= TOO_MANY,
        "markers": list(Marker.objects.visible_to(request.user).filter(incident=found).order_by("signed_at")),
        "rest": resting.rest_of(request.user),
        "turn": resting.rest_of(request.user, RestKind.TURNS),
        "owed": found.reported_by_id == request.user.pk and owes_a_break(request.user),
        "over_at": now() + resting.BREAK,
        "is_manager": request.user.acting_as is Role.MANAGER,
    }
    return page(request, "conduct/incident.html", about=found, incident=found, **context, **(forms | put_right))
