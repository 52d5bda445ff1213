"""What staff do with messages beside answering them."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bedside.access.doors import Knock
from bedside.journal.actions import saw
from bedside.people.models import Grant, Patient
from bedside.ui.answers import tried
from bedside.ui.pages import page, patient_page

from . import actions
from .files import as_a_file
from .forms import BeginForm, CarerWishesForm
from .models import Enclosure
from .patient_views import ways_page, wished
from .readers import ways_of_carer
from .sent import sent_to, told

ON_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def writing(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Write to a patient first."""
    found = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    form = BeginForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and tried(form, lambda said: actions.begin(found, by=request.user, **said)):
        return redirect(patient_page(found.pk))
    reached = list(actions.addresses(found)) if found.may_be_written_to else []
    return page(request, "inbox/writing.html", about=found, patient=found, form=form, reached=reached)


@require_safe
def sent(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What left the house for a patient, and what became of it."""
    found = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    part = Paginator(sent_to(found, request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    return page(request, "inbox/sent.html", about=found, patient=found, sent=part, rows=told(list(part)))


@require_http_methods(["GET", "HEAD", "POST"])
def carer_ways(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """How somebody who cares for a patient is reached herself, as she tells the desk."""
    standing = Grant.objects.in_force().filter(
        carer__is_active=True, patient__in=Patient.objects.visible_to(request.user)
    )
    found = get_object_or_404(standing.select_related("carer__ways", "patient"), pk=pk)
    hers, here = ways_of_carer(found, found.patient), reverse("inbox:carer-reached", args=[pk])
    form = wished(request, hers, CarerWishesForm)
    if form is None:
        return redirect(here)
    shown: dict[str, Any] = {"patient": None, "who": str(found.carer), "of": found.patient, "carers": [], "here": here}
    return ways_page(request, hers, form, about=found.patient, **shown)


@require_safe
def enclosure(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One file that goes with a message."""
    found = get_object_or_404(Enclosure.objects.visible_to(request.user).here(), pk=pk)
    saw(request.user, [found.patient_id] if found.about_patient else [], what="inbox/enclosure", label=found.label)
    return as_a_file(found)
