"""Who is next, and why: a pure function over the people who wait. No table, no clock of its own, no chance.

The need goes first. E0 to U4 are strict: nobody less urgent is called while one of them waits. The milder classes stand
in one line each; of the heads of these lines goes first who has waited longest, counted with her urgency. In a line,
people with a time who are on time go before those without; who comes too early joins ten minutes before her time; who
comes too late lets one person who is on time go first; and nobody without a time is passed by later comers more than
three times. Who is away with our leave is called by nobody; back in time, she has her place again. The same rows give
the same order after a restart.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import get_language

from bedside.language import dates
from bedside.urgency.levels import HEIGHT

from .whys import SAID, SAID_NEXT, SAID_TO_HER, Why

__all__ = [
    "RULES",
    "STRICT",
    "Placed",
    "Rules",
    "Waiter",
    "Why",
    "is_held",
    "is_late",
    "joins_at",
    "order",
    "passed_by",
    "score",
]

STRICT = frozenset({"E0", "E1", "U2", "H", "U4"})


@dataclass(frozen=True)
class Rules:
    """The numbers of the order; a clinic may choose others."""

    early: timedelta = timedelta(minutes=10)  # before her time somebody may be called
    late: timedelta = timedelta(minutes=15)  # after her time she still counts as on time
    passed_at_most: int = 3
    # What a milder class is worth when the lines are compared: a start, and minutes for each minute of waiting.
    start: Mapping[str, float] = field(default_factory=lambda: {"S24": 45.0, "R72": 20.0, "R14": 0.0, "SC": 0.0})
    pace: Mapping[str, float] = field(default_factory=lambda: {"S24": 1.25, "R72": 1.1, "R14": 1.0, "SC": 1.0})


RULES = Rules()


@dataclass(frozen=True, slots=True)
class Waiter:
    """One who waits, as far as the order needs to know her."""

    id: Hashable
    level: str
    arrived_at: datetime
    scheduled_at: datetime | None = None
    is_walk_in: bool = True
    overtaken: int = 0  # how often later comers were called before her
    staff_member: Hashable | None = None  # whom she is to see; None: whoever is free
    service: Hashable | None = None
    gave_way: bool = False  # came late, and somebody who was on time has gone first since
    held_until: datetime | None = None  # did not answer her call: asked again from then
    away: bool = False  # has gone out with our leave, and comes back when she is told
    lets_by: int = 0  # came back later than she said: so many go before her first

    @property
    def strict(self) -> bool:
        return self.level in STRICT

    def suits(self, staff_member: Hashable | None, services: Collection[Hashable] | None = None) -> bool:
        """Whether this clinician may call her: hers, or nobody's and of a kind the clinician offers."""
        if staff_member is None:
            return True
        if self.staff_member is not None:
            return self.staff_member == staff_member
        return services is None or self.service is None or self.service in services


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody's place in the line, counted from 0, and why it is hers."""

    waiter: Waiter
    place: int
    why: Why
    joins_at: datetime
    zone: str

    @property
    def in_line(self) -> bool:
        """Whether she may be called now; who came early or did not answer is called only when nobody else waits."""
        return self.why not in (Why.EARLY, Why.HELD, Why.AWAY)

    @property
    def because(self) -> str:
        """The one sentence that somebody at the front desk could read out to her."""
        return _sentence(self, SAID_NEXT if self.place == 0 else SAID)

    @property
    def to_her(self) -> str:
        """The same, as her own page says it."""
        return _sentence(self, SAID_TO_HER)


def order(
    waiting: Iterable[Waiter],
    now: datetime,
    *,
    staff_member: Hashable | None = None,
    services: Collection[Hashable] | None = None,
    zone: str = "UTC",
    rules: Rules = RULES,
) -> list[Placed]:
    """The line from the next person to the last: everybody's, or the line of one clinician."""
    strict: dict[int, list[Waiter]] = {}
    mild: dict[str, list[Waiter]] = {}
    passed: list[Waiter] = []
    later: list[tuple[datetime, Waiter, Why]] = []
    gone: list[Waiter] = []
    for one in waiting:
        if not one.suits(staff_member, services):
            continue
        if one.away and not one.strict:
            gone.append(one)
        elif one.held_until is not None and is_held(one, now):
            later.append((one.held_until, one, Why.HELD))
        elif one.strict:
            strict.setdefault(HEIGHT[one.level], []).append(one)
        elif (joins := joins_at(one, rules)) > now:
            later.append((joins, one, Why.EARLY))
        elif _is_passed(one, rules):
            passed.append(one)
        else:
            mild.setdefault(one.level, []).append(one)
    line: list[tuple[Waiter, Why]] = []
    milder = [(one, Why.PASSED) for one in sorted(passed, key=_came)]
    milder += _merge([_stand(members, rules) for members in mild.values()], now, rules)
    for height in sorted(strict, reverse=True):
        line += [(one, Why.NEED) for one, _why in _stand(strict[height], rules)]
    line += _let_by(milder)
    line += [(one, why) for _at, one, why in sorted(later, key=lambda each: (each[0], *_came(each[1])))]
    line += [(one, Why.AWAY) for one in sorted(gone, key=_came)]
    return [Placed(one, place, why, joins_at(one, rules), zone) for place, (one, why) in enumerate(line)]


