"""For managers: how many people the phones need."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bedside.access.doors import Knock
from bedside.ui.pages import page

from . import staffing

MOST = 500  # people at phones


@require_safe
def phones(request: Knock) -> HttpResponse:
    """Half hour by half hour, and what it comes to with those who are there now."""
    typed = request.GET.get("agents", "")
    agents = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 3 and 0 < int(typed) <= MOST else None
    return page(request, "calls/phones.html", need=staffing.need(agents), agents=agents, goal=staffing.goal())
