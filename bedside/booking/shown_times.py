"""The page of free times, none later than the urgency allows: for whoever chooses, and for whoever was too late."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from bedside.access.models import User
from bedside.directory.models import VisitType
from bedside.triage.models import Screening
from bedside.ui.fields import Form
from bedside.ui.pages import page

from . import times
from .narrowing import Narrowed
from .needs import minutes_of
from .uses import uses_of


def times_page(request: HttpRequest, screening: Screening, form: Form, refused: str = "") -> HttpResponse:
    """The times she may choose from now; above them why the one she chose was not to be had."""
    wanted = get_object_or_404(VisitType.objects.select_related("service"), pk=screening.wanted_id)
    uses = uses_of(screening.patient_id, wanted, screening)
    offered = partial(times.free_times, wanted, until=screening.latest_start, patient=screening.patient_id, uses=uses)
    chosen = Narrowed.of(request, screening, wanted)
    slots = offered(only=chosen.only, within=chosen.within)
    here = reverse("booking:choose", args=[screening.pk])
    return page(
        request,
        "booking/choose.html",
        chosen=chosen,
        known=chosen.known(slots)[:3],
        show=request.GET.get("show", ""),
        minutes=minutes_of(wanted, screening.patient),
        only_narrow=not slots and chosen.wishes.chosen and bool(offered(most=1)),
        about=[screening] if screening.patient_id else [],
        status=409 if refused else 200,
        screening=screening,
        visit_type=wanted,
        days=times.by_day(slots),
        form=form,
        refused=refused,
        is_guest=not isinstance(request.user, User),
        sign_in_first=f"/sign-in/?{urlencode({'next': here})}",
    )
