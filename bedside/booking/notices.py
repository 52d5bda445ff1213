"""What booking tells a patient: the time is hers, has moved, is cancelled, is soon."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.conf import settings

from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, local
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message
from bedside.journal.hands import Hand
from bedside.language.dates import day_and_time
from bedside.people.models import Patient

from .calendar_files import calendar_of
from .models import Appointment, Status
from .visit_links import link_to

ALL = "/appointments/"  # where she sees them all; there she signs in
REMINDERS = ("reminder", "reminder_costs")


def say(name: str, appointment: Appointment, *, by: Hand) -> None:
    """Tell the patient now, with the visit for her calendar; it is worth sending until the visit begins."""
    inbox.post(_news(name, appointment), by=by)


def say_and_remind(name: str, appointment: Appointment, *, by: Hand) -> None:
    """Tell the patient now, and plan her reminders: when and how she wishes, else three days and one day before.

    A reminder whose time has passed at booking is not planned, nor one that the night would move to the visit itself.
    """
    inbox.post([*_news(name, appointment), *_reminders(appointment)], by=by)


def remind(appointment: Appointment, *, by: Hand) -> None:
    """Plan her reminders; what there is to tell, she knows."""
    inbox.post(_reminders(appointment), by=by)


def say_several(visits: Sequence[Appointment], *, by: Hand, on_one_way: bool = False) -> None:
    """Tell the patient once of several visits, all their times in one message, and plan her reminders: of each, or of
    the first where she comes once for all. Of what is confidential nothing is said, as of a single visit."""
    told = sorted((one for one in visits if not one.label), key=lambda one: one.starts_at)
    if len(told) < 2:
        for one in told:
            say_and_remind("booked", one, by=by)
        return
    reminded = told[:1] if on_one_way else told
    letters = [*_list("booked_several", told), *(letter for one in reminded for letter in _reminders(one))]
    inbox.post(letters, by=by)


def say_off(visits: Sequence[Appointment], *, by: Hand) -> None:
    """Tell the patient once that several of her visits are cancelled."""
    told = sorted((one for one in visits if not one.label), key=lambda one: one.starts_at)
    inbox.post(_list("cancelled_several", told) if told else [], by=by)


def _list(name: str, visits: Sequence[Appointment]) -> list[Message]:
    """One message with the times of all of these, and one file of them for her calendar."""

    def listed(language: str) -> dict[str, str]:
        times = [(day_and_time(one.starts_at, language, one.zone), one.place.said("name", language)) for one in visits]
        return {"visits": "\n".join(f"- {when}, {place}" for when, place in times)}

    told = {"key": f"{name}:{len(visits)}", "number": str(len(visits)), "attachment": calendar_of(*visits)}
    return _letters(name, visits[0], due=now(), link=ALL, more=listed, **told)


def remind_anew(appointment: Appointment, *, by: Hand) -> None:
    """Her reminders of a visit that is booked already, as she wishes now. What has been sent has been sent."""
    hers = Message.objects.about(appointment)
    wished = {_said(one): one for one in _reminders(appointment)}
    waiting = {one.pk: _said(one) for one in hers.waiting().filter(template__in=REMINDERS)}
    over = [pk for pk, said in waiting.items() if said not in wished]
    if over:
        inbox.take_back(hers.filter(pk__in=over), by=by, because="reminded otherwise")
    fresh = [one for said, one in wished.items() if said not in waiting.values()]
    known = set(hers.values_list("key", flat=True)) if fresh else set()
    for one in fresh:
        one.key = next(key for key in _keys(one.key or "") if key not in known)
    inbox.post(fresh, by=by)


def remind_of_the_rest(bundle: uuid.UUID, *, by: Hand) -> None:
    """Of several visits on one way the one she was reminded of is off or elsewhere: then of the next."""
    rest = Appointment.objects.filter(bundle=bundle, status=Status.BOOKED, starts_at__gt=now(), label="")
    if (first := rest.in_order().first()) is not None:
        remind_anew(first, by=by)


def _said(message: Message) -> tuple[object, ...]:
    return message.channel, message.to, message.due_at, message.body


def _keys(key: str) -> Iterator[str]:
    """The key, and others for whoever changes her mind and back again."""
    yield key
    yield from (f"{key}:{number}" for number in count(2))


def _reminders(appointment: Appointment) -> list[Message]:
    patient, costs = _whom(appointment), settings.MISSED_VISIT_COSTS
    planned = {
        due: hours
        for hours in sorted(patient.remind_before or settings.REMINDERS)
        if now() < (due := reminder_time(appointment, hours)) < appointment.starts_at
    }
    name = "reminder_costs" if costs else "reminder"
    told = [(due, f"reminder:{hours}h") for due, hours in planned.items()]
    return [letter for due, key in told for letter in _letters(name, appointment, due=due, key=key, cost=costs)]


def _news(name: str, appointment: Appointment) -> list[Message]:
    return _letters(name, appointment, due=now(), key=name, attachment=calendar_of(appointment))


def _whom(appointment: Appointment) -> Patient:
    """Who is told: she as she is known now, under whatever name it was booked."""
    return appointment.patient.merged_into or appointment.patient


def reminder_time(appointment: Appointment, hours: int) -> datetime:
    """Whole days before, at the same wall time in the clinic's zone; hours before, as the clock runs. Out of her quiet
    hours it moves to the morning."""
    there = local(appointment.starts_at, appointment.zone)
    if hours % 24:
        due = appointment.starts_at - timedelta(hours=hours)
    else:
        due = at_or_after(there.date() - timedelta(days=hours // 24), there.time(), appointment.zone)
    return _whom(appointment).awake(due, appointment.zone)


def _letters(
    name: str,
    appointment: Appointment,
    *,
    due: datetime,
    key: str,
    attachment: str = "",
    link: str = "",
    more: inbox.Said = lambda _language: {},
    **facts: Any,
) -> list[Message]:
    patient, hers = _whom(appointment), link_to(appointment)

    def said(language: str) -> dict[str, str]:
        return when_and_where(appointment, language) | more(language)

    return inbox.compose(
        patient,
        name,
        key=f"{appointment.pk}:{appointment.sequence}:{key}",
        about=appointment,
        label=appointment.label,
        due=due,
        not_after=appointment.starts_at,
        link=link or hers,
        sms_link=hers,
        carers_link=ALL,
        attachment=attachment,
        said=said,
        **facts,
    )


def when_and_where(appointment: Appointment, language: str) -> dict[str, str]:
    """What every text about a visit says of it, in the language of whoever reads it."""
    when = day_and_time(appointment.starts_at, language, appointment.zone)
    return {"when": when, "place": appointment.place.said("name", language)}
