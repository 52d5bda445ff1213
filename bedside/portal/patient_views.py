"""The patient's home: what is next for me, my details, and who saw my record."""

from __future__ import annotations

import uuid
from copy import copy
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from bedside.access.doors import Knock
from bedside.booking.models import Appointment, Offer, Status, Waiting
from bedside.feedback.models import Invitation
from bedside.hours.clock import now
from bedside.inbox.models import Conversation
from bedside.people import actions as people
from bedside.people.models import Patient, Scope, has_a_record
from bedside.triage import actions as triage
from bedside.triage.knocks import stands_before
from bedside.triage.models import Screening
from bedside.ui.pages import page
from bedside.visits.models import Summary, Visit, may_say_here

from .forms import DetailsForm, JoinForm, NewcomerForm
from .sights import sights_of

READ_SOON = timedelta(days=30)  # as long as a summary is offered on the first page


@require_safe
def home(request: Knock) -> HttpResponse:
    """What is next for me."""
    user = request.user
    patients = list(Patient.objects.visible_to(user).order_by("given_name"))
    if not patients:
        return redirect("portal:newcomer")
    booked = Appointment.objects.visible_to(user).filter(status=Status.BOOKED, ends_at__gt=now())
    to_come = list(booked.in_order()[:5])
    standing = Screening.objects.visible_to(user).emergencies_standing()
    unwell = standing.exclude(patient=None).values("patient")  # no time is offered while an emergency stands
    return page(
        request,
        "portal/home.html",
        about=patients,
        patients=patients,
        next=to_come[0] if to_come else None,
        later=to_come[1:],
        here=Visit.objects.visible_to(user).open().with_its_people().order_by("arrived_at"),
        arriving={one.pk for one in to_come if may_say_here(one)},
        told=Summary.objects.visible_to(user).signed().filter(signed_at__gt=now() - READ_SOON).newest_first()[:3],
        offers=Offer.objects.visible_to(user).standing().exclude(patient__in=unwell).select_related("slot__place"),
        letters=Conversation.objects.visible_to(user).filter(unread_for_patient__gt=0).newest_first()[:5],
        asked=Invitation.objects.visible_to(user).standing().order_by("-due_at")[:3],
        waits=Waiting.objects.visible_to(user).standing().select_related("visit_type"),
        emergency=standing.order_by("-decided_at").first(),
    )


@require_http_methods(["GET", "POST"])
def newcomer(request: Knock) -> HttpResponse:
    """A login without a record: find the one we have by a code from the desk, or begin a new one."""
    if has_a_record(request.user):
        return redirect("portal:home")
    joining = request.method == "POST" and "code" in request.POST
    join = JoinForm(request.POST if joining else None)
    begin = NewcomerForm(request.POST if request.method == "POST" and not joining else None)
    if joining and join.is_valid():
        people.join(request.user, **join.cleaned_data)
        return redirect("portal:home")
    if begin.is_bound and begin.is_valid():
        people.register_oneself(request.user, email=request.user.email, **begin.cleaned_data)
        return redirect("portal:home")
    return page(request, "portal/newcomer.html", join=join, begin=begin)


@require_safe
def me(request: Knock) -> HttpResponse:
    """My details, one card for each person I look after."""
    patients = list(Patient.objects.visible_to(request.user).order_by("given_name"))
    return page(request, "portal/me.html", about=patients, patients=patients)


@require_http_methods(["GET", "POST"])
def details(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Change my details and how I wish to hear from the clinic; a carer may who may write and read her messages."""
    patient = get_object_or_404(Patient.objects.for_scope(request.user, Scope.MESSAGES), pk=pk)
    form = DetailsForm(request.POST or None, instance=copy(patient))
    if request.method == "POST" and form.is_valid():
        people.change_details(patient, by=request.user, **form.cleaned_data)
        new = form.cleaned_data["needs"] if "needs" in form.changed_data else ""
        cannot_wait = triage.told(new, patient, by=request.user, channel="details")
        return stands_before(cannot_wait) or redirect("portal:me")
    return page(request, "portal/details.html", about=patient, patient=patient, form=form)


@require_safe
def sights(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Who saw my record, staff included."""
    patient = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    return page(request, "portal/sights.html", about=patient, patient=patient, seen=sights_of(patient, request.user))
