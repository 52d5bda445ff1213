"""A day that really was, tried again: the same people under another plan.

Who came, how early, how urgent and how long her visit took stay as they were; the plan changes the times, the
clinicians, the end or the rules. Once exactly, to see how well the rules tell the day; and many times with the coming
and the lengths drawn anew from those of the day itself, the same draw for both plans, to see how much was luck.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bedside.measures.trials import batches
from bedside.visits.order import Rules
from bedside.visits.simulator import Coming, run

from .days import Went, went
from .template import NotATemplate, Template, template

ENOUGH = 5  # lengths of one's own kind, before those of everybody are drawn from


@dataclass(frozen=True)
class Person:
    """One row of the day, in minutes from its first time; None where nobody wrote it."""

    scheduled: float | None
    arrived: float | None
    called: float | None = None
    ended: float | None = None
    level: str = "R14"
    to_see: Hashable | None = None  # whom she was to see; None: whoever is free
    seen_by: Hashable | None = None

    @property
    def came(self) -> bool:
        return self.arrived is not None or self.called is not None

    @property
    def left_unseen(self) -> bool:
        return self.came and self.called is None

    @property
    def at(self) -> float | None:
        """When she came; at her time where only her call was written, or at the call if that was before it."""
        if self.arrived is not None or self.called is None:
            return self.arrived
        return self.called if self.scheduled is None else min(self.scheduled, self.called)

    @property
    def minutes(self) -> float | None:
        if self.called is None or self.ended is None or self.ended <= self.called:
            return None
        return self.ended - self.called

    @property
    def waited(self) -> float | None:
        if self.arrived is None or self.called is None:
            return None
        return max(0.0, self.called - max(self.arrived, self.scheduled if self.scheduled is not None else self.arrived))


@dataclass(frozen=True)
class Plan:
    """How a recorded day is tried: the times in their order, who sees people from when, the end and the rules."""

    name: str
    times: tuple[float, ...]
    clinicians: tuple[Hashable | None, ...]
    starts: tuple[float, ...]
    minutes: float
    rules: Rules


@dataclass(frozen=True)
class Recorded:
    """A recorded day: those with a time by their times, and those without as they came."""

    booked: tuple[Person, ...]
    walked_in: tuple[Person, ...]
    clinicians: tuple[Hashable | None, ...]
    starts: tuple[float, ...]
    minutes: float
    left_out: int = 0  # left unseen, or nobody wrote when they came

    @property
    def plan(self) -> Plan:
        """As it was."""
        times = tuple(one.scheduled or 0.0 for one in self.booked)
        return Plan("", times, self.clinicians, self.starts, self.minutes, Rules())

    @property
    def people(self) -> tuple[Person, ...]:
        return self.booked + self.walked_in

    @property
    def lengths(self) -> list[float]:
        return [one.minutes for one in self.people if one.minutes is not None]

    @property
    def waits(self) -> list[float]:
        """As they were written."""
        return [one.waited for one in self.people if one.waited is not None]


def recorded(rows: Sequence[Person], *, minutes: float | None = None, clinicians: int | None = None) -> Recorded:
    """The day these rows tell."""
    kept = [one for one in rows if one.scheduled is not None or one.at is not None]
    kept = [one for one in kept if not one.left_unseen]
    if not any(one.minutes is not None for one in kept):
        raise NotATemplate("The day needs somebody of whom both called and ended are known.")
    names, starts = _clinicians(kept, clinicians)
    booked = sorted((one for one in kept if one.scheduled is not None), key=lambda one: one.scheduled or 0.0)
    typical = statistics.fmean(one.minutes for one in kept if one.minutes is not None)
    last = max((one.scheduled or 0.0) + typical for one in booked) if booked else max(one.ended or 0.0 for one in kept)
    walked = sorted((one for one in kept if one.scheduled is None), key=lambda one: one.at or 0.0)
    return Recorded(tuple(booked), tuple(walked), names, starts, minutes or last, len(rows) - len(kept))


def _clinicians(rows: Sequence[Person], count: int | None) -> tuple[tuple[Hashable | None, ...], tuple[float, ...]]:
    """By name with the time of each one's first call; else as many as saw people at the same time."""
    first: dict[Hashable, float] = {}
    for one in rows:
        if one.seen_by is not None and one.called is not None:
            first[one.seen_by] = min(one.called, first.get(one.seen_by, one.called))
    if first and count in (None, len(first)):
        names = sorted(first, key=str)
        return tuple(names), tuple(first[name] for name in names)
    edges = [(one.called, 1) for one in rows if one.called is not None and one.minutes is not None]
    edges += [(one.ended, -1) for one in rows if one.ended is not None and one.minutes is not None]
    inside = most = 0
    for _at, step in sorted(edges):
        inside += step
        most = max(most, inside)
    return (None,) * (count or most), (0.0,) * (count or most)


