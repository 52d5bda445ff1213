"""Trial days: everybody's chance is her own, so two plans can be tried on the very same people.

Whether a person comes, how early, how long her visit takes and how urgent it is depend on the seed, the day and her
number alone. Another plan changes her time, and nothing else about her. The line is that of the real queue (order.py).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bedside.visits.order import Rules
from bedside.visits.simulator import Coming, Day, lognormal, run

from .template import Booked, Length, Template, WalkIns


@dataclass(frozen=True)
class Went:
    """How one trial day went."""

    waits: list[float]  # of each who came, from her time or, if that was later, from when she came
    idle: float  # minutes in which a clinician who would see more people had nobody
    overtime: float  # minutes from the planned end to the last goodbye
    utilisation: float  # share of the clinicians' time that was spent with patients
    seen: int
    stayed_away: int

    @property
    def mean_wait(self) -> float:
        return sum(self.waits) / len(self.waits) if self.waits else 0.0


def went(day: Day, *, starts: Sequence[float], minutes: float, stayed_away: int = 0) -> Went:
    """What a day that has passed amounts to."""
    free, idle, busy = list(starts), 0.0, 0.0
    waits = []
    for call in day.calls:
        idle += call.at - free[call.by]
        busy += call.coming.minutes
        free[call.by] = call.at + call.coming.minutes
        waits.append(call.at - max(call.coming.arrives, _ready(call.coming)))
    there = sum(max(minutes, end) - start for start, end in zip(starts, free, strict=True))
    return Went(
        [max(0.0, wait) for wait in waits],
        idle,
        max(0.0, max(free) - minutes),
        busy / there if there > 0 else 0.0,
        len(waits),
        stayed_away,
    )


def _ready(one: Coming) -> float:
    return -math.inf if one.scheduled is None else one.scheduled


def tried(plan: Template, *, days: int, seed: int) -> list[Went]:
    """So many days of this plan."""
    return [a_day(plan, seed=seed, day=day) for day in range(days)]


def a_day(plan: Template, *, seed: int, day: int) -> Went:
    crowd, away = people(plan, seed=seed, day=day)
    return pass_by(crowd, plan.starts, plan.minutes, plan.rules, away)


def pass_by(crowd: Sequence[Coming], starts: Sequence[float], minutes: float, rules: Rules, away: int = 0) -> Went:
    passed = run(crowd, clinicians=[None] * len(starts), starts=starts, rules=rules)
    return went(passed, starts=starts, minutes=minutes, stayed_away=away)


def people(plan: Template, *, seed: int, day: int) -> tuple[list[Coming], int]:
    """Who comes on that day, and how many of those with a time do not."""
    crowd = [*_booked(plan.booked, seed, day)]
    away = len(plan.booked.times) - len(crowd)
    return crowd + _walk_ins(plan.walk_ins, seed, day, first=len(plan.booked.times)), away


def _booked(booked: Booked, seed: int, day: int) -> list[Coming]:
    found = []
    for number, at in enumerate(booked.times):
        hers = random.Random(f"{seed}/{day}/booked/{number}")
        comes, early = hers.random() >= booked.no_show, hers.normalvariate(booked.early, booked.spread)
        if comes:
            found.append(Coming(number, _level(booked.levels, hers), at - early, minutes(booked.length, hers), at))
    return found


def _walk_ins(walk_ins: WalkIns, seed: int, day: int, *, first: int) -> list[Coming]:
    """As they happen to come: each hour has its rate, and nobody knows of the others."""
    found: list[Coming] = []
    for hour, rate in enumerate(walk_ins.per_hour):
        gaps, at, number = random.Random(f"{seed}/{day}/walk-ins/{hour}"), 0.0, 0
        while rate and (at := at + gaps.expovariate(rate)) < 1:
            hers, number = random.Random(f"{seed}/{day}/walk-in/{hour}/{number}"), number + 1
            level = _level(walk_ins.levels, hers)
            found.append(Coming(first + len(found), level, (hour + at) * 60, minutes(walk_ins.length, hers)))
    return found


def _level(levels: Mapping[str, float], hers: random.Random) -> str:
    return hers.choices(list(levels), list(levels.values()))[0]


def minutes(length: Length, hers: random.Random) -> float:
    """How long her visit takes."""
    ways: dict[str, Callable[[], float]] = {
        "constant": lambda: length.mean,
        "gamma": lambda: hers.gammavariate(1 / length.cv**2, length.mean * length.cv**2),
        "lognormal": lambda: lognormal(hers, length.mean, length.cv),
        "empirical": lambda: hers.choice(length.seen),
    }
    return ways[length.kind]()
