"""What somebody's week weighs: each thing by its kind, where 1 is a usual call or a case.

A complaint weighs 3, a call of somebody who needs an interpreter 2, somebody who was rude or worse 4. Any other call
weighs as long as calls about the same thing take, in the mean of four weeks, against the mean of all calls; of too
few, or where no time was measured, it weighs 1. So does a case: nobody measures how long one takes. Visits are not
in it. What is confidential is in no count.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Min, Q, QuerySet

from bedside.access.models import User
from bedside.calls.models import Contact
from bedside.cases.models import Case
from bedside.cases.models import Kind as CaseKind
from bedside.conduct.models import Incident
from bedside.measures.small_numbers import SMALLEST_INSIDE
from bedside.people.models import Label

COMPLAINT, INTERPRETED, RUDE, USUAL = 3.0, 2.0, 4.0, 1.0
LEARNED_FROM = timedelta(weeks=4)
KINDS = ("complaints", "rude", "interpreted", "calls", "cases")  # as they are read


@dataclass
class Load:
    """How many of each kind, and what they weigh together."""

    many: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    weighs: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.0))

    def add(self, kind: str, weight: float) -> None:
        self.many[kind] += 1
        self.weighs[kind] += weight

    @property
    def total(self) -> float:
        return sum(self.weighs.values())


def loads(people: Iterable[User], since: datetime, until: datetime) -> dict[uuid.UUID, Load]:
    """What came to each of them in that time; who had nothing is not there."""
    found: dict[uuid.UUID, Load] = defaultdict(Load)
    held, rude, taken = _came_to(people, since, until)
    for owner, kind in held.values_list("owner", "kind"):
        complaint = kind == CaseKind.COMPLAINT
        found[owner].add("complaints" if complaint else "cases", COMPLAINT if complaint else USUAL)
    for reporter in rude.values_list("reported_by", flat=True):
        found[reporter].add("rude", RUDE)
    weights = _weights(until)
    for taker, reason, interpreted in taken.values_list("taken_by", "reason", "patient__interpreter"):
        if interpreted:
            found[taker].add("interpreted", INTERPRETED)
        else:
            found[taker].add("calls", weights.get(reason, USUAL))
    return dict(found)


def first_of_work(people: Iterable[User], since: datetime, until: datetime) -> datetime | None:
    """When the first of what is weighed came to any of them in that time; before it every week is empty."""
    held, rude, taken = _came_to(people, since, until)
    first = (held.aggregate(at=Min("held_since")), rude.aggregate(at=Min("at")), taken.aggregate(at=Min("rang_at")))
    return min((one["at"] for one in first if one["at"]), default=None)


def _came_to(
    people: Iterable[User], since: datetime, until: datetime
) -> tuple[QuerySet[Case], QuerySet[Incident], QuerySet[Contact]]:
    who = [one.pk for one in people]
    held = Case.objects.filter(owner__in=who, label=Label.NONE, held_since__gte=since, held_since__lt=until)
    rude = Incident.objects.filter(reported_by__in=who, label=Label.NONE, at__gte=since, at__lt=until)
    taken = Contact.objects.filter(taken_by__in=who, label=Label.NONE, rang_at__gte=since, rang_at__lt=until)
    return held.exclude(kind=CaseKind.CONDUCT), rude, taken


def _weights(until: datetime) -> dict[str, float]:
    """What a call about each thing weighs: the mean time of such calls against that of all calls."""
    answered = Contact.objects.filter(~Q(answered_at=None), label=Label.NONE, rang_at__lt=until)
    took: dict[str, list[float]] = defaultdict(list)
    for one in answered.filter(rang_at__gte=until - LEARNED_FROM):
        if one.is_measured and one.seconds is not None:
            took[one.reason].append(one.seconds)
    every = [seconds for those in took.values() for seconds in those]
    if len(every) < SMALLEST_INSIDE or not sum(every):
        return {}
    usual = sum(every) / len(every)
    return {reason: sum(s) / len(s) / usual for reason, s in took.items() if reason and len(s) >= SMALLEST_INSIDE}
