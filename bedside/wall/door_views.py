"""Where the code on the door leads: three things about her, then "I am here"; and the page with that code, to print.

Who she said she is stands in her session for ten minutes. Nothing here says more than a kiosk would: no name, no
service, and of a wrong answer not which part was wrong.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bedside.access.doors import Knock
from bedside.access.models import PATIENT_SIDE, User
from bedside.access.throttle import network_of
from bedside.booking.models import Appointment
from bedside.directory.knocks import place_of
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.intake.knocks import let_in_here
from bedside.journal.actions import saw
from bedside.triage.knocks import emergency_of
from bedside.ui.pages import page
from bedside.visits.keys import Way, link_to
from bedside.visits.models import OPENS_BEFORE, may_say_here

from . import door
from .forms import DoorForm

KNOWN = "at_the_door"  # in the session: who she said she is at which door, and until when


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Three things that tell us who she is. Whoever has signed in and has one visit here now need not say them."""
    place = get_object_or_404(Place.objects.working(), pk=pk)
    if request.method != "POST" and (hers := _signed_in(request, place)):
        return redirect("visits:checking-in", hers.pk)
    form = DoorForm(request.POST or None)
    missed = False
    if request.method == "POST" and form.is_valid():
        found = door.say_who(place, network_of(request), **form.cleaned_data)
        if found is not None:
            request.session[KNOWN] = door.to_keep(place, found)
            return redirect("wall:here-visits", pk)
        missed = True
    return page(request, "wall/here.html", place=place, form=form, missed=missed)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def here_visits(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Her visits of today, by their times alone: I am here; and where she follows her wait."""
    place = get_object_or_404(Place.objects.working(), pk=pk)
    hers = door.known(place, request.session.get(KNOWN, {}))
    if hers is None:
        return redirect("wall:here", pk)
    stands = emergency_of(hers.patient)
    if request.method == "POST" and not stands:
        chosen = next((one for one in hers.visits if str(one.pk) == request.POST.get("visit")), None)
        visit = door.check_in(chosen) if chosen else None
        if visit is None or visit.label:  # of what is confidential there is no page to follow: its ticket stands here
            return redirect("wall:here-visits", pk)
        let_in_here(request, visit)
        return redirect(link_to(visit))
    saw(door.hand_at(place), [hers.patient.pk], what="wall/here", label=hers.label)
    shown = [] if stands else [(one, door.visit_for(one), may_say_here(one)) for one in hers.visits]
    return page(request, "wall/here_visits.html", place=place, visits=shown, stands=stands)


@require_safe
def poster(request: Knock) -> HttpResponse:
    """The code for the door of a place, to print and hang up: few words, in every language we speak."""
    place = place_of(request)
    way, places = Way(reverse("wall:here", args=[place.pk])), list(Place.objects.working())
    return page(request, "wall/poster.html", place=place, places=places, way=way, lines=_in_every_language())


def _in_every_language() -> list[tuple[str, str, str]]:
    """The language, and in it what to do and what it is good for."""
    found = []
    for code, _name in settings.LANGUAGES:
        if "-x" not in code:
            with translation.override(code):
                found.append((code, _("Are you here for a visit?"), _("Scan the code with your phone to check in.")))
    return found


def _signed_in(request: HttpRequest, place: Place) -> Appointment | None:
    """The one visit of hers for which she may say here and now that she is here."""
    if not isinstance(request.user, User) or request.user.acting_as not in PATIENT_SIDE:
        return None
    here = Appointment.objects.visible_to(request.user).filter(place=place, ends_at__gt=now()).in_order()
    due = [one for one in here.filter(starts_at__lt=now() + OPENS_BEFORE) if may_say_here(one)]
    return due[0] if len(due) == 1 else None
