"""What is counted about how visits were. Confidential visits are never asked about, and so are in no count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_noop as _

from bedside.cases.models import Case, Kind, State
from bedside.hours.clock import now
from bedside.measures.registry import Measure
from bedside.measures.scores import ENOUGH_FOR_A_POINT, POSITIVE
from bedside.measures.weekly import Counted, Source
from bedside.people.models import Label

from .models import Answer, Invitation

POSITIVE_SHARE = Measure(
    name="feedback.positive_share",
    title=_("Visits that were good"),
    numerator=_("patients who said that their visit was good or very good"),
    denominator=_("everybody who said how their visit was, those who do not know included"),
    exclusions=_("confidential visits, which are not asked about"),
    source_events=("survey.answered", "survey.answered_badly"),
    better="up",
    chart="xmr",
    least=ENOUGH_FOR_A_POINT,
    higher=_("More visits were good"),
    lower=_("Fewer visits were good"),
)
RESPONSE_RATE = Measure(
    name="feedback.response_rate",
    title=_("Answers to “How was your visit?”"),
    numerator=_("patients who answered"),
    denominator=_("patients to whom we wrote, by the week in which we did"),
    exclusions=_("asked in the portal only; taken back before an answer; confidential visits"),
    source_events=("survey.asked", "survey.answered", "survey.answered_badly", "survey.withdrawn"),
    better="up",
    chart="xmr",
    least=ENOUGH_FOR_A_POINT,
    higher=_("More patients answer"),
    lower=_("Fewer patients answer"),
)
LOOP_CLOSED = Measure(
    name="feedback.loop_closed",
    title=_("Bad visits looked into within two working days"),
    numerator=_("answers “poor” or “very poor” whose case was answered or closed before it fell due"),
    denominator=_("answers “poor” or “very poor” whose case was answered, closed or has fallen due"),
    exclusions=_("cases that are not due yet or wait for the patient; confidential visits"),
    source_events=("survey.answered_badly", "case.opened", "case.answered", "case.closed"),
    better="up",
    chart="xmr",
    target=95,
    least=3,  # there are few, and what is counted is our own work
    higher=_("More bad visits are looked into in time"),
    lower=_("Fewer bad visits are looked into in time"),
)


def positive_share(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each visit that was good or very good, 0 for every other answer."""
    answers = Answer.objects.filter(label=Label.NONE, at__gte=since, at__lt=until)
    for at, place, overall in answers.values_list("at", "invitation__visit__place_id", "overall"):
        yield Counted(at, place, float(overall in POSITIVE))


def response_rate(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each who answered, 0 for each who did not; who can still answer is waiting, and counts as not yet."""
    asked = Invitation.objects.filter(label=Label.NONE, withdrawn_at=None, due_at__gte=since, due_at__lt=until)
    wanted = ("due_at", "visit__place_id", "answer", "expires_at")
    for due, place, answer, expires in asked.exclude(channels="").filter(due_at__lte=now()).values_list(*wanted):
        yield Counted(due, place, float(answer is not None), waiting=answer is None and expires > now())


def loop_closed(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each bad visit that somebody looked into in time, 0 for each that nobody did."""
    badly = Answer.objects.filter(label=Label.NONE, overall__in=["poor", "very_poor"], at__gte=since, at__lt=until)
    places = {
        f"answer:{pk}": (at, place) for pk, at, place in badly.values_list("pk", "at", "invitation__visit__place_id")
    }
    cases = Case.objects.filter(kind=Kind.FEEDBACK, key__in=places)
    for key, answered, due, state in cases.values_list("key", "answered_at", "due_at", "state"):
        at, place = places[str(key)]
        if answered is not None:
            yield Counted(at, place, float(answered <= due))
        else:
            overdue = due < now() and state == State.OPEN  # while it waits for her, the clock stands
            yield Counted(at, place, 0.0 if overdue else None, waiting=True)


MEASURES: dict[Measure, Source] = {
    POSITIVE_SHARE: positive_share,
    RESPONSE_RATE: response_rate,
    LOOP_CLOSED: loop_closed,
}
