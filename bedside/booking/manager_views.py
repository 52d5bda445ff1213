"""Whom the waiting list reached, for those who answer for it."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bedside.access.doors import Knock
from bedside.hours.clock import now
from bedside.ui.pages import page

from . import fairness

LOOKED_BACK = timedelta(days=90)


@require_safe
def reached(request: Knock) -> HttpResponse:
    """Offers, acceptances and days waited, by age and by language, over three months."""
    since, until = now() - LOOKED_BACK, now()
    return page(
        request,
        "booking/reached.html",
        by_age=fairness.by_age(since, until),
        by_language=fairness.by_language(since, until),
        since=since,
        fewest=fairness.FEWEST,
    )
