"""A visit step by step, as its rows and the journal tell it: when, by whose hand, and what nobody noted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bedside.access.models import STAFF, Role, User
from bedside.inbox.models import Message, State, Way
from bedside.journal.models import Entry
from bedside.people.models import staff_name
from bedside.visits.models import Visit

from .models import Answer, Invitation

MESSAGES = {
    "booked": gettext_lazy("Written to: the time is booked"),
    "moved": gettext_lazy("Written to: the time has moved"),
    "reminder": gettext_lazy("Reminded"),
    "survey": gettext_lazy("Asked how it was"),
}
WAYS = {
    "email": gettext_lazy("by e-mail"),
    "sms": gettext_lazy("by text message"),
    "portal": gettext_lazy("in the portal"),
}


@dataclass(frozen=True)
class Step:
    """One step of a visit; without a time, nobody noted when it was."""

    what: str
    at: datetime | None = None
    who: str = ""
    more: str = ""
    place: int = field(default=0, compare=False)  # where it belongs when its time is not known
    needs_a_time: bool = True

    @property
    def is_unknown(self) -> bool:
        return self.needs_a_time and self.at is None


def timeline(visit: Visit) -> list[Step]:
    """Everything that was noted about this visit, in the order in which it happened. Whoever asks may see the visit."""
    entries = list(Entry.objects.filter(visit_id=visit.about_visit, label=visit.label).order_by("happened_at", "id"))
    hands = _Hands(visit)
    steps = [*_booking(visit, entries, hands), *_messages(visit), *_phases(visit, entries, hands)]
    steps += _afterwards(visit)
    return _in_order(steps)


def _booking(visit: Visit, entries: list[Entry], hands: _Hands) -> list[Step]:
    appointment = visit.appointment
    if appointment is None:
        return []
    booked = _first(entries, "appointment.booked")
    steps = [
        Step(_("Booked"), booked.happened_at if booked else appointment.asked_at, hands.of(booked), place=0),
        *(
            Step(_("Moved"), entry.happened_at, hands.of(entry))
            for entry in entries
            if entry.verb == "appointment.moved"
        ),
    ]
    return [*steps, Step(_("The time that was booked"), visit.scheduled_at or appointment.starts_at)]


def _messages(visit: Visit) -> list[Step]:
    """What was written to her about it, and whether it left."""
    about = [visit.pk, *([visit.appointment_id] if visit.appointment_id else [])]
    about += Invitation.objects.filter(visit=visit).values_list("pk", flat=True)
    written = Message.objects.filter(about_id__in=about, label=visit.label, way=Way.OUT).in_order()
    left = written.exclude(state__in=[State.WITHDRAWN, State.WAITING])
    groups = groupby(left, key=lambda message: (message.template, message.due_at.replace(second=0, microsecond=0)))
    steps = [_written(template, list(messages)) for (template, _due), messages in groups]
    if visit.appointment_id and not any(message.template == "reminder" for message in left):
        steps.append(Step(_("No reminder was sent"), place=1, needs_a_time=False))
    return steps


def _written(template: str, messages: list[Message]) -> Step:
    """One thing that was written to her, on one way or several."""
    sent = [message.sent_at for message in messages if message.sent_at]
    ways = sorted(str(WAYS.get(message.channel, message.channel)) for message in messages)
    return Step(
        str(MESSAGES.get(template, _("Written to"))),
        max(sent, default=messages[0].due_at),
        ", ".join(ways),
        "" if len(sent) == len(messages) else _("Not all of it arrived.") if sent else _("It did not arrive."),
    )


def _phases(visit: Visit, entries: list[Entry], hands: _Hands) -> list[Step]:
    minutes = visit.phase_minutes()
    waited, with_her = minutes["wait"], minutes["with_clinician"]
    came = _first(entries, "visit.arrived", "visit.walked_in")
    steps = [
        Step(
            _("Came without a booking") if visit.is_walk_in else _("Arrived"),
            visit.arrived_at,
            hands.of(came),
            _("Ticket %(ticket)s") % {"ticket": visit.ticket},
            place=2,
        ),
        *(
            Step(_("Put back in the queue"), entry.happened_at, hands.of(entry), entry.because)
            for entry in entries
            if entry.verb == "visit.put_back"
        ),
        Step(_("Called"), visit.called_at, hands.of(_last(entries, "visit.called")), str(visit.room or ""), place=3),
        Step(
            _("Seen"),
            visit.began_at,
            hands.of(_last(entries, "visit.began")),
            "" if waited is None else _("Waited %(minutes)d minutes") % {"minutes": round(waited)},
            place=4,
        ),
    ]
    end = Step(
        _("The visit ended"),
        visit.ended_at,
        hands.of(_last(entries, "visit.finished")),
        "" if with_her is None else _("%(minutes)d minutes with the clinician") % {"minutes": round(with_her)},
        place=5,
    )
    if visit.left_at is None or visit.ended_at is not None:
        steps.append(end)
    left = _last(entries, "visit.left")
    return [*steps, Step(_("Left"), visit.left_at, hands.of(left), left.because if left else "", place=6)]


def _afterwards(visit: Visit) -> list[Step]:
    answers = Answer.objects.filter(invitation__visit=visit, label=visit.label)
    return [
        Step(
            _("Said how it was"),
            one.at,
            _("a carer") if one.by_carer else _("the patient"),
            str(one.get_overall_display()),
        )
        for one in answers
    ]


def _in_order(steps: list[Step]) -> list[Step]:
    """By time. A step without one stands after the step that comes before it in every visit."""
    known = sorted((step for step in steps if step.at is not None), key=lambda step: step.at or datetime.max)
    for step in sorted((step for step in steps if step.at is None), key=lambda step: step.place):
        after = [i for i, one in enumerate(known) if one.place and one.place < step.place]
        known.insert(after[-1] + 1 if after else min(1, len(known)), step)
    return known


def _first(entries: list[Entry], *verbs: str) -> Entry | None:
    return next((entry for entry in entries if entry.verb in verbs), None)


def _last(entries: list[Entry], *verbs: str) -> Entry | None:
    return _first(entries[::-1], *verbs)


class _Hands:
    """By whose hand each step was taken, as one says it at the desk."""

    def __init__(self, visit: Visit) -> None:
        self.names: dict[str, str] = {}
        self.visit = visit

    def of(self, entry: Entry | None) -> str:
        if entry is None:
            return _("not known by whom")
        kind = entry.actor_kind
        if kind in STAFF:
            if entry.actor_id not in self.names:
                user = User.objects.filter(pk=uuid.UUID(entry.actor_id)).first()
                self.names[entry.actor_id] = staff_name(user) if user else str(Role(kind).label)
            return self.names[entry.actor_id]
        return str(OTHERS.get(kind, _("from outside")))


OTHERS = {
    "patient": gettext_lazy("the patient"),
    "carer": gettext_lazy("a carer"),
    "house": gettext_lazy("by itself"),
    "device": gettext_lazy("at the screen in the waiting room"),
    "guest": gettext_lazy("the patient"),
    "survey": gettext_lazy("the patient"),
}
