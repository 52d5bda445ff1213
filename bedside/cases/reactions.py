"""What cases do when something happened below. Each may be told the same thing twice and does it once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, gettext_noop

from bedside.booking.models import Appointment, Offer
from bedside.inbox.models import ChatLine, Message, Way
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Entry
from bedside.triage import actions as triage
from bedside.triage.models import AWAY, CHAT, WAITING, Screening
from bedside.urgency.levels import height
from bedside.visits import choices
from bedside.visits.models import TeachBack, Visit

from . import actions, chatting, handing, joining, ringing, worse
from .families import heads
from .models import CALL, UNCLEAR, Case, HereBy, Kind, Priority, State, Team
from .routing import can_own, somebody_for

WITH_HER = gettext_noop("A clinician is with the patient.")
GO_TO_HER = gettext_noop("waits and wishes to speak to somebody. Go to them")
CALL_HER = gettext_noop("wishes to speak to somebody and is not here. Call them")
EXPLAIN = gettext_noop("Explain again what was said at the visit")


def open_for_message(entry: Entry) -> None:
    """Every message that comes in has an owner and a clock."""
    message = _message(entry)
    if message is not None:  # else it has been moved out of every record meanwhile
        actions.hear(message)


def open_for_chat(entry: Entry) -> None:
    """Whatever is written in a chat has an owner and a clock, like every message."""
    chatting.hear(ChatLine.objects.select_related("chat", "screening").get(pk=entry.subject_id))


def open_for_screening(entry: Entry) -> None:
    """A check of urgency ended with an emergency, or with the need for a person: somebody must look.

    One that read a message is left to the case of its conversation.
    """
    screening = Screening.objects.select_related("patient").get(pk=entry.subject_id)
    if screening.channel in {WAITING, AWAY}:  # her visit's news opens the case
        if entry.verb != "screening.cannot_call" or screening.called_at:
            return
        hers = Case.objects.filter(kind=Kind.WORSE, screening=screening).order_by("-opened_at", "-id").first()
        if hers is not None:
            ringing.ring_for(hers, screening, since=entry.happened_at)
            return
    if screening.channel in {"message", CHAT}:
        if entry.verb == "screening.cannot_call" and not screening.called_at:
            _ring_for(screening, entry)
        return
    key = f"screening:{screening.pk}"
    case = Case.objects.filter(key=key).first()
    if case is not None:
        again = case.closed_at is not None and case.closed_at < entry.happened_at
        if again or height(screening.standing_level) > height(case.level or "SC"):
            actions.hear_again(case, screening.standing_level, screening, since=entry.happened_at)
    else:
        actions.open_case(
            Kind.SCREENING,
            screening.get_level_display(),
            by=HOUSE,
            key=key,
            level=screening.level,
            since=entry.happened_at,
            patient=screening.patient,
            label=screening.label,
            screening=screening,
        )
    if screening.is_emergency:
        triage.note_alerted(screening, by=HOUSE)


def call_back(entry: Entry) -> None:
    """She has not said that she called for help: whoever has her case calls her, or somebody who is there."""
    screening = Screening.objects.get(pk=entry.subject_id)
    if not screening.called_at:
        about = Q(screening=screening) | Q(chat__in=_lines(screening).values("chat"))
        about |= Q(conversation__in=_messages(screening).values("conversation"))
        for case in heads(Case.objects.filter(about)):
            ringing.ring_again(case)


def keep_in_confidence(entry: Entry) -> None:
    """A check of urgency turned out to be about something confidential: so is our work on it, whoever had it."""
    screening = Screening.objects.get(pk=entry.subject_id)
    with transaction.atomic():
        for joined in Case.objects.filter(state=State.JOINED).filter(
            Q(screening=screening) | Q(joined_to__screening=screening)
        ):
            joining.take_apart(joined, by=HOUSE)  # of the others nothing is confidential
        for case in Case.objects.filter(screening=screening).exclude(label=screening.label).select_for_update():
            handing.withdraw(case, by=HOUSE)
            case.label, case.team = screening.label, Team.NURSES
            case.here_by, case.here_rule = HereBy.CONFIDENTIAL, ""
            if case.owner and not can_own(case, case.owner):
                case.owner = somebody_for(case)
            record("case.made_confidential", case, by=HOUSE)


def open_for_delivery(entry: Entry) -> None:
    """A message did not leave, or nobody knows whether it did: a person decides."""
    message = _message(entry)
    if message is None:
        return
    key = f"delivery:{message.pk}:{entry.version}"
    if not Case.objects.filter(key=key).exists():
        about: dict[str, Any] = {"patient": message.patient, "label": message.label, "message": message}
        actions.open_case(Kind.DELIVERY, message.subject or message.get_channel_display(), by=HOUSE, key=key, **about)


def open_for_new_time(entry: Entry) -> None:
    """Whoever was to see her is away: somebody of ours finds her another time."""
    visit = Appointment.objects.select_related("patient__merged_into").get(pk=entry.subject_id)
    key = f"{_new_time(visit)}{entry.version}"
    if visit.needs_new_time and not Case.objects.filter(key=key).exists():
        about: dict[str, Any] = {
            "patient": visit.patient.merged_into or visit.patient,
            "label": visit.label,
            "key": key,
        }
        actions.open_case(Kind.BOOKING, gettext("This visit needs a new time"), by=HOUSE, **about)


def open_for_interpreter(entry: Entry) -> None:
    """She asked for an interpreter after she had booked, and none could be had: somebody of ours sees to it."""
    visit = Appointment.objects.select_related("patient__merged_into").get(pk=entry.subject_id)
    key = f"interpreter:{visit.pk}"
    if not Case.objects.filter(key=key).exists():
        hers = visit.patient.merged_into or visit.patient
        about: dict[str, Any] = {"patient": hers, "label": visit.label, "key": key}
        actions.open_case(Kind.BOOKING, gettext("This visit needs an interpreter"), by=HOUSE, **about)


def close_for_new_time(entry: Entry) -> None:
    """She has a new time, or needs none any more."""
    visit = Appointment.objects.get(pk=entry.subject_id)
    if not visit.needs_new_time:
        for case in Case.objects.unfinished().filter(key__startswith=_new_time(visit)):
            actions.close(case, because=gettext("The visit is settled."), by=HOUSE)


def open_for_call(entry: Entry) -> None:
    """A time is offered to somebody whom neither text message nor e-mail reaches: the front desk calls her."""
    offer = Offer.objects.select_related("patient__merged_into").get(pk=entry.subject_id)
    key = f"{CALL}{offer.pk}"
    if offer.answer == "" and not Case.objects.filter(key=key).exists():
        about: dict[str, Any] = {
            "patient": offer.patient.merged_into or offer.patient,
            "label": offer.label,
            "key": key,
        }
        actions.open_case(Kind.OFFER, gettext("Call about a free time"), by=HOUSE, **about)


def close_for_call(entry: Entry) -> None:
    """The time was answered, is gone, or it is too late to call."""
    for case in Case.objects.unfinished().filter(key=f"{CALL}{entry.subject_id}"):
        actions.close(case, because=gettext("The time is settled."), by=HOUSE)


def open_for_worse(entry: Entry) -> None:
    """Somebody who waits feels worse: whoever is there goes to her now."""
    visit = Visit.objects.select_related("patient__merged_into", "place", "visit_type").get(pk=entry.subject_id)
    told = entry.facts
    screening = Screening.objects.get(pk=told["screening"]) if told["screening"] else None
    worse.hear(visit, screening, told["level"], rings=entry.verb == "visit.feels_worse", at=entry.happened_at)


def close_for_worse(entry: Entry) -> None:
    """Somebody who treats is with her, or has found that it is less urgent: she has been looked at."""
    because = gettext("A clinician has looked at the patient.") if entry.verb == "visit.lowered" else WITH_HER
    for case in Case.objects.unfinished().filter(key=f"{worse.WORSE}{entry.subject_id}"):
        if case.heard_until is None or case.heard_until <= entry.happened_at:  # what she said since is not looked at
            actions.close(case, because=because, by=HOUSE)


def open_for_who_asks(entry: Entry) -> None:
    """Somebody who waits wishes to speak to one of us: the front desk goes to her, or calls her."""
    visit = Visit.objects.select_related("patient__merged_into", "place", "visit_type").get(pk=entry.subject_id)
    key = f"{_asks(visit)}{entry.version}"
    if visit.began_at is None and visit.is_open and not Case.objects.filter(key=key).exists():
        said = CALL_HER if visit.is_elsewhere else GO_TO_HER
        where = f"{visit.ticket}, {visit.place}".replace(": ", " ")
        hers = visit.patient.merged_into or visit.patient
        about: dict[str, Any] = {"patient": hers, "label": visit.label, "key": key, "priority": Priority.SOON}
        actions.open_case(Kind.ASKS, f"{where}: {said}", by=HOUSE, since=entry.happened_at, **about)


def close_for_who_asks(entry: Entry) -> None:
    """She is with a clinician, or has gone: nobody needs to go to her any more."""
    visit = Visit.objects.get(pk=entry.subject_id)
    for case in Case.objects.unfinished().filter(key__startswith=_asks(visit)):
        actions.close(case, because=gettext("The wait is over."), by=HOUSE)


def note_spoken_to(entry: Entry) -> None:
    """The case in which she asked for us is closed: nobody is on the way to her any more, unless she asked again."""
    case = Case.objects.filter(pk=entry.subject_id, kind=Kind.ASKS).first()
    if case is None or not case.key or not case.is_closed:
        return
    visit = Visit.objects.get(pk=case.key.split(":")[1])
    if not Case.objects.unfinished().filter(key__startswith=_asks(visit)).exists():
        choices.note_spoken_to(visit, by=HOUSE)


def open_for_unclear(entry: Entry) -> None:
    """What we said at a visit was not clear to her: a nurse calls and says it again."""
    heard = TeachBack.objects.select_related("patient__merged_into", "summary").get(pk=entry.subject_id)
    key = f"{UNCLEAR}{heard.summary.visit_id}"
    if not Case.objects.filter(key=key).exists():
        hers = heard.patient.merged_into or heard.patient
        about: dict[str, Any] = {"patient": hers, "label": heard.label, "key": key}
        actions.open_case(Kind.UNCLEAR, EXPLAIN, by=HOUSE, since=heard.at, **about)


@transaction.atomic
def _ring_for(screening: Screening, entry: Entry) -> None:
    """The case in which these words are heard, which may be about more urgent ones, or closed since."""
    if screening.channel == CHAT:
        case = chatting.hear(_lines(screening).select_related("chat", "screening").get())
    else:
        case = actions.hear(_messages(screening).select_related("conversation__patient", "screening").get())
    ringing.ring_for(case, screening, since=entry.happened_at)


def _lines(screening: Screening) -> QuerySet[ChatLine]:
    return ChatLine.objects.filter(screening=screening)


def _messages(screening: Screening) -> QuerySet[Message]:
    return Message.objects.filter(screening=screening, way=Way.IN)


def _asks(visit: Visit) -> str:
    return f"asks:{visit.pk}:"


def _new_time(visit: Appointment) -> str:
    return f"new-time:{visit.pk}:"


def _message(entry: Entry) -> Message | None:
    found = Message.objects.select_related("conversation__patient", "patient", "screening")
    return found.filter(pk=entry.subject_id).first()
