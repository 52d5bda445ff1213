"""From whoever runs the house to how a team works, and back to a page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from bedside.access.doors import Knock
from bedside.directory.clinic import the_clinic
from bedside.directory.forms.week import WeekForm
from bedside.directory.opening import week_said
from bedside.people.models import staff_name
from bedside.ui.pages import page

from . import actions
from .forms import TeamForm
from .models import Team, TeamPlan, plan_of, plans


@require_safe
def teams(request: Knock) -> HttpResponse:
    """Every team: by when it answers, who it is and when it is there."""
    return page(request, "teams/teams.html", rows=[_told(plan) for plan in plans()])


@require_http_methods(["GET", "POST"])
def team(request: Knock, code: str) -> HttpResponse:
    """How one team works, and changing it."""
    plan = _plan(code)
    form = TeamForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        actions.arrange(code, by=request.user, seen=form.cleaned_data["version"], **form.told())
        return redirect("teams:teams")
    return page(request, "teams/team.html", plan=plan, form=form, week=week_said(plan.opening))


@require_http_methods(["GET", "POST"])
def hours(request: Knock, code: str) -> HttpResponse:
    """A team's own hours; without any, it is there when the clinic is."""
    plan = _plan(code)
    form = WeekForm(request.POST or None, week=plan.opening, version=plan.version)
    if request.method == "POST" and form.is_valid():
        actions.arrange(code, by=request.user, seen=form.cleaned_data["version"], opening=form.week())
        return redirect("teams:team", code)
    return page(request, "teams/hours.html", plan=plan, form=form)


def _plan(code: str) -> TeamPlan:
    if code not in Team.values:
        raise Http404
    return plan_of(code)


def _told(plan: TeamPlan) -> dict[str, Any]:
    names = [staff_name(one) for one in plan.people()[:6]] if plan.members else []
    minutes = plan.answers_within or the_clinic().answers_within
    return {"plan": plan, "names": names, "hours": (minutes + 59) // 60}
