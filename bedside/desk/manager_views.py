"""What those who run the house look after: work that failed for good."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from bedside.access.doors import Knock
from bedside.jobs import actions as jobs
from bedside.jobs.models import Job
from bedside.journal.models import Refusal
from bedside.ui.pages import page

GONE = _("Somebody else has looked after this already.")


@require_safe
def house(request: Knock) -> HttpResponse:
    """Work that was tried too often and waits for a person's word."""
    return page(request, "desk/house.html", dead=Job.objects.dead()[:100])


@require_POST
def second_try(request: Knock, pk: int) -> HttpResponse:
    """Have it tried again from the beginning."""
    if not jobs.retry(get_object_or_404(Job.objects.dead(), pk=pk), by=request.user):
        raise Refusal(GONE)
    return redirect("desk:house")


@require_POST
def put_aside(request: Knock, pk: int) -> HttpResponse:
    """Leave it undone, on purpose."""
    if not jobs.dismiss(get_object_or_404(Job.objects.dead(), pk=pk), by=request.user):
        raise Refusal(GONE)
    return redirect("desk:house")