def other_plan(day: Recorded, said: Any) -> Plan:
    """What the template changes; whatever it does not say stays as it was."""
    fixed = {"walk_ins", "service", "levels"} & set(said if isinstance(said, Mapping) else ())
    times = said.get("appointments", {}) if isinstance(said, Mapping) else {}
    fixed |= {"no_show", "early", "spread", "service", "levels"} & set(times if isinstance(times, Mapping) else ())
    if fixed:
        raise NotATemplate(f"The people of a recorded day stay as they were: leave out {', '.join(sorted(fixed))}.")
    if isinstance(times, dict) and times and "times" not in times and "count" not in times:
        said = {**said, "appointments": {"count": len(day.booked), **times}}
    changed: Template = template(said)
    was = day.plan
    given = changed.booked.times if times else was.times
    if len(given) != len(was.times):
        raise NotATemplate(f"The day had {len(was.times)} people with a time; the template gives {len(given)}.")
    names, starts = was.clinicians, was.starts
    if "clinicians" in said:
        names = (*names, *(None,) * len(changed.starts))[: len(changed.starts)]
        starts = changed.starts
    minutes = changed.minutes if "minutes" in said else was.minutes
    return Plan(changed.name, given, names, starts, minutes, changed.rules)


def exactly(day: Recorded, plan: Plan) -> Went:
    """The day's own people, each as she was. A length nobody wrote is the mean of those that are known."""
    typical = statistics.fmean(day.lengths)
    came = [
        (number, one, at, one.at - one.scheduled)
        for number, (one, at) in enumerate(zip(day.booked, plan.times, strict=True))
        if one.at is not None and one.scheduled is not None
    ]
    crowd = [_coming(plan, number, one, at + late, at, one.minutes or typical) for number, one, at, late in came]
    for number, one in enumerate(day.walked_in, len(day.booked)):
        crowd.append(_coming(plan, number, one, one.at or 0.0, None, one.minutes or typical))
    return _pass(crowd, plan, len(day.booked) - len(came))


@dataclass(frozen=True)
class World:
    """What the luck of a day is drawn from: how late people came, or not at all (None), and how long visits took.

    One day is little to know. So each world takes as many as were seen, at random and with repeats: how far the
    figures of several worlds lie apart is how little the one day lets us know.
    """

    late: list[float | None]
    booked: list[float]
    walked: list[float]

    @classmethod
    def seen(cls, day: Recorded) -> World:
        late = [None if one.at is None or one.scheduled is None else one.at - one.scheduled for one in day.booked]
        return cls(late, _lengths(day.booked, day), _lengths(day.walked_in, day))

    @classmethod
    def resampled(cls, day: Recorded, *, seed: int, number: int) -> World:
        seen, dice = cls.seen(day), random.Random(f"{seed}/world/{number}")
        late = dice.choices(seen.late, k=len(seen.late)) if seen.late else []
        return cls(late, dice.choices(seen.booked, k=len(seen.booked)), dice.choices(seen.walked, k=len(seen.walked)))


def tried_both(day: Recorded, other: Plan, *, days: int, seed: int) -> tuple[list[Went], list[Went]]:
    """So many days as it was and with the other plan, the same people on both; each batch from a world of its own."""
    one, two = list[Went](), list[Went]()
    for number, batch in enumerate(batches(days)):
        world = World.resampled(day, seed=seed, number=number)
        one += [drawn(day, day.plan, world, seed=seed, number=each) for each in batch]
        two += [drawn(day, other, world, seed=seed, number=each) for each in batch]
    return one, two


def drawn(day: Recorded, plan: Plan, world: World, *, seed: int, number: int) -> Went:
    """The day with its luck drawn anew: who comes and how late, and how long each visit takes."""
    crowd = []
    for place, (one, at) in enumerate(zip(day.booked, plan.times, strict=True)):
        hers = random.Random(f"{seed}/{number}/{place}")
        by, minutes = hers.choice(world.late), hers.choice(world.booked)
        if by is not None:
            crowd.append(_coming(plan, place, one, at + by, at, minutes))
    away = len(day.booked) - len(crowd)
    for place, one in enumerate(day.walked_in, len(day.booked)):
        hers = random.Random(f"{seed}/{number}/{place}")
        crowd.append(_coming(plan, place, one, one.at or 0.0, None, hers.choice(world.walked)))
    return _pass(crowd, plan, away)


def _lengths(people: Sequence[Person], day: Recorded) -> list[float]:
    own = [one.minutes for one in people if one.minutes is not None]
    return own if len(own) >= ENOUGH else day.lengths


def _coming(plan: Plan, number: int, one: Person, arrives: float, at: float | None, minutes: float) -> Coming:
    to_see = one.to_see if one.to_see in plan.clinicians else None
    return Coming(number, one.level, arrives, minutes, at, to_see)


def _pass(crowd: Sequence[Coming], plan: Plan, away: int) -> Went:
    # Whoever has no name calls anybody; to the order, nobody's name would mean everybody's line.
    clinicians = [f"clinician {place}" if name is None else name for place, name in enumerate(plan.clinicians)]
    passed = run(crowd, clinicians=clinicians, starts=plan.starts, rules=plan.rules)
    return went(passed, starts=plan.starts, minutes=plan.minutes, stayed_away=away)
