"""Planning the week: templates, the days they are applied to, leave, and whom that leaves without a clinician."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.hours.zones import local
from bedside.ui.pages import page

from . import actions
from .hours_form import DAYS
from .models import Appointment, Leave, Template, Use
from .pattern import breaks_between, read
from .planning_forms import DaysForm, LeaveForm, LinesForm, TemplateForm, usual_days


@require_safe
def templates(request: Knock) -> HttpResponse:
    """Who works when, as it repeats."""
    found = Template.objects.visible_to(request.user).standing().in_order()
    return page(request, "booking/templates.html", templates=found, days=dict(DAYS), alone=_alone(request))


@require_http_methods(["GET", "POST"])
def new_template(request: Knock) -> HttpResponse:
    """Write down a new one."""
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        post = said["post"]
        made = actions.make_template(
            post.staff_member,
            place=post.place,
            service=post.service,
            mode=said["mode"],
            weekdays=said["weekdays"],
            lines=[line.as_kept() for line in said["lines"]],
            seats=said["seats"],
            by=request.user,
        )
        return redirect("booking:template", made.pk)
    return page(request, "booking/template_new.html", form=form)


@require_http_methods(["GET", "POST"])
def template(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One template: its times, what they are held for, and the days it is applied to."""
    found = _template(request, pk)
    form = LinesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_template(found, by=request.user, lines=form.cleaned_data["lines"])
        return redirect("booking:template", pk)
    return _shown(request, found, form=form)


@require_POST
def days(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Apply it to a span of days."""
    found, form = _template(request, pk), DaysForm(request.POST)
    applied = None
    if form.is_valid():
        applied = actions.apply_template(found, form.cleaned_data["first"], form.cleaned_data["last"], by=request.user)
    return _shown(request, found, applying=form, applied=applied)


@require_POST
def end_template(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Nobody works like this any more."""
    actions.end_template(_template(request, pk), by=request.user)
    return redirect("booking:templates")


@require_http_methods(["GET", "POST"])
def leave(request: Knock) -> HttpResponse:
    """Who is away, and somebody new who will be."""
    form = LeaveForm(request.POST or None, zone=the_clinic().zone)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.take_leave(said["member"], said["starts_at"], said["ends_at"], by=request.user)
        return redirect("booking:leave")
    zone = the_clinic().zone
    away = [
        (one, _said(one.starts_at, zone), _said(one.ends_at, zone, last=True)) for one in Leave.objects.to_come(now())
    ]
    return page(request, "booking/leave.html", form=form, away=away, zone=zone, alone=_alone(request))


@require_POST
def end_leave(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """She is there after all."""
    actions.end_leave(get_object_or_404(Leave.objects.standing(), pk=pk), by=request.user)
    return redirect("booking:leave")


@require_safe
def new_times(request: Knock) -> HttpResponse:
    """Whose clinician is away: each needs another time."""
    visits = list(Appointment.objects.visible_to(request.user).left_alone().in_order())
    return page(request, "booking/new_times.html", about=visits, visits=visits)


def _template(request: Knock, pk: uuid.UUID) -> Template:
    found = Template.objects.visible_to(request.user).standing().select_related("staff_member", "place", "service")
    return get_object_or_404(found, pk=pk)


def _alone(request: Knock) -> int:
    """How many visits that this reader may see need a new time."""
    return Appointment.objects.visible_to(request.user).left_alone().count()


def _shown(
    request: Knock,
    found: Template,
    *,
    form: LinesForm | None = None,
    applying: DaysForm | None = None,
    applied: actions.Applied | None = None,
) -> HttpResponse:
    lines = read(found.lines)
    return page(
        request,
        "booking/template.html",
        template=found,
        form=form or LinesForm(),
        applying=applying or DaysForm(initial=usual_days(found.place.zone)),
        applied=applied,
        rows=form.rows() if form and form.is_bound else [line.as_kept() for line in lines],
        breaks=[(_wall(begins), _wall(ends)) for begins, ends in breaks_between(lines)],
        days=dict(DAYS),
        uses=Use.choices,
    )


def _said(moment: datetime, zone: str, *, last: bool = False) -> tuple[datetime, bool]:
    """A moment, and whether it is only a day: midnight ends the day before."""
    whole = local(moment, zone).time() == time(0)
    return (moment - timedelta(minutes=1) if whole and last else moment), whole


def _wall(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
