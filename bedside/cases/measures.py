"""What is counted about cases. Those that are confidential are in no count: small numbers would give them away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache

from django.utils.translation import gettext_noop as _

from bedside.hours.clock import now
from bedside.measures.registry import Measure
from bedside.measures.weekly import Counted, Source
from bedside.people.models import Label

from .clock import calendar_for
from .models import REPEATED, Case, CaseQuerySet, Kind, State

OURS = {
    Kind.DELIVERY,
    Kind.WORK,
    Kind.ORDER,
    Kind.COMPLAINT,
    Kind.CONDUCT,
}  # our own repairs; complaints have promises of their own
FROM_PATIENTS = [kind for kind in Kind if kind not in OURS]

FIRST_ANSWER = Measure(
    name="cases.first_answer",
    title=_("First answer to a message"),
    numerator=_(
        "open hours from a patient's message to the first answer by a person, the middle of the week's messages"
    ),
    denominator=_("messages that opened a case; one still without an answer counts with the hours so far"),
    exclusions=_("closed without an answer, which are counted apart as not known; confidential cases"),
    source_events=("case.opened", "case.answered"),
    better="down",
    chart="xmr",
    statistic="median",
    unit="hours",
    higher=_("Slower answers to messages"),
    lower=_("Quicker answers to messages"),
)
KEPT_PROMISES = Measure(
    name="cases.kept_promises",
    version=2,
    title=_("Answered in the time we promised"),
    numerator=_("cases answered, or done where nobody wrote, before their promise fell due"),
    denominator=_("cases from patients whose promise was kept or has fallen due"),
    exclusions=_(
        "cases that are not due yet, wait for the patient or were closed in time without an answer; our own repairs; "
        "confidential cases"
    ),
    source_events=("case.opened", "case.answered", "case.closed"),
    better="up",
    chart="xmr",
    target=90,
    higher=_("More promises kept"),
    lower=_("Fewer promises kept"),
)

CAME_BACK = Measure(
    name="cases.came_back",
    title=_("Had to come again about the same thing"),
    numerator=_("cases about which a patient came three times or more within a week"),
    denominator=_("messages that opened a case"),
    exclusions=_("what she wrote within one hour, which is one contact; confidential cases"),
    source_events=("case.opened", "case.heard"),
    better="down",
    chart="xmr",
    higher=_("More patients had to come again"),
    lower=_("Fewer patients had to come again"),
)


def first_answers(since: datetime, until: datetime) -> Iterator[Counted]:
    """Open hours until a person answered; of those still without an answer, the hours so far."""
    wanted = ("opened_at", "first_human_answer_at", "day_and_night", "clock_team", "state")
    hours = cache(calendar_for)
    for opened, answered, day_and_night, team, state in (
        _opened(since, until).filter(kind=Kind.MESSAGE).values_list(*wanted)
    ):
        calendar = hours(day_and_night, team)
        if answered is not None:
            yield Counted(opened, None, calendar.minutes_between(opened, answered) / 60)
        elif state == State.CLOSED:
            yield Counted(opened)
        else:
            yield Counted(opened, None, calendar.minutes_between(opened, max(now(), opened)) / 60, waiting=True)


def kept_promises(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each promise kept, 0 for each broken, whether or not somebody has answered since."""
    wanted = ("opened_at", "answered_at", "due_at", "state", "closed_at")
    for opened, answered, due, state, closed in _opened(since, until).values_list(*wanted):
        if answered is not None:
            yield Counted(opened, None, float(answered <= due))
        elif state == State.CLOSED:  # without an answer: kept it was not, and broken only where it was due
            yield Counted(opened, None, 0.0) if closed and closed > due else Counted(opened)
        elif state == State.OPEN and due < now():
            yield Counted(opened, None, 0.0, waiting=True)
        else:
            yield Counted(opened, None, waiting=True)


def come_backs(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 where she had come at least three times about it within a week."""
    found = _opened(since, until).filter(kind=Kind.MESSAGE).values_list("opened_at", "contacts")
    for opened, contacts in found:
        yield Counted(opened, None, float(contacts >= REPEATED))


def _opened(since: datetime, until: datetime) -> CaseQuerySet:
    opened = Case.objects.filter(label=Label.NONE, kind__in=FROM_PATIENTS, opened_at__gte=since, opened_at__lt=until)
    return opened.exclude(state=State.JOINED)  # it is counted as the one in which it goes on


MEASURES: dict[Measure, Source] = {FIRST_ANSWER: first_answers, KEPT_PROMISES: kept_promises, CAME_BACK: come_backs}
