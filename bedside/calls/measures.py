"""What is counted about calls and talks. Confidential ones are in no count; what was typed in has no wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_noop as _

from bedside.hours.clock import now
from bedside.measures.registry import Measure
from bedside.measures.weekly import Counted, Source
from bedside.people.models import Label

from .figures import REPEATS_WITHIN, WITHIN, Call, Talk, counted, settled_at_once
from .models import Contact, ContactQuerySet, Way

AT_ONCE = Measure(
    name="calls.settled_at_once",
    title=_("Settled with one call or talk"),
    numerator=_("of these, those with nothing left to do and no second one about the same thing within 7 days"),
    denominator=_("first calls and talks of the week, of patients we know"),
    exclusions=_("those whose 7 days are not over wait; confidential ones; what the desk thinks is not asked"),
    source_events=("contact.noted",),
    better="up",
    chart="xmr",
    target=75,
)
SERVICE_LEVEL = Measure(
    name="calls.answered_soon",
    title=_("Calls answered within 20 seconds"),
    numerator=_("calls that a person answered within 20 seconds"),
    denominator=_("calls of the week, answered or given up, as the telephone system counts them"),
    exclusions=_("given up within 5 seconds; calls typed in by hand; confidential ones"),
    source_events=("contact.rang", "contact.ended"),
    better="up",
    chart="xmr",
    target=80,
)
ABANDONED = Measure(
    name="calls.given_up",
    title=_("Calls given up before we answered"),
    numerator=_("calls that nobody answered before the caller hung up"),
    denominator=_("calls of the week, answered or given up, as the telephone system counts them"),
    exclusions=_("given up within 5 seconds; calls typed in by hand; confidential ones"),
    source_events=("contact.rang", "contact.ended"),
    better="down",
    chart="xmr",
    target=5,
)


def measured_calls(since: datetime, until: datetime) -> list[Call]:
    """As the telephone system told of them. A number that rings for ever is not counted."""
    told = _between(since, until).filter(way=Way.PHONE).exclude(key=None)
    return [Call(one.rang_at, one.waited, one.answered_at is not None, one.seconds) for one in told]


def talks(since: datetime, until: datetime) -> list[Talk]:
    """Calls and talks that were written down, of those whom we know."""
    told = _between(since, until).exclude(patient=None).exclude(noted_at=None).select_related("patient")
    return [
        Talk(one.patient.merged_into_id or one.patient.pk, one.reason, one.rang_at, one.settled, not one.promised)
        for one in told
        if one.patient
    ]


def settled(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each first talk that was the only one. A repeat may come a week later, or be one of the week before."""
    told = talks(since - REPEATS_WITHIN, until + REPEATS_WITHIN)
    for one, hit in settled_at_once(told, now()):
        if since <= one.at < until:
            yield Counted(one.at, None, float(hit))


def answered_soon(since: datetime, until: datetime) -> Iterator[Counted]:
    for one in counted(measured_calls(since, until)):
        yield Counted(one.rang_at, None, float(one.answered and (one.waited or 0) <= WITHIN))


def given_up(since: datetime, until: datetime) -> Iterator[Counted]:
    for one in counted(measured_calls(since, until)):
        yield Counted(one.rang_at, None, float(not one.answered))


def _between(since: datetime, until: datetime) -> ContactQuerySet:
    return Contact.objects.filter(label=Label.NONE, rang_at__gte=since, rang_at__lt=until)


MEASURES: dict[Measure, Source] = {AT_ONCE: settled, SERVICE_LEVEL: answered_soon, ABANDONED: given_up}
