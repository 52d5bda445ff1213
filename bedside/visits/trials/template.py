"""What a trial day is made from: who has which time, who comes by herself, how long visits take, who sees them.

Times are minutes from the start of the day. What a template says wrongly is refused in a sentence; nothing that it
does not know is passed over in silence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bedside.urgency.levels import HEIGHT
from bedside.visits.order import Rules

MOST_PEOPLE, MOST_CLINICIANS, LONGEST = 2000, 100, 24 * 60.0
EVERYBODY_CAN_WAIT: Mapping[str, float] = {"R14": 1.0}


class NotATemplate(ValueError):
    """Why this cannot be tried out, in a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Length:
    """How long visits take: always the same, by a curve, or as they were seen to."""

    kind: str
    mean: float = 0.0
    cv: float = 0.0
    seen: tuple[float, ...] = ()


@dataclass(frozen=True)
class Booked:
    """The people with a time, and how well they keep it."""

    times: tuple[float, ...] = ()
    no_show: float = 0.0
    early: float = 0.0  # minutes before their time, on average
    spread: float = 0.0  # standard deviation of when they come
    length: Length = Length("constant", 15.0)
    levels: Mapping[str, float] = field(default_factory=lambda: EVERYBODY_CAN_WAIT)


@dataclass(frozen=True)
class WalkIns:
    """The people without a time: so many an hour on average, each hour of the day with its own rate."""

    per_hour: tuple[float, ...] = ()
    length: Length = Length("constant", 15.0)
    levels: Mapping[str, float] = field(default_factory=lambda: EVERYBODY_CAN_WAIT)


@dataclass(frozen=True)
class Template:
    """A clinic day as it is planned."""

    name: str
    minutes: float  # until the planned end
    starts: tuple[float, ...]  # of each clinician
    booked: Booked
    walk_ins: WalkIns
    rules: Rules


def template(said: Any) -> Template:
    """{"minutes", "clinicians", "appointments", "walk_ins", "service", "levels", "rules"} → a Template."""
    known = ("name", "minutes", "clinicians", "appointments", "walk_ins", "service", "levels", "rules")
    top = _object(said, "The template", known)
    minutes = _number(top.get("minutes", 240), "minutes", 1, LONGEST)
    length = _length(top.get("service", {"distribution": "constant", "minutes": 15}), "service")
    levels = _levels(top.get("levels"), EVERYBODY_CAN_WAIT)
    return Template(
        name=str(top.get("name", ""))[:100],
        minutes=minutes,
        starts=_clinicians(top.get("clinicians", 1)),
        booked=_booked(top.get("appointments", {}), length, levels),
        walk_ins=_walk_ins(top.get("walk_ins", {}), minutes, length, levels),
        rules=_rules(top.get("rules", {})),
    )


def _booked(said: Any, length: Length, levels: Mapping[str, float]) -> Booked:
    known = ("times", "count", "every", "at_start", "at_once", "no_show", "early", "spread", "service", "levels")
    found = _object(said, "appointments", known)
    return Booked(
        times=_times(found),
        no_show=_number(found.get("no_show", 0), "no_show", 0, 1),
        early=_number(found.get("early", 0), "early", -LONGEST, LONGEST),
        spread=_number(found.get("spread", 0), "spread", 0, LONGEST),
        length=_length(found["service"], "service") if "service" in found else length,
        levels=_levels(found.get("levels"), levels),
    )


