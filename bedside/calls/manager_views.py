"""For managers: how many people the phones need."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bedside.access.doors import Knock
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import local
from bedside.ui.answers import number_said
from bedside.ui.pages import page

from . import staffing

MOST = 500  # people at phones


@require_safe
def phones(request: Knock) -> HttpResponse:
    """The week half hour by half hour, one of its days in full, and what it comes to with those who are there now."""
    agents = number_said(request.GET.get("agents", ""), MOST) or None
    need = staffing.need(agents)
    asked = {str(number): number for number in need.days}.get(request.GET.get("day", ""))
    today = local(now(), the_clinic().zone).weekday()
    day = asked if asked is not None else today if today in need.days else min(need.days, default=None)
    return page(request, "calls/phones.html", need=need, day=day, agents=agents, goal=staffing.goal())
