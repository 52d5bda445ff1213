"""Whom the waiting list reached: offers, acceptances and days waited by age and language.

What is confidential is in no count. A group of fewer than ten people is not told apart: one could guess who they are.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from bedside.people.models import Label

from .models import Answer, Offer

FEWEST = 10
AGES = ((18, "0-17"), (40, "18-39"), (65, "40-64"), (80, "65-79"), (200, "80+"))
UNKNOWN = "?"


@dataclass(frozen=True)
class Line:
    """One group. None where it is too small to be told."""

    group: str
    people: int | None
    offers: int | None = None
    accepted: int | None = None
    days_waited: float | None = None  # the middle of the days on the list until each was first asked

    @property
    def share(self) -> float | None:
        """Of ten offers, how many were accepted."""
        return self.accepted / self.offers if self.offers and self.accepted is not None else None


def by_age(since: datetime, until: datetime) -> list[Line]:
    return _lines(_offers(since, until), lambda one: age_band(one.patient.age_on(one.asked_at.date())))


def by_language(since: datetime, until: datetime) -> list[Line]:
    return _lines(_offers(since, until), lambda one: one.patient.language.split("-")[0] or UNKNOWN)


def age_band(age: int | None) -> str:
    return UNKNOWN if age is None else next(name for below, name in AGES if age < below)


def _offers(since: datetime, until: datetime) -> list[Offer]:
    told = Offer.objects.filter(label=Label.NONE, asked_at__gte=since, asked_at__lt=until)
    return list(told.select_related("patient", "waiting").order_by("asked_at"))


def _lines(offers: Iterable[Offer], group_of: Callable[[Offer], str]) -> list[Line]:
    groups = defaultdict[str, list[Offer]](list)
    for one in offers:
        groups[group_of(one)].append(one)
    return [_line(name, groups[name]) for name in sorted(groups, key=lambda name: (name == UNKNOWN, name))]


def _line(name: str, offers: list[Offer]) -> Line:
    people = len({one.patient_id for one in offers})
    if people < FEWEST:
        return Line(name, None)
    first = dict[uuid.UUID, Offer]()
    for one in offers:
        first.setdefault(one.waiting_id, one)
    waited = median((one.asked_at - one.waiting.since).days for one in first.values())
    return Line(name, people, len(offers), sum(one.answer == Answer.ACCEPTED for one in offers), float(waited))
