"""The demo's welcome page: what there is to try, and a button for each person one may be."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from bedside.access.requests import is_from_this_machine
from bedside.ui.pages import page
from bedside.wall.devices import carry

from .actions import connect_screen, people_of_the_demo

SCREENS = {"display": "wall:display", "kiosk": "wall:kiosk"}


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    people = list(people_of_the_demo())
    outside = [one for one in people if one.role in {"patient", "carer"}]
    return page(request, "town/welcome.html", outside=outside, inside=[one for one in people if one not in outside])


@require_POST
def screen(request: HttpRequest) -> HttpResponse:
    """Make this browser a screen of the clinic. Outside the demo that takes a code; there is no such route there."""
    kind = request.POST.get("kind", "")
    if kind not in SCREENS or not is_from_this_machine(request):
        raise Http404
    device, secret = connect_screen(kind)
    return carry(redirect(SCREENS[kind]), device, secret)
