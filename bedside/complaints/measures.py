"""What is counted about complaints: whether we say in time that we heard, and how long an answer takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.measures.registry import Measure
from bedside.measures.weekly import Counted, Source

from .models import Complaint, ComplaintQuerySet, LetterKind, State, working_days

HEARD_IN_TIME = Measure(
    name="complaints.heard_in_time",
    title=_("Complaints we said we heard in time"),
    numerator=_("complaints of which we said in time that we heard"),
    denominator=_("complaints told in the week"),
    exclusions=_("put right at once or taken back; those that are not due yet are counted apart"),
    source_events=("complaint.told", "complaint.acknowledged"),
    better="up",
    chart="xmr",
    target=100,
    higher=_("More complaints heard in time"),
    lower=_("Fewer complaints heard in time"),
)
DAYS_TO_ANSWER = Measure(
    name="complaints.days_to_answer",
    title=_("Days until a complaint is answered"),
    numerator=_("days from a complaint to our answer, the middle of the week's complaints"),
    denominator=_("complaints told in the week; one without an answer counts with the days so far"),
    exclusions=_("put right at once or taken back"),
    source_events=("complaint.told", "complaint.answered"),
    better="down",
    chart="xmr",
    statistic="median",
    unit="days",
    higher=_("Slower answers to complaints"),
    lower=_("Quicker answers to complaints"),
)
ANSWERED_IN_TIME = Measure(
    name="complaints.answered_in_time",
    title=_("Complaints answered by the day we named"),
    numerator=_("of these, those we answered by the last day that the rule or we named"),
    denominator=_("complaints told in the week that have such a day"),
    exclusions=_("put right at once or taken back; those that are not due yet are counted apart"),
    source_events=("complaint.told", "complaint.acknowledged", "complaint.delayed", "complaint.answered"),
    better="up",
    chart="xmr",
    target=100,
    higher=_("More complaints answered in time"),
    lower=_("Fewer complaints answered in time"),
)
NO_CLOCK = [State.SETTLED, State.WITHDRAWN]
A_DAY = 86_400


def heard_in_time(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 where the first letter went by its day, else 0; what is not due yet waits."""
    calendar = working_days()
    for one in _told(since, until).prefetch_related("letters"):
        letters = [letter.at for letter in one.letters.all() if letter.kind == LetterKind.ACKNOWLEDGEMENT]
        by_day = one.law.acknowledge_by(one.received_on, calendar)  # the first time, however often it was opened again
        if letters:
            yield Counted(one.received_at, None, float(day_of(min(letters), one.zone) <= by_day), **_of(one))
        elif by_day < day_of(now(), one.zone):
            yield Counted(one.received_at, None, 0.0, waiting=True, **_of(one))
        else:
            yield Counted(one.received_at, None, waiting=True, **_of(one))


def days_to_answer(since: datetime, until: datetime) -> Iterator[Counted]:
    """Days until our first answer; of those without one, the days so far."""
    for one in _told(since, until):
        until_then = one.answered_at or max(now(), one.received_at)
        days = (until_then - one.received_at).total_seconds() / A_DAY
        yield Counted(one.received_at, None, days, waiting=one.answered_at is None, **_of(one))


def answered_in_time(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 where our first answer came by its day, else 0; what has no day is not counted, what is not due yet waits."""
    for one in _told(since, until).exclude(reply_by=None):
        assert one.reply_by is not None
        if one.answered_at is not None:
            yield Counted(one.received_at, None, float(day_of(one.answered_at, one.zone) <= one.reply_by), **_of(one))
        elif one.reply_by < day_of(now(), one.zone):
            yield Counted(one.received_at, None, 0.0, waiting=True, **_of(one))
        else:
            yield Counted(one.received_at, None, waiting=True, **_of(one))


def _of(one: Complaint) -> dict[str, Any]:
    return {"channel": one.channel, "language": one.language}


def _told(since: datetime, until: datetime) -> ComplaintQuerySet:
    return Complaint.objects.filter(received_at__gte=since, received_at__lt=until).exclude(state__in=NO_CLOCK)


MEASURES: dict[Measure, Source] = {
    HEARD_IN_TIME: heard_in_time,
    ANSWERED_IN_TIME: answered_in_time,
    DAYS_TO_ANSWER: days_to_answer,
}
