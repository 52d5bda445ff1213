"""The front door: each to their own home, guests to the welcome page; and what is too large to come in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from bedside.access.doors import role_of
from bedside.access.models import Role
from bedside.ui.errors import sorry
from bedside.ui.pages import page

HOMES = {
    Role.PATIENT: "portal:home",
    Role.CARER: "portal:home",
    Role.FRONT_DESK: "desk:today",
    Role.NURSE: "desk:today",
    Role.CLINICIAN: "visits:mine",
    Role.MANAGER: "insight:overview",
    Role.ADMINISTRATOR: "desk:house",
}


@require_safe
def too_large(request: HttpRequest) -> HttpResponse:
    """What a sending meets that the server did not read to its end: what to do now, and the way back to her form."""
    return sorry(request, 413)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Home for whoever has signed in; for guests what we are and where to begin, in the demo whom one may be."""
    if home := HOMES.get(role_of(request)):
        return redirect(home)
    if request.user.is_authenticated:
        return redirect("portal:newcomer")
    if settings.DEMO:
        return redirect("town:welcome")
    return page(request, "portal/front.html")