def passed_by(
    called: Waiter,
    waiting: Iterable[Waiter],
    now: datetime,
    *,
    staff_member: Hashable | None = None,
    services: Collection[Hashable] | None = None,
) -> list[Waiter]:
    """Whom this call passes over: who came before her without a time, could have been called, and needs it as soon.

    Their count of being overtaken goes up by one. A more urgent person passes nobody; she only goes first.
    """
    return [
        one
        for one in waiting
        if one.is_walk_in
        and one.id != called.id
        and one.arrived_at < called.arrived_at
        and _instead(one, called, staff_member, services)
        and not is_held(one, now)
        and not one.away
        and one.lets_by == 0
        and not (called.strict and HEIGHT[called.level] > HEIGHT[one.level])
    ]


def _instead(one: Waiter, called: Waiter, staff_member: Hashable | None, services: Collection[Hashable] | None) -> bool:
    """Whether she could have been called instead. Where nobody says by whom: if both ask for the same."""
    if staff_member is not None:
        return one.suits(staff_member, services)
    same = one.service is None or called.service is None or one.service == called.service
    return same and (one.staff_member is None or one.staff_member == called.staff_member)


def joins_at(one: Waiter, rules: Rules = RULES) -> datetime:
    """From when she may be called: when she came, or, with a time, ten minutes before it."""
    if one.is_walk_in or one.scheduled_at is None:
        return one.arrived_at
    return max(one.arrived_at, one.scheduled_at - rules.early)


def is_late(one: Waiter, rules: Rules = RULES) -> bool:
    return not one.is_walk_in and one.scheduled_at is not None and one.arrived_at > one.scheduled_at + rules.late


def is_held(one: Waiter, now: datetime) -> bool:
    """She did not answer her call and is asked again later; until then she stands behind those who are there."""
    return one.held_until is not None and one.held_until > now


def score(one: Waiter, now: datetime, rules: Rules = RULES) -> float:
    """How long she has waited, counted with her urgency."""
    minutes = (now - joins_at(one, rules)).total_seconds() / 60
    return rules.start.get(one.level, 0.0) + rules.pace.get(one.level, 1.0) * minutes


def _is_passed(one: Waiter, rules: Rules) -> bool:
    return one.is_walk_in and one.overtaken >= rules.passed_at_most


def _came(one: Waiter) -> tuple[datetime, str]:
    return one.arrived_at, str(one.id)


def _booked(one: Waiter) -> tuple[datetime, datetime, str]:
    return one.scheduled_at or one.arrived_at, *_came(one)


def _stand(members: Sequence[Waiter], rules: Rules) -> list[tuple[Waiter, Why]]:
    """One class in its own line: passed too often, then on time with the late after the next of them, then the rest."""
    passed: list[Waiter] = []
    times: list[Waiter] = []
    waited: list[Waiter] = []
    late: list[Waiter] = []
    came: list[Waiter] = []
    for one in members:
        if one.is_walk_in or one.scheduled_at is None:
            (passed if _is_passed(one, rules) else came).append(one)
        elif not is_late(one, rules):
            times.append(one)
        else:
            (waited if one.gave_way else late).append(one)
    times.sort(key=_booked)
    return [
        *((one, Why.PASSED) for one in sorted(passed, key=_came)),
        *((one, Why.GAVE_WAY) for one in sorted(waited, key=_came)),
        *((one, Why.TIME) for one in times[:1]),
        *((one, Why.LATE) for one in sorted(late, key=_came)),
        *((one, Why.TIME) for one in times[1:]),
        *((one, Why.CAME) for one in sorted(came, key=_came)),
    ]


def _let_by(line: list[tuple[Waiter, Why]]) -> list[tuple[Waiter, Why]]:
    """Whoever came back later than she said stands behind as many as she lets by; the others keep their order."""
    kept = [each for each in line if not each[0].lets_by]
    for place, (one, _why) in enumerate(line):
        if one.lets_by:
            kept.insert(min(place + one.lets_by, len(kept)), (one, Why.BACK_LATE))
    return kept


def _merge(lines: list[list[tuple[Waiter, Why]]], now: datetime, rules: Rules) -> list[tuple[Waiter, Why]]:
    """Of the heads of the lines, again and again, who has waited longest counted with her urgency."""
    if len(lines) == 1:
        return lines[0]
    merged, heads = [], [iter(line) for line in lines]
    standing = {number: next(head) for number, head in enumerate(heads)}
    while standing:
        first = min(standing, key=lambda number: (-score(standing[number][0], now, rules), *_came(standing[number][0])))
        merged.append(standing[first])
        if (following := next(heads[first], None)) is None:
            del standing[first]
        else:
            standing[first] = following
    return merged


def _sentence(placed: Placed, words: Mapping[Why, Callable[[], str]]) -> str:
    one = placed.waiter
    joins = one.held_until if placed.why is Why.HELD and one.held_until else placed.joins_at
    language = get_language() or "en"
    return words[placed.why]().format(
        time=dates.time(one.scheduled_at or one.arrived_at, language, placed.zone),
        came=dates.time(one.arrived_at, language, placed.zone),
        joins=dates.time(joins, language, placed.zone),
        passed=one.overtaken,
    )
