"""What is counted about visits. A confidential visit is in no count: small numbers would give it away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_noop as _

from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, day_of
from bedside.measures.registry import Measure
from bedside.measures.weekly import Counted, Source
from bedside.people.models import Label

from .announced import Announced
from .models import State, Summary, Visit
from .phases import began_on_time, first_visits, minutes_of, over

MINUTE = timedelta(minutes=1)

WAIT = Measure(
    name="visits.wait",
    title=_("Wait to be called"),
    numerator=_("minutes from arriving to being called: half of the week's patients waited less, half waited more"),
    denominator=_(
        "visits; whoever still waits counts with the time so far, whoever left without being called until then"
    ),
    exclusions=_("visits of which a time is missing, which are counted apart as not known; confidential visits"),
    source_events=("visit.arrived", "visit.walked_in", "visit.called", "visit.put_back", "visit.left"),
    better="down",
    chart="xmr",
    statistic="median",
    unit="minutes",
    higher=_("Longer waits"),
    lower=_("Shorter waits"),
)
LONG_WAIT = replace(
    WAIT,
    name="visits.long_wait",
    title=_("The longest waits"),
    numerator=_("minutes from arriving to being called: 9 in 10 of the week's patients waited less, 1 in 10 more"),
    statistic="p90",
    target=30,
    least=10,
    higher=_("The longest waits are longer"),
    lower=_("The longest waits are shorter"),
)


HELD = Measure(
    name="visits.wait_as_told",
    title=_("Waits that were as we said"),
    numerator=_("patients who were called by the end of the range they were told first"),
    denominator=_(
        "patients who were told how long it may take; whoever still waits past that range counts as not kept"
    ),
    exclusions=_("patients who were told no number, or left before they were called; confidential visits"),
    source_events=("visit.arrived", "visit.walked_in", "visit.called"),
    better="up",
    chart="xmr",
    target=80,  # the upper end is meant for 8 in 10
    least=10,
    higher=_("More waits are as we said"),
    lower=_("Fewer waits are as we said"),
)


LEFT_UNSEEN = Measure(
    name="visits.left_unseen",
    title=_("Left without being seen"),
    numerator=_("patients who left before anybody saw them"),
    denominator=_("patients who were seen, or left before that"),
    exclusions=_("patients of whom nobody noted what became of them, who are counted apart; confidential visits"),
    source_events=("visit.arrived", "visit.walked_in", "visit.began", "visit.left"),
    better="down",
    chart="xmr",
    least=10,
    higher=_("More patients leave unseen"),
    lower=_("Fewer patients leave unseen"),
)


CYCLE = Measure(
    name="visits.cycle",
    title=_("Whole visit"),
    numerator=_("minutes from arriving to the end: half of the week's visits took less, half took more"),
    denominator=_("visits that are over"),
    exclusions=_("patients who left before anybody saw them; visits of which a time is missing; confidential visits"),
    source_events=("visit.arrived", "visit.walked_in", "visit.finished"),
    better="down",
    chart="xmr",
    statistic="median",
    unit="minutes",
    higher=_("Visits take longer as a whole"),
    lower=_("Visits are shorter as a whole"),
)
ON_TIME_START = Measure(
    name="visits.on_time_start",
    title=_("Sessions that begin on time"),
    numerator=_("sessions whose first visit began at most 5 minutes after its time"),
    denominator=_("sessions with a first visit that came about"),
    exclusions=_("first visits of which nobody noted when they began, counted apart; confidential visits"),
    source_events=("visit.began",),
    better="up",
    chart="xmr",
    higher=_("More sessions begin on time"),
    lower=_("Fewer sessions begin on time"),
)
SIGNED = Measure(
    name="visits.seen_to_signed",
    title=_("From seen to signed"),
    numerator=_("minutes from the end of a visit to its signed summary: half took less, half took more"),
    denominator=_("visits whose summary is signed"),
    exclusions=_("summaries that are not signed yet; confidential visits"),
    source_events=("visit.finished", "summary.signed"),
    better="down",
    chart="xmr",
    statistic="median",
    unit="minutes",
    higher=_("Summaries are signed later"),
    lower=_("Summaries are signed sooner"),
)


def waits(since: datetime, until: datetime) -> Iterator[Counted]:
    """Minutes until somebody was called, has left, or, of whoever sits there today, so far."""
    here = Q(arrived_at__gte=since, arrived_at__lt=until)
    unknown = Q(arrived_at=None, day__gte=since.date() - timedelta(days=1), day__lte=until.date())
    visits = Visit.objects.filter(here | unknown, label=Label.NONE)
    wanted = ("place_id", "place__zone", "day", "state", "arrived_at", "called_at", "began_at", "left_at")
    for place, zone, day, state, arrived, called, began, left in visits.values_list(*wanted):
        if arrived is None:
            midday = at_or_after(day, "12:00", zone)
            if since <= midday < until:
                yield Counted(midday, place)
        elif called:
            yield Counted(arrived, place, (called - arrived) / MINUTE)
        elif state == State.LEFT and left and began is None:
            yield Counted(arrived, place, (left - arrived) / MINUTE)
        elif state == State.WAITING and day == day_of(now(), zone):
            yield Counted(arrived, place, (now() - arrived) / MINUTE, waiting=True)
        else:
            yield Counted(arrived, place)


def left_unseen(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each who left before anybody saw her, 0 for each who was seen; of who still waits it is not known yet."""
    here = Visit.objects.filter(arrived_at__gte=since, arrived_at__lt=until, label=Label.NONE)
    wanted = ("place_id", "place__zone", "day", "state", "arrived_at", "began_at", "left_at")
    for place, zone, day, state, arrived, began, left in here.values_list(*wanted):
        if began or (state == State.LEFT and left):
            yield Counted(arrived, place, float(began is None))
        else:
            yield Counted(arrived, place, waiting=state != State.LEFT and day == day_of(now(), zone))


