"""What staff read of what patients said."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bedside.access.doors import Knock
from bedside.directory.models import Place
from bedside.ui.pages import page

from .forms import SpanForm
from .said import said as put_together


@require_safe
def said(request: Knock) -> HttpResponse:
    """What patients said, without names."""
    chosen = SpanForm(request.GET)
    found = put_together(request.user, chosen.at, chosen.span)
    spans: dict[str, Any] = {"spans": SpanForm.SPANS, "span": str(chosen.span)}
    places: dict[str, Any] = {"at": chosen.at, "places": Place.objects.working()}
    return page(request, "feedback/said.html", said=found, **spans, **places)
