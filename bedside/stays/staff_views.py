"""The ward's side of a stay: the board, the kitchen's list, one stay and its changes, and going home."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.booking.models import Appointment, Status
from bedside.directory.knocks import place_of
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.journal.models import Refusal
from bedside.people.models import Label, Patient, staff_name
from bedside.ui.pages import in_language, page

from . import actions, caring, taking_home
from .board import board as board_of
from .board import kitchen as kitchen_of
from .changes import CHANGES
from .forms import AdmitForm, LineForm, NewBedForm, NewWardForm, ProlongForm
from .kinds import Course, Settled
from .models import Bed, Fast, GoingHome, Planned, Stay, Ward
from .mystay import beds_before, lines_of, my_stay, said_when


@require_safe
def board(request: Knock) -> HttpResponse:
    """The ward, bed by bed."""
    place = place_of(request)
    rows = board_of(place, request.user)
    seen = [row.stay for row in rows if row.stay and row.seen]
    places = Place.objects.working()
    return page(
        request, "stays/board.html", about=seen, rows=rows, place=place, places=places, said_when=said_when, now=now()
    )


@require_safe
def kitchen(request: Knock) -> HttpResponse:
    """What goes on which tray, to be printed."""
    place = place_of(request)
    rows = kitchen_of(place, request.user)
    seen = [row.stay for row in rows if row.stay and row.seen]
    return page(request, "stays/kitchen.html", about=seen, rows=rows, place=place, said_when=said_when, now=now())


@require_http_methods(["GET", "POST"])
def admission(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Give somebody a bed."""
    patient, place = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk), place_of(request)
    form = AdmitForm(request.POST or None, place=place)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        label = Label.CONFIDENTIAL if told.pop("private") else Label.NONE
        stay = actions.admit(patient, told.pop("bed"), label=label, by=request.user, **told)
        return redirect(f"{reverse('stays:board')}?place={stay.place.pk}")
    return page(
        request,
        "stays/admission.html",
        about=patient,
        patient=patient,
        place=place,
        places=Place.objects.working(),
        form=form,
    )


