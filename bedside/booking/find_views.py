"""Find: in her own words, signed in or not. The words are read for red flags before anything is shown."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bedside.access.models import User
from bedside.directory.models import VisitType
from bedside.people.models import Patient, Scope
from bedside.triage import actions as triage
from bedside.triage.knocks import emergency_before, guest_token, hand_of, not_read_or_emergency, screening_for
from bedside.triage.models import Screening
from bedside.ui.pages import page

from .finding import find
from .forms import FindForm, WantForm, form_of_wishes
from .hours_form import HoursForm
from .wishes import Wishes, keep, seen_by, wishes_of


@require_http_methods(["GET", "POST"])
def finds(request: HttpRequest) -> HttpResponse:
    """Say what you need."""
    whom = patients_of(request)
    form = FindForm(request.POST or None, patients=whom)
    if channel_of(request) == "desk":
        form.fields["text"].label = _("What does the patient need help with?")
    if request.method == "POST" and form.is_valid():
        patient = form.cleaned_data.get("patient") or (whom[0] if whom else None)
        screening = triage.begin(
            form.cleaned_data["text"],
            by=hand_of(request),
            patient=patient,
            guest="" if patient else guest_token(request),
            language="",
            channel=channel_of(request),
        )
        return not_read_or_emergency(screening) or redirect("booking:found", screening.pk)
    return page(request, "booking/find.html", about=whom, form=form, whom=whom, found=find().found)


@require_http_methods(["GET", "POST"])
def found(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What fits, and how soon."""
    screening = screening_for(request, pk)
    if stands := emergency_before(screening):
        return redirect("triage:emergency", stands.pk)
    form = WantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = get_object_or_404(VisitType, pk=form.cleaned_data["visit_type"], is_offered=True)
        triage.want(screening, wanted.pk, by=hand_of(request))
        return redirect("triage:questions", pk)
    about = [screening] if screening.patient_id else []
    wishes, seen = wishes_of(request, screening), seen_by(screening.patient, request.user)
    finding = find(screening.text, wishes, seen)
    asked = form_of_wishes(finding.posts, seen, wishes, postcode_of(request, screening, wishes))
    return page(
        request, "booking/found.html", about=about, screening=screening, finding=finding, wishes=wishes, asked=asked
    )


@require_POST
def wishes(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """By whom, where and how she wishes to be seen; then back to what fits, or to the times."""
    screening = screening_for(request, pk)
    if stands := emergency_before(screening):
        return redirect("triage:emergency", stands.pk)
    times = "times" in request.POST  # asked above the times, where how it takes place is chosen already
    if "none" in request.POST:
        keep(request, screening, Wishes())
    elif "hours" in request.POST:
        hours = HoursForm(request.POST)
        if hours.is_valid():  # what is no time is left out, as what cannot be wished for is
            keep(request, screening, replace(wishes_of(request, screening), **hours.wished()))
    else:
        posts = find(screening.text).posts
        form = form_of_wishes(posts, seen_by(screening.patient, request.user), Wishes(), "", request.POST)
        form.is_valid()  # what cannot be wished for here is left out: it is no mistake of hers
        chosen, before = form.wishes(), wishes_of(request, screening)
        chosen = replace(chosen, days=before.days, begins=before.begins, ends=before.ends)
        if times:
            chosen = replace(chosen, mode=before.mode, order=before.order, postcode=before.postcode)
        keep(request, screening, chosen)
    return redirect("booking:choose" if times else "booking:found", screening.pk)


def postcode_of(request: HttpRequest, screening: Screening, wishes: Wishes) -> str:
    """What stands in the box: what was written there, else where she lives, if she herself is looking."""
    patient = screening.patient
    hers = patient.postcode if patient and patient.login_id and patient.login_id == request.user.pk else ""
    return wishes.postcode or hers


def patients_of(request: HttpRequest) -> list[Patient]:
    """Whom this visitor may book for: herself, those she cares for, or whom the front desk has before it."""
    user = request.user
    if not isinstance(user, User):
        return []
    patients = Patient.objects.for_scope(user, Scope.APPOINTMENTS)
    if user.is_staff_member:  # named in the address, for staff see everybody
        named = request.GET.get("patient") or request.POST.get("for", "")
        try:
            return [get_object_or_404(patients, pk=uuid.UUID(named))] if named else []
        except ValueError:
            return []
    return list(patients.order_by("given_name"))


def channel_of(request: HttpRequest) -> str:
    """How it reached us: through the portal, or told to staff on the phone or at the desk."""
    return "desk" if isinstance(request.user, User) and request.user.is_staff_member else "portal"
