"""How we are doing, and what staff practise."""

from __future__ import annotations

from ..models import STAFF, Role
from .door import RUNS_THE_HOUSE, Door

DOORS: dict[str, Door] = {
    # insight: how we are doing is for everybody who works here; tasks are for whom they were given to
    "insight:overview": Door(STAFF),
    "insight:counting": Door(RUNS_THE_HOUSE),
    "insight:measure": Door(STAFF),
    "insight:limits": Door(RUNS_THE_HOUSE),
    "insight:improvements": Door(STAFF),
    "insight:improvement": Door(STAFF, foreign=True),
    "insight:giving": Door(RUNS_THE_HOUSE),
    "insight:trying": Door(STAFF, foreign=True),
    "insight:closure": Door(STAFF, foreign=True),
    "insight:dropping": Door(STAFF, foreign=True),
    # training: what staff practise; each sees their own, the manager who has practised
    **{f"training:{name}": Door(STAFF) for name in ("home", "lesson", "checks", "scenario")},
    **{f"training:{name}": Door(STAFF, foreign=True) for name in ("taken", "play", "choices", "sharing", "keeping")},
    "training:team": Door(frozenset({Role.MANAGER})),
}
