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

from . import ends
from .clock import calendar_for
from .models import REPEATED, Case, CaseQuerySet, Kind, State
from .splitting import FROM_PATIENTS, GROUPS, grouped

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
RESOLVED = Measure(
    name="cases.resolved",
    title=_("Until a message is settled"),
    numerator=_("open hours from a message to the end of its case, without those in which we waited for the patient"),
    denominator=_("message cases closed in the week"),
    exclusions=_("cases that were opened again and are not closed; confidential cases"),
    source_events=("case.opened", "case.waiting", "case.resumed", "case.answered", "case.closed"),
    better="down",
    chart="xmr",
    statistic="median",
    unit="hours",
    higher=_("Messages take longer to settle"),
    lower=_("Messages are settled sooner"),
)
RESOLVED_IN_ALL = Measure(
    name="cases.resolved_in_all",
    title=_("Until a message is settled, waiting for the patient included"),
    numerator=_("open hours from a message to the end of its case, also those in which we waited for the patient"),
    denominator=_("message cases closed in the week"),
    exclusions=_("cases that were opened again and are not closed; confidential cases"),
    source_events=("case.opened", "case.answered", "case.closed"),
    better="down",
    chart="xmr",
    statistic="median",
    unit="hours",
)
SETTLED = Measure(
    name="cases.settled_with_one",
    title=_("Settled with one message"),
    numerator=_("of these, those whose case is closed and after which she did not write about it again in 7 days"),
    denominator=_("first messages of the week, each patient and subject once"),
    exclusions=_("those whose 7 days are not over; what she writes within an hour is one; chats; confidential ones"),
    source_events=("message.received", "case.closed"),
    better="up",
    chart="xmr",
    target=75,
    higher=_("More settled with one message"),
    lower=_("Fewer settled with one message"),
)
OPENED_AGAIN = Measure(
    name="cases.opened_again",
    title=_("Opened again after it was closed"),
    numerator=_("of these, those that were opened again within 14 days, by us or by what she wrote"),
    denominator=_("message cases, each time one was closed in the week"),
    exclusions=_("those whose 14 days are not over and that are still closed; confidential cases"),
    source_events=("case.closed", "case.answered", "case.reopened", "case.heard"),
    better="down",
    chart="xmr",
    higher=_("More cases opened again"),
    lower=_("Fewer cases opened again"),
)
HANDED_OVER = Measure(
    name="cases.handed_over",
    title=_("Handed to another team"),
    numerator=_("of these, those that came to another team than the one that had them first"),
    denominator=_("cases from patients, opened in the week"),
    exclusions=_("our own repairs; confidential cases"),
    source_events=("case.opened", "case.given", "case.handed_over"),
    better="down",
    chart="xmr",
    higher=_("More cases handed from team to team"),
    lower=_("Fewer cases handed from team to team"),
)
BACKLOG = Measure(
    name="cases.backlog",
    title=_("Age of what is not settled"),
    numerator=_("days since each case came, at the end of the week, the middle of them"),
    denominator=_("cases from patients that were not closed then; one opened again counts from when it first came"),
    exclusions=_("our own repairs; confidential cases"),
    source_events=("case.opened", "case.closed", "case.answered"),
    better="down",
    chart="xmr",
    statistic="median",
    unit="days",
    higher=_("What is not settled grows older"),
    lower=_("What is not settled grows younger"),
)
BACKLOG_P90 = Measure(
    name="cases.backlog_oldest",
    title=_("Age of the oldest tenth of what is not settled"),
    numerator=_("days since each case came, at the end of the week: nine of ten came later"),
    denominator=_("cases from patients that were not closed then; one opened again counts from when it first came"),
    exclusions=_("our own repairs; confidential cases"),
    source_events=("case.opened", "case.closed", "case.answered"),
    better="down",
    chart="xmr",
    statistic="p90",
    unit="days",
    least=10,
)
VOWS_KEPT = Measure(
    name="cases.vows_kept",
    title=_("What we said we would do, done by its day"),
    numerator=_("of these, those that were kept by their day"),
    denominator=_("things we told a patient we would do, that fell due in the week"),
    exclusions=_("those that were taken back; confidential cases"),
    source_events=("vow.made", "vow.kept", "vow.taken_back"),
    better="up",
    chart="xmr",
    target=95,
    higher=_("More of what we said is done in time"),
    lower=_("Less of what we said is done in time"),
)


def first_answers(since: datetime, until: datetime) -> Iterator[Counted]:
    """Open hours until a person answered; of those still without an answer, the hours so far."""
    wanted = ("opened_at", "first_human_answer_at", "day_and_night", "clock_team", "state", *GROUPS)
    hours = cache(calendar_for)
    for opened, answered, day_and_night, team, state, *groups in (
        _opened(since, until).filter(kind=Kind.MESSAGE).values_list(*wanted)
    ):
        calendar, of = hours(day_and_night, team), grouped(*groups)
        if answered is not None:
            yield Counted(opened, None, calendar.minutes_between(opened, answered) / 60, **of)
        elif state == State.CLOSED:
            yield Counted(opened, **of)
        else:
            yield Counted(opened, None, calendar.minutes_between(opened, max(now(), opened)) / 60, waiting=True, **of)


def kept_promises(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each promise kept, 0 for each broken, whether or not somebody has answered since."""
    wanted = ("opened_at", "answered_at", "due_at", "state", "closed_at", *GROUPS)
    for opened, answered, due, state, closed, *groups in _opened(since, until).values_list(*wanted):
        of = grouped(*groups)
        if answered is not None:
            yield Counted(opened, None, float(answered <= due), **of)
        elif state == State.CLOSED:  # without an answer: kept it was not, and broken only where it was due
            yield Counted(opened, None, 0.0, **of) if closed and closed > due else Counted(opened, **of)
        elif state == State.OPEN and due < now():
            yield Counted(opened, None, 0.0, waiting=True, **of)
        else:
            yield Counted(opened, None, waiting=True, **of)


def come_backs(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 where she had come at least three times about it within a week."""
    found = _opened(since, until).filter(kind=Kind.MESSAGE).values_list("opened_at", "contacts", *GROUPS)
    for opened, contacts, *groups in found:
        yield Counted(opened, None, float(contacts >= REPEATED), **grouped(*groups))


def _opened(since: datetime, until: datetime) -> CaseQuerySet:
    opened = Case.objects.filter(label=Label.NONE, kind__in=FROM_PATIENTS, opened_at__gte=since, opened_at__lt=until)
    return opened.exclude(state=State.JOINED)  # it is counted as the one in which it goes on


MEASURES: dict[Measure, Source] = {
    FIRST_ANSWER: first_answers,
    RESOLVED: ends.resolved,
    RESOLVED_IN_ALL: ends.resolved_in_all,
    SETTLED: ends.settled_with_one,
    CAME_BACK: come_backs,
    OPENED_AGAIN: ends.opened_again,
    HANDED_OVER: ends.handed_over,
    BACKLOG: ends.backlog,
    BACKLOG_P90: ends.backlog,
    KEPT_PROMISES: kept_promises,
    VOWS_KEPT: ends.vows_kept,
}
