"""What is counted about calls and talks. Confidential ones are in no count; what was typed in has no wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_noop as _

from bedside.access.models import User
from bedside.complaints.models import Complaint
from bedside.hours.clock import now
from bedside.inbox.models import ChatLine, Message
from bedside.inbox.models import Way as MessageWay
from bedside.measures.registry import Measure
from bedside.measures.repeats import REPEATS_WITHIN, Talk, settled_at_once
from bedside.measures.weekly import Counted, Source
from bedside.people.models import Label
from bedside.teams.models import WORK_OF, Team

from .figures import WITHIN, Call, counted
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
SPEED = Measure(
    name="calls.speed_of_answer",
    title=_("Wait of the calls we answered"),
    numerator=_("seconds a call rang until a person answered it, the mean of them"),
    denominator=_("calls of the week that a person answered, as the telephone system counts them"),
    exclusions=_("calls given up; calls typed in by hand; confidential ones"),
    source_events=("contact.rang", "contact.ended"),
    better="down",
    chart="xmr",
    statistic="mean",
    unit="seconds",
    target=50,
    higher=_("Callers wait longer"),
    lower=_("Callers wait less"),
)
COMPLAINTS = Measure(
    name="calls.complaints_per_thousand",
    title=_("Complaints in a thousand contacts"),
    numerator=_("complaints told in the week"),
    denominator=_("messages, lines of chats, calls, talks and complaints of the week"),
    exclusions=_("what the house itself sends; complaints taken back; confidential contacts"),
    source_events=("message.received", "chatline.said", "contact.rang", "contact.taken", "complaint.told"),
    better="neither",
    chart="xmr",
    statistic="per_thousand",
    unit="per_thousand",
    least=50,
)


def measured_calls(since: datetime, until: datetime) -> list[Call]:
    """As the telephone system told of them. A number that rings for ever is not counted."""
    told = _between(since, until).filter(way=Way.PHONE).exclude(key=None).select_related("patient", "taken_by")
    return [
        Call(one.rang_at, one.waited, one.answered_at is not None, one.seconds, _team(one.taken_by), _language(one))
        for one in told
    ]


def talks(since: datetime, until: datetime) -> list[Talk]:
    """Calls and talks that were written down, of those whom we know."""
    told = _between(since, until).exclude(patient=None).exclude(noted_at=None).select_related("patient", "taken_by")
    return [
        Talk(
            one.patient.merged_into_id or one.patient.pk,
            one.reason,
            one.rang_at,
            one.settled,
            not one.promised,
            channel=one.way,
            team=_team(one.taken_by),
            language=_language(one),
        )
        for one in told
        if one.patient
    ]


def settled(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each first talk that was the only one. A repeat may come a week later, or be one of the week before."""
    told = talks(since - REPEATS_WITHIN, until + REPEATS_WITHIN)
    for one, hit in settled_at_once(told, now()):
        if since <= one.at < until:
            yield Counted(one.at, None, float(hit), channel=one.channel, team=one.team, language=one.language)


def answered_soon(since: datetime, until: datetime) -> Iterator[Counted]:
    for one in counted(measured_calls(since, until)):
        yield _of(one, float(one.answered and (one.waited or 0) <= WITHIN))


def given_up(since: datetime, until: datetime) -> Iterator[Counted]:
    for one in counted(measured_calls(since, until)):
        yield _of(one, float(not one.answered))


def waited(since: datetime, until: datetime) -> Iterator[Counted]:
    for one in measured_calls(since, until):
        if one.answered and one.waited is not None:
            yield _of(one, one.waited)


def complaints_among_contacts(since: datetime, until: datetime) -> Iterator[Counted]:
    """1 for each complaint, 0 for each other time somebody came to us."""
    told = Complaint.objects.filter(received_at__gte=since, received_at__lt=until).exclude(state="withdrawn")
    for at, channel, language in told.values_list("received_at", "channel", "language"):
        yield Counted(at, None, 1.0, channel=channel, language=language)
    wrote = Message.objects.filter(way=MessageWay.IN, label=Label.NONE, due_at__gte=since, due_at__lt=until)
    for at, channel, language in wrote.values_list("due_at", "channel", "patient__language"):
        yield Counted(at, None, 0.0, channel=channel, language=language or "")
    chatted = ChatLine.objects.filter(way=MessageWay.IN, due_at__gte=since, due_at__lt=until)
    for at, language in chatted.values_list("due_at", "chat__language"):
        yield Counted(at, None, 0.0, channel="chat", language=language)
    for at, way, hers in _between(since, until).values_list("rang_at", "way", "patient__language"):
        yield Counted(at, None, 0.0, channel=way, language=hers or "")


def _of(call: Call, value: float) -> Counted:
    return Counted(call.rang_at, None, value, channel=Way.PHONE, team=call.team, language=call.language)


def _language(contact: Contact) -> str:
    return contact.patient.language if contact.patient else ""


def _team(taken_by: User | None) -> str:
    """Whose work it was: that of whoever took it, as far as her role tells; nobody's where nobody did."""
    if taken_by is None:
        return ""
    theirs = [team for team in (Team.FRONT_DESK, Team.NURSES) if WORK_OF[team] in taken_by.roles]
    return theirs[0] if theirs else ""


def _between(since: datetime, until: datetime) -> ContactQuerySet:
    return Contact.objects.filter(label=Label.NONE, rang_at__gte=since, rang_at__lt=until)


MEASURES: dict[Measure, Source] = {
    SERVICE_LEVEL: answered_soon,
    SPEED: waited,
    ABANDONED: given_up,
    AT_ONCE: settled,
    COMPLAINTS: complaints_among_contacts,
}
