"""At the desk: the same visit again and again, several visits on one way, and one over a time that is taken."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from bedside.access.doors import Knock
from bedside.directory.models import VisitType
from bedside.journal.models import Refusal
from bedside.people.models import Patient
from bedside.triage.knocks import emergency_before, emergency_of, screening_for
from bedside.triage.models import Screening
from bedside.ui.pages import page

from . import actions, times
from .chains import chains
from .models import Appointment, Slot
from .needs import minutes_of
from .over import can_be_overbooked
from .repeating import Planned, planned
from .several_forms import AlsoForm, DatesForm, OverForm, RepeatForm, WayForm
from .uses import uses_of

LOST = {"taken", "one_appointment_per_slot", "patient_busy", "held", "no_room", "no_device", "no_interpreter", "gap"}


@require_http_methods(["GET", "POST"])
def series(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The same visit every so many weeks: look at the days first, then book them all at once."""
    screening, patient, wanted = _asked(request, pk)
    if stands := emergency_before(screening):
        return redirect("triage:emergency", stands.pk)
    uses = uses_of(patient.pk, wanted, screening)
    slots = times.free_times(wanted, until=screening.latest_start, patient=patient.pk, uses=uses)
    form = RepeatForm(request.GET if "slot" in request.GET else None)
    first = _slot(form) if form.is_valid() else None
    if first is None:
        days = times.by_day(slots)
        context: dict[str, Any] = {"form": form, "days": days, "patient": patient, "visit_type": wanted}
        context["screening"] = screening
        return page(request, "booking/series.html", about=[screening], after=None, **context)
    return _dates(request, patient, wanted, first, form, screening=screening)


@require_http_methods(["GET", "POST"])
def more_visits(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """A visit that is booked, again every so many weeks."""
    found = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    if stands := emergency_of(found.patient):
        return redirect("triage:emergency", stands.pk)
    form = RepeatForm(request.GET if "every" in request.GET else None, first=found.slot)
    if not form.is_valid():
        context: dict[str, Any] = {"form": form, "patient": found.patient, "visit_type": found.visit_type}
        return page(request, "booking/series.html", about=found, days=[], after=found, **context)
    slot = get_object_or_404(Slot.objects.with_its_people(), pk=found.slot_id)
    return _dates(request, found.patient, found.visit_type, slot, form, after=found)


def _dates(
    request: Knock,
    patient: Patient,
    wanted: VisitType,
    first: Slot,
    form: RepeatForm,
    *,
    screening: Screening | None = None,
    after: Appointment | None = None,
) -> HttpResponse:
    """The days of a series as they can be: each with its time, or why not and what is free near it; or book them."""
    asked, refused = form.cleaned_data, ""
    if request.method == "POST":
        chosen = DatesForm(request.POST, many=asked["times"])
        if chosen.is_valid():
            try:
                reason = screening.text[:1000] if screening else after.reason if after else ""
                booked = actions.book_dates(
                    chosen.slots(), patient, wanted, by=request.user, screening=screening, after=after, reason=reason
                )
                return _shown_after(request, patient, booked)
            except Refusal as refusal:  # the days are shown again as they are now
                if refusal.rule not in LOST:
                    raise
                refused = str(refusal.sentence)
    days: Sequence[Planned] = planned(first, wanted, patient, every_weeks=asked["every"], times=asked["times"])
    return page(
        request,
        "booking/dates.html",
        about=after or [one for one in [screening] if one],
        status=409 if refused else 200,
        refused=refused,
        patient=patient,
        visit_type=wanted,
        days=days[1:] if after else days,
        after=after,
        first=first,
        asked=asked,
        screening=screening,
        can_be=sum(one.slot is not None for one in days) - bool(after),
    )


@require_http_methods(["GET", "POST"])
def together(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Several visits on one way: which, and then times that really follow one another."""
    screening, patient, wanted = _asked(request, pk)
    if stands := emergency_before(screening):
        return redirect("triage:emergency", stands.pk)
    refused = ""
    if request.method == "POST":
        form = WayForm(request.POST)
        if not form.is_valid():
            raise Http404
        try:
            reason = screening.text[:1000]
            links = form.links()
            booked = actions.book_together(links, patient, by=request.user, screening=screening, reason=reason)
            return _shown_after(request, patient, booked)
        except Refusal as refusal:
            if refusal.rule not in LOST:
                raise
            refused = str(refusal.sentence)
    also = AlsoForm(request.GET if "also" in request.GET else None, wanted=wanted)
    types = [wanted, *also.cleaned_data["also"]] if also.is_valid() else []
    return page(
        request,
        "booking/together.html",
        about=[screening],
        status=409 if refused else 200,
        refused=refused,
        patient=patient,
        visit_type=wanted,
        screening=screening,
        also=also,
        types=types,
        ways=chains(types, patient, screening=screening) if types else [],
    )


@require_http_methods(["GET", "POST"])
def over(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Book over a time that is taken: on purpose, with a reason, and seeing how many are over already."""
    screening, patient, wanted = _asked(request, pk)
    if stands := emergency_before(screening):
        return redirect("triage:emergency", stands.pk)
    form = OverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        slot = get_object_or_404(Slot.objects.with_its_people(), pk=form.cleaned_data["slot"])
        because = form.cleaned_data["because"]
        about = {"because": because, "screening": screening, "reason": screening.text[:1000]}
        booked = actions.overbook(slot, patient, wanted, by=request.user, **about)
        return _shown_after(request, patient, [booked])
    found = can_be_overbooked(wanted, patient, until=screening.latest_start)
    return page(
        request,
        "booking/over.html",
        about=[screening],
        patient=patient,
        visit_type=wanted,
        screening=screening,
        minutes=minutes_of(wanted, patient),
        form=form,
        days=times.by_day([one.slot for one in found]),
        already={one.slot.pk: one.already for one in found},
        slots=[one.slot for one in found],
    )


def _asked(request: Knock, pk: uuid.UUID) -> tuple[Screening, Patient, VisitType]:
    """Whom the answers are about and what was asked for; nobody's series is booked before the safety questions."""
    screening = screening_for(request, pk)
    patients = Patient.objects.visible_to(request.user)
    patient = get_object_or_404(patients, pk=screening.patient_id)
    if not screening.is_emergency and (not screening.lets_book or screening.wanted_id is None):
        raise Http404
    if screening.wanted_id is None:
        return screening, patient, VisitType()  # an emergency, which is shown before anything else
    return screening, patient, get_object_or_404(VisitType.objects.select_related("service"), pk=screening.wanted_id)


def _slot(form: RepeatForm) -> Slot | None:
    return Slot.objects.with_its_people().filter(pk=form.cleaned_data["slot"]).first()


def _shown_after(request: Knock, patient: Patient, booked: Sequence[Appointment]) -> HttpResponse:
    """The first of what was booked; or, where its reader may not see it, the word that it is."""
    if Appointment.objects.visible_to(request.user).filter(pk=booked[0].pk).exists():
        return redirect("booking:appointment", booked[0].pk)
    return redirect("booking:booked")