def waits_as_told(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each first range that held, 0 for each that did not, whether or not she has been called since."""
    told = Announced.objects.with_numbers().filter(at__gte=since, at__lt=until, visit__label=Label.NONE)
    earlier = Announced.objects.with_numbers().filter(visit=OuterRef("visit"), number__lt=OuterRef("number"))
    for one in told.exclude(Exists(earlier)).select_related("visit", "visit__place"):
        sits_there = one.visit.state == State.WAITING and one.visit.day == day_of(now(), one.visit.zone)
        if one.held is not None:
            yield Counted(one.at, one.visit.place_id, float(one.held))
        elif sits_there:
            passed = one.until is not None and one.until < now()
            yield Counted(one.at, one.visit.place_id, 0.0 if passed else None, waiting=True)
        else:
            yield Counted(one.at, one.visit.place_id)


def cycles(since: datetime, until: datetime) -> Iterator[Counted]:
    """Minutes from arriving to the end, of whoever was seen; not known where one of the two was not written."""
    for one in over(None, since, until):
        yield Counted(one.arrived_at or one.ended_at or since, one.place_id, minutes_of(one)["cycle"])


def on_time_starts(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each session whose first visit began in time, 0 for each that did not."""
    for one in first_visits(over(None, since, until), None, since, until):
        on_time = began_on_time(one)
        yield Counted(one.scheduled_at or since, one.place_id, None if on_time is None else float(on_time))


def seen_to_signed(since: datetime, until: datetime) -> Iterator[Counted]:
    """Minutes until the summary of a visit was signed; before the visit was over is at once."""
    ended = Visit.objects.filter(ended_at__gte=since, ended_at__lt=until, label=Label.NONE)
    signed = Summary.objects.filter(visit__in=ended, label=Label.NONE).exclude(signed_at=None)
    for at, place, done in signed.values_list("visit__ended_at", "visit__place_id", "signed_at"):
        if at and done:
            yield Counted(at, place, max(0.0, (done - at) / MINUTE))


MEASURES: dict[Measure, Source] = {
    WAIT: waits,
    LONG_WAIT: waits,
    HELD: waits_as_told,
    LEFT_UNSEEN: left_unseen,
    CYCLE: cycles,
    ON_TIME_START: on_time_starts,
    SIGNED: seen_to_signed,
}
