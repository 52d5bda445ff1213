"""How a team works, so that its page has a subject."""

from __future__ import annotations

from typing import Any

from bedside.teams.models import TeamPlan, plan_of


def things() -> list[Any]:
    plan: TeamPlan = plan_of("pharmacy")
    return [plan]
