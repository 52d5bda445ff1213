"""How urgency is decided: the rules, what this house changed about them, and what waits for a second person."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.access.models import Role
from bedside.people.models import staff_name
from bedside.ui.pages import page
from bedside.urgency.catalog import Rule
from bedside.urgency.levels import HEIGHT

from . import editions, replaying, ruling
from .forms import TONGUES, ProposalForm, RefusalForm, question_of
from .models import Level, RuleChange


@require_safe
def rules(request: Knock) -> HttpResponse:
    """Every rule, the most urgent first, and what waits to be decided."""
    house = editions.standing()
    groups = [
        (level, [rule for rule in house if rule.level == level.value])
        for level in sorted(Level, key=lambda level: -HEIGHT[level.value])
    ]
    changes = RuleChange.objects.visible_to(request.user)
    return page(
        request,
        "triage/rules.html",
        edition=house.edition,
        groups=[(level, those) for level, those in groups if those],
        proposed=changes.proposed().select_related("proposed_by"),
        rules=house,
        staff_name=staff_name,
    )


@require_http_methods(["GET", "POST"])
def rule(request: Knock, rule: str) -> HttpResponse:
    """One rule as it stands, what was changed about it, and how to propose another change."""
    found, words = _known(rule), ruling.words_of(rule)
    form = ProposalForm(request.POST or None, rule=found, words=words)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        change = ruling.propose(
            rule, level=said["level"], questions=form.questions(), words=form.words(), why=said["why"], by=request.user
        )
        return redirect("triage:rule-change", change.pk)
    changes = RuleChange.objects.visible_to(request.user).filter(rule=rule)
    return page(
        request,
        "triage/rule.html",
        rule=found,
        question=question_of(found),
        level=Level(found.level).label,
        words=[(TONGUES[tongue], those) for tongue, those in words.items()],
        changes=changes.select_related("proposed_by", "decided_by").order_by("-proposed_at"),
        waiting=changes.proposed().first(),
        form=form,
        may_change=_may_change(request),
        staff_name=staff_name,
    )


@require_safe
def change(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One change: how it was, how it would be, and what it would have done to the last decisions."""
    found = _change(request, pk)
    now, then = editions.before(found), editions.with_change(found)
    effect = replaying.effect(replaying.last(), now, then) if found.is_open else None
    return page(
        request,
        "triage/rule_change.html",
        change=found,
        rule=now[found.rule],
        level_before=Level(now[found.rule].level).label,
        level_after=Level(found.level).label if found.level else "",
        lowers=bool(found.level) and HEIGHT[found.level] < HEIGHT[now[found.rule].level],
        tongues=TONGUES,
        effect=effect,
        refusing=RefusalForm(),
        is_hers=found.proposed_by_id == request.user.pk,
        may_change=_may_change(request),
        staff_name=staff_name,
    )


@require_POST
def approval(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """A second clinician agrees."""
    ruling.approve(_change(request, pk), by=request.user)
    return redirect("triage:rule-change", pk)


@require_POST
def refusal(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """A second clinician does not agree."""
    found, form = _change(request, pk), RefusalForm(request.POST)
    form.is_valid()
    ruling.refuse(found, because=form.cleaned_data.get("because", ""), by=request.user)
    return redirect("triage:rule-change", pk)


@require_POST
def withdrawal(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """Whoever proposed it takes it back."""
    ruling.withdraw(_change(request, pk), by=request.user)
    return redirect("triage:rule-change", pk)


@require_safe
def replay(request: Knock) -> HttpResponse:
    """Decide the last decisions again: the same must come out. Nobody's words are shown."""
    return page(request, "triage/replay.html", replayed=replaying.replay(replaying.last()))


def _known(rule: str) -> Rule:
    found = editions.standing().by_id.get(rule)
    if found is None:
        raise Http404
    return found


def _change(request: Knock, pk: uuid.UUID) -> RuleChange:
    changes = RuleChange.objects.visible_to(request.user).select_related("proposed_by", "decided_by")
    return get_object_or_404(changes, pk=pk)


def _may_change(request: Knock) -> bool:
    return request.user.acting_as == Role.CLINICIAN
