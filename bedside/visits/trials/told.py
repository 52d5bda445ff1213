"""What a trial tells: each figure with its interval, the difference of two plans, and the same in plain words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bedside.measures import trials
from bedside.measures.trials import Interval

from .days import Went

SHARES = {"wait_p50": 0.5, "wait_p80": 0.8, "wait_p90": 0.9}
EACH_DAY: Mapping[str, Callable[[Went], float]] = {
    "wait_mean": lambda day: day.mean_wait,
    "idle": lambda day: day.idle,
    "overtime": lambda day: day.overtime,
    "utilisation": lambda day: day.utilisation,
    "seen": lambda day: float(day.seen),
    "stayed_away": lambda day: float(day.stayed_away),
}
Figures = dict[str, Interval | None]


def figures(days: Sequence[Went], *, resampled: bool = False) -> Figures:
    """Waits in minutes, idle and overtime in minutes a day, utilisation as a share; none of them is below zero."""
    waits = [day.waits for day in days]
    found: Figures = {name: trials.quantile(waits, share, resampled=resampled) for name, share in SHARES.items()}
    found |= {name: trials.mean([of(day) for day in days], resampled=resampled) for name, of in EACH_DAY.items()}
    return {name: _within(one, 1.0 if name == "utilisation" else math.inf) for name, one in found.items()}


def _within(one: Interval | None, most: float) -> Interval | None:
    if one is None or one.low is None or one.high is None:
        return one
    return Interval(one.value, max(0.0, one.low), min(most, one.high))


def differences(one: Sequence[Went], other: Sequence[Went], *, resampled: bool = False) -> Figures:
    """How much more there is under the other plan; both were tried on the same days."""
    first, second = [day.waits for day in one], [day.waits for day in other]
    found: Figures = {
        name: trials.quantile_difference(first, second, share, resampled=resampled) for name, share in SHARES.items()
    }
    return found | {
        name: trials.difference([of(day) for day in one], [of(day) for day in other], resampled=resampled)
        for name, of in EACH_DAY.items()
    }


def as_json(found: Figures) -> dict[str, Any]:
    return {name: _said(one) for name, one in found.items()}


def _said(one: Interval | None) -> dict[str, float | None] | None:
    if one is None:
        return None
    return {"value": short(one.value), "low": short(one.low), "high": short(one.high)}


def short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def in_words(found: Figures) -> list[str]:
    """As one would tell it at the front desk."""
    return [
        f"Half of the people wait up to {_range(found['wait_p50'])} minutes.",
        f"Eight in ten wait up to {_range(found['wait_p80'])} minutes, nine in ten up to {_range(found['wait_p90'])}.",
        f"The clinicians wait for patients {_range(found['idle'])} minutes a day.",
        f"The day ends {_range(found['overtime'])} minutes late.",
        f"They are with patients {_range(found['utilisation'], 100)} percent of their time.",
    ]


def difference_in_words(found: Figures) -> list[str]:
    names = {
        "wait_p50": "the middle wait",
        "wait_p80": "the wait that eight in ten keep to",
        "wait_p90": "the wait that nine in ten keep to",
        "idle": "the clinicians' idle time a day",
        "overtime": "the overtime",
    }
    return [_changed(words, found[name]) for name, words in names.items()]


def _changed(words: str, one: Interval | None) -> str:
    if one is None or one.low is None or one.high is None:
        return f"Nothing can be said about {words}."
    if not one.is_clear:
        return f"No clear change in {words} ({one.low:+.1f} to {one.high:+.1f} minutes)."
    way, ends = ("more", (one.low, one.high)) if one.value > 0 else ("less", (-one.high, -one.low))
    return f"{abs(one.value):.1f} minutes {way} in {words} ({ends[0]:.1f} to {ends[1]:.1f})."


def _range(one: Interval | None, times: float = 1) -> str:
    if one is None:
        return "an unknown number of"
    if one.low is None or one.high is None:
        return f"{one.value * times:.1f}"
    return f"{one.value * times:.1f} ({one.low * times:.1f} to {one.high * times:.1f})"