def _times(found: Mapping[str, Any]) -> tuple[float, ...]:
    """As they are said; or the first people together at the start, and then so many every so many minutes."""
    if "times" in found:
        times = found["times"]
        if not isinstance(times, list) or len(times) > MOST_PEOPLE:
            raise NotATemplate(f"times must be a list of at most {MOST_PEOPLE:,} minutes from the start of the day.")
        return tuple(sorted(_number(one, "Each time", -LONGEST, LONGEST) for one in times))
    count = _whole(found.get("count", 0), "count", 0, MOST_PEOPLE)
    at_once = _whole(found.get("at_once", 1), "at_once", 1, MOST_PEOPLE)
    at_start = _whole(found.get("at_start", at_once), "at_start", 1, MOST_PEOPLE)
    every = _number(found.get("every", 15), "every", 0, LONGEST)
    return tuple(0.0 if one < at_start else ((one - at_start) // at_once + 1) * every for one in range(count))


def _walk_ins(said: Any, minutes: float, length: Length, levels: Mapping[str, float]) -> WalkIns:
    found = _object(said, "walk_ins", ("per_hour", "service", "levels"))
    rates, hours = found.get("per_hour", 0), math.ceil(minutes / 60)
    each = rates if isinstance(rates, list) else [rates] * hours
    if len(each) > hours:
        raise NotATemplate(f"per_hour has {len(each)} hours; the day has {hours}.")
    per_hour = tuple(_number(one, "per_hour", 0, MOST_PEOPLE) for one in each)
    if sum(per_hour) > MOST_PEOPLE:
        raise NotATemplate(f"We try out days of up to {MOST_PEOPLE:,} people.")
    own = _length(found["service"], "service") if "service" in found else length
    return WalkIns(per_hour, own, _levels(found.get("levels"), levels))


def _clinicians(said: Any) -> tuple[float, ...]:
    """A number, or a list of when each starts."""
    if isinstance(said, list):
        if not 1 <= len(said) <= MOST_CLINICIANS:
            raise NotATemplate(f"clinicians must name 1 to {MOST_CLINICIANS} of them.")
        return tuple(_number(one, "When a clinician starts", -LONGEST, LONGEST) for one in said)
    return (0.0,) * _whole(said, "clinicians", 1, MOST_CLINICIANS)


def _length(said: Any, what: str) -> Length:
    found = _object(said, what, ("distribution", "mean", "cv", "minutes"))
    match kind := found.get("distribution"):
        case "constant":
            return Length(kind, _number(found.get("minutes", found.get("mean")), "minutes", 0, LONGEST))
        case "gamma" | "lognormal":
            mean = _number(found.get("mean"), "mean", 0.01, LONGEST)
            return Length(kind, mean, _number(found.get("cv", 0.5), "cv", 0.01, 5))
        case "empirical":
            seen = found.get("minutes")
            if not isinstance(seen, list) or not seen:
                raise NotATemplate("An empirical distribution needs minutes: a list of how long visits took.")
            return Length(kind, seen=tuple(_number(one, "Each of the minutes", 0, LONGEST) for one in seen))
    raise NotATemplate(f"{what} needs a distribution: constant, gamma, lognormal or empirical.")


def _levels(said: Any, else_: Mapping[str, float]) -> Mapping[str, float]:
    if said is None:
        return else_
    found = _object(said, "levels", tuple(HEIGHT))
    weights = {level: _number(weight, f"The weight of {level}", 0, 1e6) for level, weight in found.items()}
    if not sum(weights.values()):
        raise NotATemplate("levels must give at least one level a weight above 0.")
    return weights


def _rules(said: Any) -> Rules:
    found = _object(said, "rules", ("early", "late", "passed_at_most"))
    usual = Rules()
    minutes = {
        name: timedelta(minutes=_number(found[name], name, 0, LONGEST)) for name in ("early", "late") if name in found
    }
    most = _whole(found.get("passed_at_most", usual.passed_at_most), "passed_at_most", 0, MOST_PEOPLE)
    return Rules(minutes.get("early", usual.early), minutes.get("late", usual.late), most)


def _object(said: Any, what: str, known: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise NotATemplate(f"{what} must be a JSON object.")
    if strange := sorted(set(said) - set(known)):
        raise NotATemplate(f"{what} has no {strange[0][:40]!r}; it knows {', '.join(known)}.")
    return said


def _number(said: Any, what: str, least: float, most: float) -> float:
    is_number = isinstance(said, int | float) and not isinstance(said, bool)
    if not is_number or not least <= said <= most:
        raise NotATemplate(f"{what} must be a number from {least:g} to {most:g}, not {str(said)[:40]!r}.")
    return float(said)


def _whole(said: Any, what: str, least: int, most: int) -> int:
    found = _number(said, what, least, most)
    if found != int(found):
        raise NotATemplate(f"{what} must be a whole number.")
    return int(found)
