"""How long each phase of a visit took in the last weeks, for those who run the house."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bedside.access.doors import Knock
from bedside.directory.knocks import place_of
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.ui.pages import page

from .phases import LEAST, PHASES, phases

WEEKS = 4


@require_safe
def phases_page(request: Knock) -> HttpResponse:
    """Every phase; one of them by clinician and by hour; and how many sessions began on time."""
    place, asked = place_of(request), request.GET.get("phase", "")
    phase = asked if asked in PHASES else "wait"
    found = phases(place, now() - timedelta(weeks=WEEKS), now(), phase)
    places = Place.objects.working()
    return page(
        request,
        "visits/phases.html",
        found=found,
        phase=phase,
        names=PHASES,
        place=place,
        places=places,
        weeks=WEEKS,
        least=LEAST,
    )
