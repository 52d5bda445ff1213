"""What managers change about the rules by which cases come to teams. Each change is a new edition, and all are kept."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.journal.actions import record
from bedside.journal.models import Entry, Refusal

from .models import Routing, Team, the_routing

MOST_RULES = 100
EDITIONS = 20
Rules = list[dict[str, Any]]


@transaction.atomic
def write_rule(rule: str, told: dict[str, Any], *, seen: int, by: User) -> Routing:
    """Write a rule anew, or change one. A new one comes last."""

    def written(rules: Rules) -> Rules:
        if not rule:
            return [*rules, {"id": str(uuid.uuid4()), **told}]
        return [{"id": rule, **told} if one["id"] == rule else one for one in rules]

    return _keep("routing.rule_written", written, seen=seen, by=by, rule=told["name"])


@transaction.atomic
def move_rule(rule: str, by_steps: int, *, seen: int, by: User) -> Routing:
    """Let a rule be asked earlier or later."""

    def moved(rules: Rules) -> Rules:
        at = next((place for place, one in enumerate(rules) if one["id"] == rule), None)
        to = -1 if at is None else at + by_steps
        if at is None or not 0 <= to < len(rules):
            return rules
        rules[at], rules[to] = rules[to], rules[at]
        return rules

    return _keep("routing.rule_moved", moved, seen=seen, by=by)


@transaction.atomic
def end_rule(rule: str, *, seen: int, by: User) -> Routing:
    """It counts no more. What came by it stays where it is."""
    return _keep("routing.rule_ended", lambda rules: [one for one in rules if one["id"] != rule], seen=seen, by=by)


@transaction.atomic
def say_rest(team: str, *, seen: int, by: User) -> Routing:
    """Which team gets what no rule takes."""
    return _keep("routing.rest_said", lambda rules: rules, seen=seen, by=by, rest=team)


@transaction.atomic
def bring_back(edition: int, *, seen: int, by: User) -> Routing:
    """The rules are again as they were in an earlier edition; that is a new edition."""
    kept = next((one for one in editions() if one.version == edition), None)
    told = kept.told.get("record", {}) if kept else {}
    if "rules" not in told:
        raise Refusal(_("This edition cannot be brought back."), rule="edition")
    rules = told["rules"]
    return _keep("routing.brought_back", lambda _now: rules, seen=seen, by=by, rest=told["rest"], edition=edition)


def editions() -> list[Entry]:
    """The last editions, the newest first."""
    kept = Entry.objects.filter(subject_type=Routing._meta.label_lower, subject_id=the_routing().pk)
    return list(kept.order_by("-version")[:EDITIONS])


def _keep(verb: str, change: Callable[[Rules], Rules], *, seen: int, by: User, rest: str = "", **facts: Any) -> Routing:
    routing = the_routing()
    if routing.version != seen:
        raise Refusal(_("Someone else has just changed this. Please look again."), rule="version")
    routing.rules = change(list(routing.rules))
    if len(routing.rules) > MOST_RULES:
        raise Refusal(_("There are too many rules. End one first."), rule="rules")
    routing.rest = Team(rest or routing.rest)
    record(verb, routing, by=by, **facts)
    return routing
