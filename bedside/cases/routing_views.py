"""From whoever runs the house to the rules by which cases come to teams, and back to a page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.access.doors import Knock
from bedside.inbox.models import Chat
from bedside.people.models import staff_name
from bedside.triage.deciding import decide
from bedside.ui.answers import number_said
from bedside.ui.pages import page

from . import rule_book
from .models import Case, Kind, Team, priority_of, the_routing
from .routing import somebody_for
from .rule_forms import RestForm, RuleForm, TryForm, when
from .ruling import Item, Way, misses, way_of

MOST = 10**8  # versions
STEPS = {"earlier": -1, "later": 1}


@require_safe
def routing(request: Knock) -> HttpResponse:
    """The rules in their order, the team for the rest, and every edition."""
    return _shown(request, TryForm(initial={"channel": "portal", "language": "en"}))


@require_http_methods(["GET", "POST"])
def rule(request: Knock, rule: str = "") -> HttpResponse:
    """Write a rule, or change it."""
    rules = the_routing()
    found = next((one for one in rules.rules if one["id"] == rule), None)
    if rule and found is None:
        raise Http404
    form = RuleForm(request.POST or None, rule=found, version=rules.version)
    if request.method == "POST" and form.is_valid():
        rule_book.write_rule(rule, form.told(), seen=form.cleaned_data["version"], by=request.user)
        return redirect("cases:routing")
    return page(request, "cases/rule.html", form=form, rule=found)


@require_POST
def order(request: Knock, rule: str) -> HttpResponse:
    """Ask a rule earlier, later, or no more."""
    says, seen = request.POST.get("says", ""), _number(request, "version")
    if says == "end":
        rule_book.end_rule(rule, seen=seen, by=request.user)
    elif says in STEPS:
        rule_book.move_rule(rule, STEPS[says], seen=seen, by=request.user)
    return redirect("cases:routing")


@require_POST
def rest(request: Knock) -> HttpResponse:
    """Who gets what no rule takes."""
    form = RestForm(request.POST)
    if form.is_valid():
        rule_book.say_rest(form.cleaned_data["rest"], seen=form.cleaned_data["version"], by=request.user)
    return redirect("cases:routing")


@require_POST
def bringing_back(request: Knock, edition: int) -> HttpResponse:
    """The rules as they were."""
    rule_book.bring_back(edition, seen=_number(request, "version"), by=request.user)
    return redirect("cases:routing")


@require_POST
def trying(request: Knock) -> HttpResponse:
    """Where would this message go, and why? Nothing is kept."""
    form = TryForm(request.POST)
    return _shown(request, form, tried=_tried(form.cleaned_data) if form.is_valid() else None)


def _tried(said: dict[str, Any]) -> dict[str, Any]:
    level = decide(said["words"], {"language": said["language"], "answers": {}}).level
    told = {name: said[name] for name in ("words", "channel", "language", "place")}
    item = Item(kind=Kind.MESSAGE, level=level, **told)
    rules = the_routing()
    way = way_of(item, rules)
    case = _case(way, said["language"], level)
    to = somebody_for(case)
    asked = [(rule, misses(rule, item)) for rule in rules.rules]
    return {"why": case.why_here, "to": staff_name(to) if to else "", "asked": {one["id"]: no for one, no in asked}}


def _case(way: Way, language: str, level: str) -> Case:
    """A case as it would be, which nobody keeps."""
    case = Case(kind=Kind.MESSAGE, team=way.team, here_by=way.by, here_rule=way.rule, here_name=way.name)
    case.chat, case.priority = Chat(language=language), priority_of(level)
    return case


def _shown(request: Knock, form: TryForm, tried: dict[str, Any] | None = None) -> HttpResponse:
    rules = the_routing()
    context: dict[str, Any] = {
        "routing": rules,
        "rows": [{"rule": one, "team": Team(one["team"]).label, "when": when(one)} for one in rules.rules],
        "resting": RestForm(initial={"version": rules.version, "rest": rules.rest}),
        "form": form,
        "tried": tried,
        "editions": rule_book.editions(),
    }
    return page(request, "cases/routing.html", **context)


def _number(request: Knock, name: str) -> int:
    said = number_said(request.POST.get(name, ""), MOST)
    return -1 if said is None else said