@require_safe
def stay(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One stay: all that the ward knows and may change."""
    found = _open(request, pk)
    mine = my_stay(found, request.user)
    more: dict[str, Any] = {
        "before": beds_before(found),
        "prolong": ProlongForm(stay=found),
        "said_when": said_when,
        "now": now(),
    }
    return page(request, "stays/stay.html", about=mine.records, stay=found, my=mine, **more)


@require_http_methods(["GET", "POST"])
def change(request: Knock, pk: uuid.UUID, what: str) -> HttpResponse:
    """Change one thing of a stay."""
    found, one = _open(request, pk), CHANGES[what]
    begins = one.begins(found, request.user, request.GET.get("test", ""))
    form = one.form(request.POST or None, initial=begins, stay=found)
    if request.method == "POST" and form.is_valid():
        one.do(found, form.cleaned_data, request.user)
        return redirect("stays:stay", pk)
    return page(request, "stays/change.html", about=found, stay=found, form=form, title=one.title)


@require_POST
def fast_ending(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She may eat, as far as this order goes."""
    fast = get_object_or_404(Fast.objects.visible_to(request.user).select_related("stay"), pk=pk)
    caring.end_fast(fast, by=request.user)
    return redirect("stays:stay", fast.stay_id)


@require_POST
def fast_prolonging(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She may not eat yet."""
    fast = get_object_or_404(Fast.objects.visible_to(request.user).select_related("stay__bed__ward__place"), pk=pk)
    form = ProlongForm(request.POST, stay=fast.stay)
    if not form.is_valid():
        return page(request, "stays/change.html", about=fast, stay=fast.stay, form=form, title=fast.why)
    caring.prolong_fast(fast, until=form.moment("until_day", "until_time"), by=request.user)
    return redirect("stays:stay", fast.stay_id)


@require_POST
def course(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """A test is done, or is called off."""
    planned = get_object_or_404(Planned.objects.visible_to(request.user).select_related("stay"), pk=pk)
    caring.note_course(planned, Course.OFF if "off" in request.POST else Course.DONE, by=request.user)
    return redirect("stays:stay", planned.stay_id)


@require_safe
def going_home(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What is still to be settled before she goes home."""
    found = _open(request, pk)
    lines = lines_of(found, request.user)
    names = {one.settled_by.pk: staff_name(one.settled_by) for one in lines if one.settled_by}
    ready = all(one.state != Settled.OPEN for one in lines)
    return page(request, "stays/going_home.html", about=found, stay=found, lines=lines, names=names, ready=ready)


@require_safe
def home_paper(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """What she takes home, to be printed in her language; also when she has left."""
    found = get_object_or_404(Stay.objects.visible_to(request.user).living().with_bed(), pk=pk)
    lines = lines_of(found, request.user)
    paper = in_language(request, found.root.language, "stays/_home.html", stay=found, lines=lines)
    still_open = any(one.state == Settled.OPEN for one in lines)
    about = [found, *lines]
    return page(request, "stays/home_paper.html", about=about, stay=found, paper=paper, still_open=still_open)


@require_http_methods(["GET", "POST"])
def line(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Settle one thing for going home."""
    mine = GoingHome.objects.visible_to(request.user).select_related(
        "stay__bed__ward__place", "stay__patient__merged_into", "patient"
    )
    found = get_object_or_404(mine.filter(stay__ended_at=None), pk=pk)
    to_come = Appointment.objects.visible_to(request.user).filter(status=Status.BOOKED, starts_at__gt=now())
    booked = to_come.filter(patient__in=found.stay.names()).in_order()
    begins = {"version": found.version, "state": found.state, "words": found.words, "appointment": found.appointment_id}
    form = LineForm(request.POST or None, line=found, booked=booked, initial=begins)
    rows, stands = taking_home.rows_for(found, request.POST or None), False
    if request.method == "POST" and form.is_valid() and (rows is None or not rows.is_bound or rows.is_valid()):
        told = form.cleaned_data
        state, more = Settled(told["state"]), {"appointment": told.get("appointment"), "words": told["words"]}
        try:
            medicines, seen = taking_home.told(rows), told["version"]
            caring.settle(found, state, medicines=medicines, seen=seen, by=request.user, **more)
            return redirect("stays:going-home", found.stay_id)
        except Refusal as refused:
            if refused.rule != "version":
                raise
            stands = True  # and what was typed too: whoever keeps it now has read both
            form.add_error(None, str(refused))
            again = request.POST.copy()
            again["version"] = str(found.version)
            form.data = again
    around: dict[str, Any] = {"line": found, "stay": found.stay, "form": form, "stands": stands}
    return page(request, "stays/line.html", about=found, rows=rows, **around)


@require_POST
def ending(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She goes home; or has died."""
    found = _open(request, pk)
    end = actions.end_for_death if found.died_on else actions.go_home
    end(found, by=request.user)
    if end is actions.go_home:
        return redirect("stays:home-paper", pk)
    return redirect(f"{reverse('stays:board')}?place={found.place.pk}")


@require_http_methods(["GET", "POST"])
def wards(request: Knock) -> HttpResponse:
    """The wards of a place and their beds."""
    place = place_of(request)
    for_bed = request.method == "POST" and "ward" in request.POST
    ward = NewWardForm(request.POST if request.method == "POST" and not for_bed else None)
    bed = NewBedForm(request.POST if for_bed else None, place=place)
    if ward.is_bound and ward.is_valid():
        actions.open_ward(place, by=request.user, **ward.cleaned_data)
        return redirect(f"{reverse('stays:wards')}?place={place.pk}")
    if bed.is_bound and bed.is_valid():
        actions.set_up_bed(bed.cleaned_data["ward"], name=bed.cleaned_data["name"], by=request.user)
        return redirect(f"{reverse('stays:wards')}?place={place.pk}")
    beds = Bed.objects.filter(ward__place=place).select_related("ward").order_by("ward__name", "name")
    return page(
        request,
        "stays/wards.html",
        place=place,
        places=Place.objects.working(),
        wards=Ward.objects.filter(place=place).order_by("name"),
        beds=beds,
        ward=ward,
        bed=bed,
    )


@require_POST
def bed_use(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """A bed is no longer used, or is used again."""
    bed = get_object_or_404(Bed.objects.select_related("ward"), pk=pk)
    actions.use_bed(bed, is_open="again" in request.POST, by=request.user)
    return redirect(f"{reverse('stays:wards')}?place={bed.ward.place_id}")


def _open(request: Knock, pk: uuid.UUID) -> Stay:
    return get_object_or_404(Stay.objects.visible_to(request.user).open().with_bed(), pk=pk)
