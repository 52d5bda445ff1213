"""The staff's home: today, search, the patient before us, and the list for when everything is down."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.booking.days import day_of_place
from bedside.booking.models import Appointment, Waiting
from bedside.cases.models import Case
from bedside.directory.knocks import place_of
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.inbox.models import Conversation
from bedside.inbox.reached import how_reached
from bedside.intake.parts import checked_in
from bedside.people import actions as people
from bedside.people.models import Patient
from bedside.people.names import perhaps_the_same
from bedside.triage import actions as triage
from bedside.triage.models import Screening
from bedside.ui.pages import page

from .forms import RegisterForm, StandDownForm
from .looking import day_asked, here_today, patients_like

LOOKED_FOR = "looked_for"


@require_safe
def today(request: Knock) -> HttpResponse:
    """The day as it stands, what waits for an answer, and what to do next."""
    place = place_of(request)
    lines = day_of_place(place, day_of(now(), place.zone), request.user)
    visits = [line.appointment for line in lines if line.appointment]
    standing = Screening.objects.visible_to(request.user).emergencies_standing()
    emergencies = list(standing.select_related("patient").order_by("decided_at"))
    to_do = list(Case.objects.visible_to(request.user).to_do().in_turn().select_related("patient")[:8])
    return page(
        request,
        "desk/today.html",
        about=[*visits, *[one for one in emergencies if one.patient_id], *to_do],
        place=place,
        places=Place.objects.working(),
        ahead=[line for line in lines if line.ends_at > now() and (line.appointment or line.is_private)],
        over=[line for line in lines if line.ends_at <= now() and line.appointment],
        free=[line for line in lines if line.starts_at > now() and not line.appointment and not line.is_private],
        emergencies=emergencies,
        to_do=to_do,
        waiting=Waiting.objects.visible_to(request.user).standing().count(),
        here=here_today(place, request.user),
        from_home=checked_in(visits),
        now=now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: Knock) -> HttpResponse:
    """Find a patient by whatever the caller says. The words stay in the session: a name stands in no address or log."""
    if request.method == "POST":
        request.session[LOOKED_FOR] = request.POST.get("q", "").replace("\0", "")[:100]
        return redirect("desk:search")
    words = request.session.get(LOOKED_FOR, "")
    found = patients_like(words, request.user) if words.strip() else []
    return page(request, "desk/search.html", about=found, words=words, found=found)


@require_safe
def patient(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One patient: who she is, what is booked, what was written, and what can be done for her now."""
    found = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    hers = Patient.objects.visible_to(request.user).filter(pk=found.pk).with_other_names()
    visits = list(Appointment.objects.visible_to(request.user).filter(patient__in=hers).in_order())
    alike, joined = perhaps_the_same(found), list(found.aliases.order_by("pk"))
    return page(
        request,
        "desk/patient.html",
        about=[found, *alike, *joined],
        alike=alike,
        joined=joined,
        patient=found,
        reached=how_reached(found),
        age=found.age_on(now().date()),
        to_come=[one for one in visits if one.status == "booked" and one.ends_at > now()],
        before=[one for one in reversed(visits) if one.status != "booked" or one.ends_at <= now()][:10],
        letters=Conversation.objects.visible_to(request.user).filter(patient__in=hers).newest_first()[:8],
        waits=Waiting.objects.visible_to(request.user).standing().filter(patient__in=hers).select_related("visit_type"),
        emergencies=Screening.objects.visible_to(request.user).filter(patient__in=hers).emergencies_standing(),
    )


@require_http_methods(["GET", "POST"])
def registration(request: Knock) -> HttpResponse:
    """Register somebody new; who looks like them is shown first, so that nobody is registered twice."""
    form = RegisterForm(request.POST or None)
    alike: list[Patient] = []
    if request.method == "POST" and form.is_valid():
        born, family = form.cleaned_data["birth_date"], form.cleaned_data["family_name"]
        alike = list(
            Patient.objects.visible_to(request.user).filter(birth_date=born, family_name__istartswith=family[:3])[:5]
        )
        if not alike or "new_person" in request.POST:
            fresh = people.register(by=request.user, **form.cleaned_data)
            return redirect("desk:patient", fresh.pk)
    return page(request, "desk/registration.html", about=alike, form=form, alike=alike)


@require_POST
def checked(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Somebody of ours has checked who this is."""
    found = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    people.note_checked(found, by=request.user)
    return redirect("desk:patient", pk)


@require_POST
def code(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Give a patient the code with which her login finds her record."""
    found = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    return page(
        request, "desk/code.html", about=found, patient=found, code=people.give_joining_code(found, by=request.user)
    )


@require_safe
def day_list(request: Knock) -> HttpResponse:
    """The day on paper, for when the screens are dark: times, names, phones, and empty boxes."""
    place = place_of(request)
    day = day_asked(request, place)
    lines = day_of_place(place, day, request.user)
    seen = [line.appointment for line in lines if line.appointment]
    return page(
        request,
        "desk/day_list.html",
        about=seen,
        why=gettext_noop("printed for downtime"),
        place=place,
        day=day,
        lines=lines,
        now=now(),
    )


@require_http_methods(["GET", "POST"])
def standing_down(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """A clinician has spoken with the patient: the emergency no longer stands."""
    found = get_object_or_404(Screening.objects.visible_to(request.user).emergencies_standing(), pk=pk)
    form = StandDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        triage.stand_down(found, by=request.user, **form.cleaned_data)
        return redirect("desk:today")
    return page(request, "desk/standing_down.html", about=found, screening=found, form=form)
