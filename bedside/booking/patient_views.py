"""From a patient's knock to an action, and back to a page."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.models import User
from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.journal.actions import saw
from bedside.journal.models import Refusal
from bedside.people.models import Patient, Scope
from bedside.records.models import PastVisit
from bedside.triage import actions as triage
from bedside.triage.knocks import emergency_before, emergency_of, screening_for, stands_before
from bedside.triage.models import Screening
from bedside.ui.pages import page

from . import actions, times, waiting
from .besides import beside, in_series
from .calendar_files import calendar_of
from .forms import ALL_FOLLOWING, CancelForm, TimeForm
from .guest_views import keep_for_guest
from .hooks import ways_on
from .models import TAKEN, Appointment, Slot, Status, Use, Waiting
from .shown_times import times_page
from .uses import uses_of


@require_safe
def appointments(request: Knock) -> HttpResponse:
    """Her visits: those to come and those that were."""
    mine = list(Appointment.objects.visible_to(request.user).in_order())
    to_come = [one for one in mine if one.status == Status.BOOKED and one.ends_at > now()]
    waits = Waiting.objects.visible_to(request.user).standing().select_related("visit_type")
    elsewhere = list(PastVisit.objects.visible_to(request.user).took_place().select_related("place")[:50])
    return page(
        request,
        "booking/appointments.html",
        about=[*mine, *elsewhere, *waits],
        to_come=in_series(to_come),
        before=[one for one in reversed(mine) if one not in to_come],
        elsewhere=elsewhere,
        waiting=waits,
        several=len({one.patient_id for one in mine}) > 1,
    )


@require_safe
def appointment(request: Knock, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    earlier = Waiting.objects.visible_to(request.user).standing().filter(instead_of=found).first()
    with_it = beside(found, request.user)
    return page(
        request,
        "booking/appointment.html",
        about=[found, *with_it.series, *with_it.bundle],
        appointment=found,
        waiting=earlier,
        ways=ways_on(request.user, found),
        beside=with_it,
    )


@require_http_methods(["GET", "POST"])
def cancellation(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Cancel an appointment; of a series, with all that follow it where that is asked for."""
    found = get_object_or_404(Appointment.objects.visible_to(request.user), pk=pk)
    later = [one for one in beside(found, request.user).series if one.starts_at > found.starts_at]
    form = CancelForm(request.POST or None, later=len(later))
    if request.method == "POST" and form.is_valid():
        why, by = form.cleaned_data["because"], request.user
        if form.cleaned_data.get("which") == ALL_FOLLOWING:
            actions.cancel_following(found, by=by, because=why)
        else:
            actions.cancel(found, by=by, because=why)
        cannot_wait = triage.told(why, found.patient, by=by, channel="cancelling", label=found.label)
        return stands_before(cannot_wait) or redirect("booking:appointment", found.pk)
    return page(request, "booking/cancellation.html", about=found, appointment=found, form=form)


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose a free time, no later than the urgency allows, and book it."""
    screening = screening_for(request, pk)
    if stands := emergency_before(screening):
        return redirect("triage:emergency", stands.pk)
    may_book(request, screening)
    if not screening.lets_book or screening.wanted_id is None:
        return redirect("triage:questions", screening.pk)
    user, form = request.user, TimeForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            if not isinstance(user, User):
                return keep_for_guest(request, screening, form.cleaned_data["slot"])
            return shown_after(take(screening, form.cleaned_data["slot"], by=user), user)
        except Refusal as refusal:  # the one no that is answered with other times instead of a page of its own
            if refusal.rule not in {"taken", "one_appointment_per_slot", "patient_busy", "offer_over"}:
                raise
            refused = refusal.sentence
    return times_page(request, screening, form, refused)


def shown_after(booked: Appointment, reader: User) -> HttpResponse:
    """Where whoever booked is led: to the visit, or, where it is not theirs to see, to the word that it is booked."""
    if Appointment.objects.visible_to(reader).filter(pk=booked.pk).exists():
        return redirect("booking:appointment", booked.pk)
    return redirect("booking:booked")


@require_safe
def in_confidence(request: Knock) -> HttpResponse:
    """It is booked, and whoever booked it for her may not see it any more."""
    return page(request, "booking/booked.html")


def may_book(request: HttpRequest, screening: Screening) -> None:
    """Whoever cares for her sees that it may be an emergency; to book for her, a carer must be allowed to."""
    if isinstance(request.user, User) and screening.patient_id:
        get_object_or_404(Patient.objects.for_scope(request.user, Scope.APPOINTMENTS), pk=screening.patient_id)


def take(screening: Screening, slot_id: uuid.UUID, *, by: User) -> Appointment:
    """Book for whom the screening is; a guest who has just signed in takes her answers with her."""
    slot = Slot.objects.select_related("service", "place").filter(pk=slot_id).first()
    if slot is None:
        raise Refusal(TAKEN, rule="taken")
    screening = claimed(screening, by=by)
    wanted = get_object_or_404(VisitType.objects.select_related("service"), pk=screening.wanted_id)
    assert screening.patient is not None
    return actions.book(slot, screening.patient, wanted, by=by, screening=screening, reason=screening.text[:1000])


def claimed(screening: Screening, *, by: User) -> Screening:
    """The screening as hers: a guest's becomes that of the patient whose login this is."""
    if screening.patient is not None:
        return screening
    return triage.claim(screening, get_object_or_404(Patient.objects.visible_to(by), login=by), by=by)


