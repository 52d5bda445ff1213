"""Whether help reaches all groups alike, and whether any group waits longer.

Groups are looked at here and nowhere else: the model knows no language, and nobody's time depends on a number.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from statistics import fmean, pstdev

from bedside.booking.models import Appointment, Status
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.measures.small_numbers import SMALLEST_INSIDE
from bedside.people.models import Label
from bedside.prediction.features import AGES

from .helping import helps_for, score
from .models import Learned

LATELY = timedelta(weeks=13)
FEWEST = 30  # visits of a group; of fewer nothing is said
MOST = 5000  # visits looked at, the newest
LONGER = 1.10  # times what everybody waits: more is unfair


@dataclass(frozen=True)
class Group:
    name: Hashable
    visits: int
    helped: float | None  # the share of visits for which help would be offered; None where nothing good was learned
    missed: float | None  # None where so few were missed that somebody could be known
    wait: float  # days from asking to the visit
    longer: float  # times what everybody waits
    sure: float  # the mean wait may be off by about so much, by chance

    @property
    def waits_too_long(self) -> bool:
        """Longer than is fair, and by more than chance."""
        return self.longer > LONGER and self.wait - self.sure > self.wait / self.longer


@dataclass(frozen=True)
class Fairness:
    everybody: Group | None
    by_age: tuple[Group, ...]
    by_language: tuple[Group, ...]
    too_few: int  # visits of groups too small to speak of


@dataclass(frozen=True)
class _Line:
    age: tuple[int, int] | None
    language: str
    helped: bool
    missed: bool
    wait: float


def fairness(place: Place) -> Fairness:
    """The visits of the last quarter, group by group."""
    lines = _lines(place)
    if len(lines) < FEWEST:
        return Fairness(None, (), (), len(lines))
    learned = Learned.objects.newest_of(place)
    knows = bool(learned and learned.is_good_enough)
    mean = sum(one.wait for one in lines) / len(lines)
    ages, few_ages = _grouped(lines, lambda one: one.age, mean, knows)
    tongues, few_tongues = _grouped(lines, lambda one: one.language, mean, knows)
    return Fairness(_group("", lines, mean, knows), ages, tongues, max(few_ages, few_tongues))


def _lines(place: Place) -> list[_Line]:
    since = now() - LATELY
    visits = list(
        Appointment.objects.filter(
            place=place,
            label=Label.NONE,
            left_unseen_at=None,
            starts_at__gte=since,
            starts_at__lt=now(),
            status__in=[Status.ARRIVED, Status.FULFILLED, Status.NOSHOW],
        )
        .select_related("patient")
        .order_by("-starts_at")[:MOST]
    )
    helped = _helped(place, visits)
    return [
        _Line(
            age=_band(one.patient.age_on(one.starts_at.date())),
            language=one.patient.language,
            helped=one.pk in helped,
            missed=one.status == Status.NOSHOW,
            wait=max((one.starts_at - one.asked_at) / timedelta(days=1), 0.0),
        )
        for one in visits
    ]


def _helped(place: Place, visits: list[Appointment]) -> set[object]:
    learned = Learned.objects.newest_of(place)
    if not learned or not learned.is_good_enough or not visits:
        return set()
    model = learned.model
    scored = score(model, visits)
    return {visit for at, visit in enumerate(scored.book.visits) if helps_for(model, scored, at)}


def _band(age: int | None) -> tuple[int, int] | None:
    return next(((low, high - 1) for low, high in AGES if age is not None and low <= age < high), None)


def _grouped(
    lines: list[_Line], key: Callable[[_Line], Hashable], mean: float, knows: bool
) -> tuple[tuple[Group, ...], int]:
    """The groups that are large enough, and how many visits are in those that are not."""
    found: dict[Hashable, list[_Line]] = {}
    for one in lines:
        found.setdefault(key(one), []).append(one)
    large = [_group(name, those, mean, knows) for name, those in found.items() if len(those) >= FEWEST]
    large.sort(key=lambda one: _turn(one.name))
    few = sum(len(those) for those in found.values() if len(those) < FEWEST)
    return tuple(large), few


def _turn(name: Hashable) -> str:
    """The young before the old, those of no known age last."""
    return f"{name[0]:03d}" if isinstance(name, tuple) else str(name)


def _group(name: Hashable, lines: list[_Line], mean: float, knows: bool) -> Group:
    n = len(lines)
    waits = [one.wait for one in lines]
    wait, missed = fmean(waits), sum(one.missed for one in lines)
    return Group(
        name=name,
        visits=n,
        helped=sum(one.helped for one in lines) / n if knows else None,
        missed=None if 0 < missed < SMALLEST_INSIDE else missed / n,
        wait=wait,
        longer=wait / mean if mean else 1.0,
        sure=2 * pstdev(waits) / sqrt(n),
    )
