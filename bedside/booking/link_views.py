"""Coming to us for a time that another system showed: what it is, her own words, and then the safety questions."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from bedside.directory.models import Service, VisitType
from bedside.people.models import Patient
from bedside.triage import actions as triage
from bedside.triage.knocks import emergency_of, guest_token, hand_of, not_read_or_emergency
from bedside.ui.pages import page

from .find_views import channel_of, patients_of
from .forms import FindForm, ServiceForm
from .models import Slot


@require_http_methods(["GET", "POST"])
def by_service(request: HttpRequest, slug: str) -> HttpResponse:
    """The link that the clinic prints or sends: one service, what it is about, and then the safety questions."""
    service = get_object_or_404(Service, slug=slug, is_offered=True)
    kinds = VisitType.objects.filter(service=service, is_offered=True).order_by("minutes", "name")
    if not kinds.exists():
        raise Http404
    whom = patients_of(request)
    for patient in whom:
        if stands := emergency_of(patient):
            return redirect("triage:emergency", stands.pk)
    form = ServiceForm(request.POST or None, patients=whom, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        return _asked(request, form, whom, form.kind)
    return page(request, "booking/by_service.html", about=whom, service=service, form=form)


@require_http_methods(["GET", "POST"])
def linked(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The time as it stands in the book now. Nothing is kept yet, and what she says is read for red flags first."""
    slot = get_object_or_404(Slot.objects.filter(service__is_sensitive=False), pk=pk)
    kinds = VisitType.objects.filter(service=slot.service_id, mode=slot.mode, minutes__lte=slot.minutes)
    kind = kinds.filter(is_offered=True, service__is_offered=True).order_by("pk").first()
    if kind is None:
        raise Http404
    whom = patients_of(request)
    for patient in whom:
        if stands := emergency_of(patient):
            return redirect("triage:emergency", stands.pk)
    form = FindForm(request.POST or None, patients=whom)
    if request.method == "POST" and form.is_valid():
        return _asked(request, form, whom, kind)
    is_free = Slot.objects.free().filter(pk=pk).exists()
    return page(request, "booking/linked.html", about=whom, slot=slot, kind=kind, form=form, is_free=is_free)


def _asked(request: HttpRequest, form: FindForm, whom: list[Patient], kind: VisitType) -> HttpResponse:
    """Her own words are read for red flags; then come the questions."""
    chosen = form.cleaned_data.get("patient") or (whom[0] if whom else None)
    screening = triage.begin(
        form.cleaned_data["text"],
        by=hand_of(request),
        patient=chosen,
        guest="" if chosen else guest_token(request),
        channel=channel_of(request),
        wanted=kind.pk,
    )
    return not_read_or_emergency(screening) or redirect("triage:questions", screening.pk)
