"""My load, and how the work of a team is shared."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.models import Role
from bedside.cases.resting import rest_of
from bedside.conduct.lately import owes_a_break, today_of
from bedside.conduct.models import TOO_MANY, Incident
from bedside.measures.equity import MOST
from bedside.measures.weekly import WEEK
from bedside.teams.models import plans
from bedside.ui.pages import page

from . import actions, weeks
from .models import OwnWeek


@require_safe
def mine(request: Knock) -> HttpResponse:
    """This week and the last, what they weigh and of what; seen by nobody before her."""
    running = weeks.this_week()
    incident = Incident.objects.visible_to(request.user).filter(reported_by=request.user).order_by("-at").first()
    leads = any(one.lead == str(request.user.pk) for one in plans())
    return page(
        request,
        "workload/mine.html",
        mine=[weeks.mine(request.user, week) for week in (running, running - WEEK)],
        today=today_of(request.user),
        too_many=TOO_MANY,
        rest=rest_of(request.user),
        owed=incident if incident and owes_a_break(request.user) else None,
        seen=OwnWeek.objects.filter(who=request.user, week=running - WEEK).exists(),
        leads=leads or request.user.acting_as is Role.MANAGER,
    )


@require_POST
def seen(request: Knock) -> HttpResponse:
    """She has seen what the last week weighed. Looking alone changes nothing: she says so."""
    actions.open_week(weeks.this_week() - WEEK, by=request.user)
    return redirect("workload:mine")


@require_safe
def shared(request: Knock) -> HttpResponse:
    """The last whole week of each team I answer for."""
    teams = weeks.shared(request.user, weeks.this_week() - WEEK)
    return page(request, "workload/shared.html", teams=teams, rule=MOST, week=weeks.this_week() - WEEK)
