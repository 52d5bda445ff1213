"""Answering an offered time, and saying what somebody who waits could take."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bedside.access.doors import Knock
from bedside.access.models import User
from bedside.journal.models import Refusal
from bedside.triage.knocks import emergency_of
from bedside.triage.models import Screening
from bedside.ui.pages import page

from . import actions, times, waiting
from .forms import AnswerForm, SuitingForm, TimeForm
from .models import Answer, Offer, Slot, Use, Waiting
from .times import DayOfTimes
from .uses import uses_of

LOST = {"taken", "one_appointment_per_slot", "patient_busy", "no_room", "no_interpreter", "full"}


@require_http_methods(["GET", "POST"])
def offer(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Answer an offered time."""
    offers = Offer.objects.visible_to(request.user)
    found = get_object_or_404(offers.select_related("slot__place", "patient", "waiting__visit_type"), pk=pk)
    if stands := emergency_of(found.patient):
        return redirect("triage:emergency", stands.pk)
    form = AnswerForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _offered(request, found, form)
    if form.cleaned_data["answer"] != "accept":
        waiting.decline(found, by=request.user)
        return redirect("booking:appointments")
    asked = screening_of(found.waiting, request.user)
    if asked and not found.waiting.instead_of_id and not asked.lets_book:
        return redirect("triage:questions", asked.pk)  # she answered long ago; then she comes back here
    try:
        return redirect("booking:appointment", actions.accept(found, by=request.user).pk)
    except Refusal as refusal:  # somebody was quicker: that is answered with other times
        if refusal.rule not in LOST:
            raise
        waiting.note_too_late(found, by=request.user)
        return _offered(request, found, form, refused=refusal.sentence)


def _offered(request: Knock, found: Offer, form: AnswerForm, refused: str = "") -> HttpResponse:
    free = Slot.objects.free(uses=Use.values).filter(pk=found.slot_id).exists()
    still = Offer.objects.visible_to(request.user).standing().filter(pk=found.pk).exists() and free and not refused
    taken = bool(refused) or found.answer == Answer.TAKEN or (found.answer == Answer.NONE and not free)
    days, leads_to = _other_times(found, request.user) if taken else ([], "")
    return page(
        request,
        "booking/offer.html",
        about=found,
        status=409 if refused else 200,
        offer=found,
        form=TimeForm() if taken else form,
        open=still,
        taken=taken,
        days=days,
        leads_to=leads_to,
    )


def _other_times(found: Offer, reader: User) -> tuple[list[DayOfTimes], str]:
    """Times that are still free, and where she chooses one; none where she must answer the questions first."""
    waits, patient = found.waiting, found.patient_id
    if visit := waits.instead_of:
        limit, uses = times.latest_for(visit), uses_of(patient, waits.visit_type)
        free = times.free_times(waits.visit_type, until=limit, patient=patient, moved=visit.pk, uses=uses, most=12)
        sooner = [one for one in free if one.starts_at < visit.starts_at]
        return times.by_day(sooner), reverse("booking:move", args=[visit.pk])
    asked = screening_of(waits, reader)
    if asked is None or not asked.lets_book:
        return [], reverse("booking:choose", args=[asked.pk]) if asked else ""
    uses = uses_of(patient, waits.visit_type, asked)
    free = times.free_times(waits.visit_type, until=asked.latest_start, patient=patient, uses=uses, most=12)
    return times.by_day(free), reverse("booking:choose", args=[asked.pk])


def screening_of(waits: Waiting, reader: User) -> Screening | None:
    """The answers with which she joined the waiting list, if she gave any."""
    if waits.screening_id is None:
        return None
    return Screening.objects.visible_to(reader).filter(pk=waits.screening_id).first()


@require_http_methods(["GET", "POST"])
def suiting(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Where she would come, and how long before she must know."""
    waits = Waiting.objects.visible_to(request.user).standing().select_related("patient", "visit_type", "place")
    found = get_object_or_404(waits, pk=pk)
    form = SuitingForm(request.POST or None, waiting=found)
    if request.method == "POST" and form.is_valid():
        waiting.change_wishes(found, by=request.user, **form.wished)
        return redirect("booking:appointments")
    return page(request, "booking/suiting.html", about=found, waiting=found, form=form)
