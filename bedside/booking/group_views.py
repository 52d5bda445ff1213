"""Groups that meet: when, how many seats are left, who has joined, and how many may."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.matrix.door import PLANS_THE_WEEK
from bedside.hours.clock import now
from bedside.ui.pages import page

from . import actions
from .history import seats_history
from .models import HOLDS_ITS_TIME, Appointment, Slot, SlotQuerySet
from .resource_forms import SeatsForm
from .seats import seats_left

AHEAD = timedelta(days=120)
MOST = 200


@require_safe
def groups(request: Knock) -> HttpResponse:
    """The groups that meet in the coming months, the soonest first."""
    slots = list(_groups().filter(starts_at__lt=now() + AHEAD).in_order()[:MOST])
    left = seats_left(slots)
    rows = [(one, one.seats - left[one.pk], left[one.pk]) for one in slots]
    return page(request, "booking/groups.html", rows=rows, plans=_plans(request))


@require_safe
def group(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Who has joined one of them, as far as this reader may see, and how many seats are left."""
    found = get_object_or_404(_groups().with_its_people(), pk=pk)
    return _shown(request, found, SeatsForm(initial={"version": found.session.version, "seats": found.seats}))


@require_POST
def seats(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """More seats, or fewer."""
    found = get_object_or_404(_groups().with_its_people(), pk=pk)
    form = SeatsForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form)
    actions.change_seats(found, form.cleaned_data["seats"], by=request.user, seen=form.cleaned_data["version"])
    return redirect("booking:group", pk)


def _groups() -> SlotQuerySet:
    return Slot.objects.filter(seats__gt=1, is_closed=False, starts_at__gt=now()).select_related("session")


def _plans(request: Knock) -> bool:
    return request.user.acting_as in PLANS_THE_WEEK


def _shown(request: Knock, found: Slot, form: SeatsForm) -> HttpResponse:
    hers = Appointment.objects.visible_to(request.user).filter(slot=found, status__in=HOLDS_ITS_TIME)
    joined = list(hers.select_related("patient", "visit_type").order_by("asked_at"))
    left = seats_left([found])[found.pk]
    return page(
        request,
        "booking/group.html",
        about=joined,
        slot=found,
        joined=joined,
        taken=found.seats - left,
        left=left,
        form=form,
        plans=_plans(request),
        changes=seats_history(found),
    )
