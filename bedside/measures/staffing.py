"""What `bedside ask staffing` answers: how long callers wait with so many people, or how many people a goal needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil, floor, isinf
from typing import Any

from .erlang import HALF_HOUR, ErlangA, ErlangC, Load

WITHIN = 20.0  # seconds
SHARE = 0.8  # of callers, answered within them
SHRINKAGE = 0.3  # of paid time that goes into breaks, leave and training
MOST_CALLS = 1e7
LONGEST = 1e9  # seconds
MOST_LOAD = 1_000_000.0  # people talking at once
MOST_AGENTS = 2_000_000
UNSTABLE = (
    "Unstable: callers bring {load:g} hours of talk an hour and {agents} people cannot do more than {agents}. "
    "If nobody hung up, the queue would grow without end."
)
Model = ErlangC | ErlangA


@dataclass(frozen=True)
class Goal:
    """What is wanted of every hour, and whether a model reaches it."""

    service_level: float | None = None
    within: float = WITHIN
    asa: float | None = None
    abandonment: float | None = None
    occupancy: float | None = None

    def reached(self, model: Model) -> bool:
        if isinstance(model, ErlangC) and not model.is_stable:
            return False
        gone = model.abandons if isinstance(model, ErlangA) else 0.0
        return (
            (self.service_level is None or model.answered_within(self.within) >= self.service_level - 1e-12)
            and (self.asa is None or model.mean_wait <= self.asa)
            and (self.abandonment is None or gone <= self.abandonment)
            and (self.occupancy is None or model.occupancy <= self.occupancy)
        )

    def told(self) -> dict[str, Any]:
        within = {"seconds": self.within} if self.service_level is not None else {}
        named = {name: getattr(self, name) for name in ("service_level", "asa", "abandonment", "occupancy")}
        return {name: value for name, value in named.items() if value is not None} | within


def answer(line: Any) -> dict[str, Any]:
    """{"calls_per_30min", "aht_seconds", "patience_seconds", "agents" or "target"} → Erlang C and A figures."""
    if not isinstance(line, dict):
        raise ValueError(
            'Each line must be an object such as {"calls_per_30min": 30, "aht_seconds": 300, "agents": 8}.'
        )
    load = Load(
        _number(line.get("calls_per_30min"), "calls_per_30min", MOST_CALLS) / HALF_HOUR,
        _number(line.get("aht_seconds"), "aht_seconds", 1e6),
    )
    if load.erlangs > MOST_LOAD:
        raise ValueError(f"This is work for {load.erlangs:,.0f} people. We count up to {MOST_LOAD:,.0f}.")
    patience = None if line.get("patience_seconds") is None else _number(line["patience_seconds"], "patience_seconds")
    within = _within(line)
    goal = _goal(line.get("target"), within)
    shrinkage = SHRINKAGE if line.get("shrinkage") is None else _share(line["shrinkage"], "shrinkage")
    if shrinkage >= 1:
        raise ValueError("Shrinkage must be less than the whole time.")
    agents = None if line.get("agents") is None else _whole(line["agents"])
    needed_c = _needed(lambda n: ErlangC.of(load, n), goal, load)
    needed_a = None if patience is None else _needed(lambda n: ErlangA.of(load, n, patience), goal, load)
    at = (agents, agents) if agents is not None else (needed_c, needed_a)
    told: dict[str, Any] = {
        "offered_load": _round(load.erlangs),
        "agents": at[0] if at[0] is not None else at[1],
        "seconds": goal.within,
        "erlang_c": _told_c(load, at[0], goal.within),
        "erlang_a": _told_a(load, at[1], patience, goal.within),
        "target": goal.told(),
        "needed": {"erlang_c": needed_c, "erlang_a": needed_a},
        "on_the_rota": {
            name: None if n is None else ceil(n / (1 - shrinkage) - 1e-9)
            for name, n in (("erlang_c", needed_c), ("erlang_a", needed_a))
        },
    }
    if load.erlangs == 0:
        told["because"] = "Without calls nobody waits. Somebody should still be there to answer."
    return told


def _told_c(load: Load, agents: int | None, within: float) -> dict[str, Any]:
    if agents is None:
        return _nothing("No number of people reaches this target.")
    model = ErlangC.of(load, agents)
    if not model.is_stable:
        return _nothing(UNSTABLE.format(load=round(load.erlangs, 3), agents=agents), agents) | {"stable": False}
    return {"stable": True} | _figures(model, within)


def _told_a(load: Load, agents: int | None, patience: float | None, within: float) -> dict[str, Any]:
    if patience is None:
        return _nothing("Say how long callers wait before they hang up: patience_seconds.", agents)
    if agents is None:
        return _nothing("No number of people reaches this target.")
    model = ErlangA.of(load, agents, patience)
    return _figures(model, within) | {"abandonment": _round(model.abandons)}


def _figures(model: Model, within: float) -> dict[str, Any]:
    return {
        "agents": model.agents,
        "occupancy": _round(model.occupancy),
        "p_wait": _round(model.waits),
        "asa_seconds": _round(model.mean_wait),
        "service_level": _round(min(1.0, model.answered_within(within))),
    }


def _nothing(because: str, agents: int | None = None) -> dict[str, Any]:
    keys = ("occupancy", "p_wait", "asa_seconds", "service_level")
    return {"agents": agents} | dict.fromkeys(keys) | {"because": because}


def _needed(model: Callable[[int], Model], goal: Goal, load: Load) -> int | None:
    """The fewest people with whom the goal is reached; more people never make it worse."""
    if load.erlangs == 0:
        return 0
    low, high = 0, max(1, ceil(load.erlangs) + 1)
    while not goal.reached(model(high)):
        low, high = high + 1, high * 2
        if high > MOST_AGENTS:
            return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if goal.reached(model(middle)) else (middle + 1, high)
    return low


def _goal(written: Any, within: float) -> Goal:
    """0.8, 80, "80/20", or an object that names a service level, seconds, asa, abandonment or occupancy."""
    if written is None:
        return Goal(SHARE, within)
    if isinstance(written, str) and (
        found := re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%?\s*(?:/|in)\s*(\d+)\s*s?\s*", written)
    ):
        return Goal(_share(float(found[1]), "target"), float(found[2]))
    if isinstance(written, str) and (found := re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%?\s*", written)):
        return Goal(_share(float(found[1]), "target"), within)
    if not isinstance(written, Mapping):
        return Goal(_share(written, "target"), within)
    by_name = {str(key).lower(): value for key, value in written.items() if value is not None}

    def named(*names: str) -> Any:
        return next((by_name[name] for name in names if name in by_name), None)

    level = named("service_level", "sl", "level", "share", "percent")
    asa = named("asa", "asa_seconds", "mean_wait", "wait_seconds")
    gone = named("abandonment", "abandon", "abandoned", "abandon_rate")
    busy = named("occupancy", "max_occupancy")
    seconds = named("seconds", "threshold_seconds", "threshold", "within", "within_seconds")
    if level is None and asa is None and gone is None and busy is None and seconds is None:
        raise ValueError('Say what to reach: {"service_level": 0.8, "seconds": 20}, or asa, or abandonment.')
    return Goal(
        SHARE if level is None and asa is None and gone is None and busy is None else _maybe(level, "service_level"),
        within if seconds is None else _number(seconds, "seconds"),
        None if asa is None else _number(asa, "asa"),
        _maybe(gone, "abandonment"),
        _maybe(busy, "occupancy"),
    )


def _within(line: Mapping[str, Any]) -> float:
    names = ("threshold_seconds", "threshold", "within_seconds", "within", "seconds")
    found = next((line[name] for name in names if line.get(name) is not None), WITHIN)
    return _number(found, "threshold_seconds")


def _maybe(written: Any, what: str) -> float | None:
    return None if written is None else _share(written, what)


def _share(written: Any, what: str) -> float:
    """A share; above 1 it was written in per cent."""
    found = _number(written, what, 100)
    return found / 100 if found > 1 else found


def _whole(written: Any) -> int:
    found = _number(written, "agents", MOST_AGENTS)
    if found != floor(found):
        raise ValueError("Agents must be a whole number of people.")
    return int(found)


def _number(written: Any, what: str, most: float = LONGEST) -> float:
    if isinstance(written, bool) or not isinstance(written, int | float):
        raise ValueError(f"{what} must be a number, not {str(written)[:40]!r}.")
    if not 0 <= written <= most:
        raise ValueError(f"{what} must lie between 0 and {most:,.0f}.")
    return float(written)


def _round(value: float) -> float | None:
    return None if isinf(value) else round(value, 6)
