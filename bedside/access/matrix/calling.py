"""Calls and talks at the desk."""

from __future__ import annotations

from .door import ANYBODY, RUNS_THE_HOUSE, WITH_PATIENTS, Door

DOORS: dict[str, Door] = {
    # by a secret of its own, or sealed with it; the line signs
    **{
        f"calls:{name}": Door(ANYBODY, keeps_awake=False, newcomers=True, before_second_step=True)
        for name in ("told", "line", "line-news", "line-after")
    },
    "calls:phones": Door(RUNS_THE_HOUSE),
    "calls:calls": Door(WITH_PATIENTS),
    **{f"calls:{name}": Door(WITH_PATIENTS, keeps_awake=False) for name in ("ringing", "card")},
    **{f"calls:{name}": Door(WITH_PATIENTS, foreign=True) for name in ("call", "taking", "person", "noting")},
}