@require_POST
def waits(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Join the waiting list for what was asked for."""
    screening = screening_for(request, pk)
    if not isinstance(request.user, User):
        return redirect(f"/sign-in/?{urlencode({'next': reverse('booking:choose', args=[pk])})}")
    may_book(request, screening)
    screening = claimed(screening, by=request.user)
    wanted = get_object_or_404(VisitType, pk=screening.wanted_id)
    assert screening.patient is not None
    triage.allow(screening.patient, screening, starts_at=screening.decided_at, by=request.user)
    waiting.wait_for(wanted, screening.patient, by=request.user, screening=screening, reason=screening.text[:1000])
    uses = uses_of(screening.patient_id, wanted, screening)
    if not times.free_times(wanted, until=screening.latest_start, patient=screening.patient_id, uses=uses, most=1):
        triage.say_no_time(screening, by=request.user)  # a person looks for one
    return redirect("booking:appointments")


@require_http_methods(["GET", "POST"])
def move(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Choose another time for a visit that is booked."""
    found = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    if stands := emergency_of(found.patient):
        return redirect("triage:emergency", stands.pk)
    form = TimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        slot = get_object_or_404(Slot.objects.select_related("service", "place"), pk=form.cleaned_data["slot"])
        actions.reschedule(found, slot, by=request.user)
        return redirect("booking:appointment", found.pk)
    limit = times.latest_for(found)
    uses = Use.values if request.user.is_staff_member else uses_of(found.patient_id, found.visit_type)
    slots = times.free_times(found.visit_type, until=limit, patient=found.patient_id, moved=found.pk, uses=uses)
    return page(request, "booking/move.html", about=found, appointment=found, days=times.by_day(slots), form=form)


@require_POST
def earlier(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Ask to be told if an earlier time comes free."""
    found = get_object_or_404(Appointment.objects.visible_to(request.user), pk=pk)
    waiting.wait_for(found.visit_type, found.patient, by=request.user, instead_of=found, reason=found.reason)
    return redirect("booking:appointment", found.pk)


@require_POST
def stop_waiting(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Leave the waiting list."""
    waiting.stop_waiting(get_object_or_404(Waiting.objects.visible_to(request.user), pk=pk), by=request.user)
    return redirect("booking:appointments")


@require_safe
def calendar_file(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """The visit as a file for her calendar."""
    found = get_object_or_404(Appointment.objects.visible_to(request.user).in_order(), pk=pk)
    saw(request.user, [found.patient_id], what="booking/calendar_file", label=found.label)
    response = HttpResponse(calendar_of(found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return response
