"""Booking while somebody is on the phone: who she is, what for, the safety questions, a time. One key for each."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bedside.access.doors import Knock
from bedside.booking import actions as booking
from bedside.booking.models import TAKEN, Appointment, Slot
from bedside.directory.knocks import place_of
from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.journal.models import Refusal
from bedside.people.models import Patient
from bedside.triage.aloud import hear_aloud, read_out
from bedside.triage.knocks import emergency_before, emergency_of
from bedside.triage.models import PHONE, Screening
from bedside.ui.pages import page, wants_part

from .forms import AskedForm, SlotForm
from .looking import patients_like
from .phoning import booked_for, kinds_for, likely, suggest

FEWEST_LETTERS, SHOWN = 2, 6
ASK_AGAIN = {"taken", "one_appointment_per_slot", "patient_busy"}  # a no that is answered with other times


@require_http_methods(["GET", "POST"])
def who(request: Knock) -> HttpResponse:
    """Whoever calls, by name, phone or date of birth. What was typed stands in no address."""
    words = request.POST.get("q", "").replace("\0", "").strip()[:100]
    found = patients_like(words, request.user) if len(words) >= FEWEST_LETTERS else []
    if request.method == "POST" and not wants_part(request):
        chosen = next((one for one in found if str(one.pk) == request.POST.get("patient")), None)
        if chosen or len(found) == 1:
            return _to("desk:phone-asking", (chosen or found[0]).pk, time_asked(request))
    shown, at = found[:SHOWN], time_asked(request)
    return page(request, "desk/phone.html", about=shown, words=words, found=shown, more=len(found) > SHOWN, at=at)


@require_http_methods(["GET", "POST"])
def asking(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What for, and the safety questions, read out."""
    patient = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    if stands := emergency_of(patient):
        return redirect("triage:emergency", stands.pk)
    at, aloud, kinds = time_asked(request), read_out(patient), kinds_for(patient)
    fitting = [one for one in kinds if at and one.service_id == at.service_id and one.mode == at.mode]
    usual = likely(patient, fitting or kinds, place_of(request), request.user)
    form = AskedForm(request.POST or None, aloud=aloud, kinds=kinds, usual=usual)
    if request.method == "POST" and form.is_valid():
        said = hear_aloud(patient, by=request.user, **form.said())
        return _to(*_onward(said, form.said()), at)
    return page(
        request,
        "desk/phone_asking.html",
        about=patient,
        patient=patient,
        age=patient.age_on(now().date()),
        to_come=list(booked_for(patient, request.user)),
        aloud=aloud,
        kinds=kinds,
        form=form,
        at=at,
    )


def time_asked(request: Knock) -> Slot | None:
    """The time in the calendar from which this booking began."""
    try:
        pk = uuid.UUID(request.POST.get("at", "") or request.GET.get("at", ""))
    except ValueError:
        return None
    return Slot.objects.select_related("service", "place", "staff_member").filter(pk=pk).first()


def _to(route: str, pk: uuid.UUID, at: Slot | None) -> HttpResponse:
    return redirect(reverse(route, args=[pk]) + (f"?at={at.pk}" if at else ""))


def _onward(said: Screening, form: dict[str, object]) -> tuple[str, uuid.UUID]:
    """What comes after the answers."""
    if said.is_emergency:
        return "triage:emergency", said.pk
    if said.answered_at is None:
        return ("triage:details" if form["ticked"] and not form["is_pregnant"] else "triage:questions"), said.pk
    return ("triage:talk" if said.needs_a_person else "desk:phone-times"), said.pk


@require_http_methods(["GET", "POST"])
def times(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The soonest times to read out; the first is chosen already."""
    calls = Screening.objects.visible_to(request.user).filter(channel=PHONE).exclude(patient=None)
    said = get_object_or_404(calls.select_related("patient"), pk=pk)
    if stands := emergency_before(said):
        return redirect("triage:emergency", stands.pk)
    if not said.lets_book:
        return redirect("triage:talk" if said.needs_a_person else "triage:questions", said.pk)
    assert said.patient
    wanted = get_object_or_404(VisitType.objects.select_related("service"), pk=said.wanted_id)
    form, refused = SlotForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = _book(said, wanted, form.cleaned_data["slot"], request)
            return redirect(*_read_back(made, request))
        except Refusal as refusal:
            if refusal.rule not in ASK_AGAIN:
                raise
            refused = refusal.sentence
    at = time_asked(request)
    suggested = suggest(said, wanted, request.user, at)
    return page(
        request,
        "desk/phone_times.html",
        about=said,
        status=409 if refused else 200,
        screening=said,
        patient=said.patient,
        visit_type=wanted,
        suggested=suggested,
        form=form,
        refused=refused,
        at=at,
    )


def _book(said: Screening, wanted: VisitType, slot_id: uuid.UUID, request: Knock) -> Appointment:
    slot = Slot.objects.select_related("service", "place", "staff_member").filter(pk=slot_id).first()
    if slot is None:
        raise Refusal(TAKEN, rule="taken")
    assert said.patient
    return booking.book(slot, said.patient, wanted, by=request.user, screening=said, reason=said.text[:1000])


def _read_back(made: Appointment, request: Knock) -> tuple[str, ...]:
    """What is confidential is not shown any more, not even to whoever booked it."""
    if Appointment.objects.visible_to(request.user).filter(pk=made.pk).exists():
        return "desk:phone-booked", str(made.pk)
    return ("booking:booked",)


@require_safe
def booked(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What was booked, to be read back to the caller, and what she is sent."""
    found = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    return page(
        request, "desk/phone_booked.html", about=found, appointment=found, told=list(inbox.addresses(found.patient))
    )
