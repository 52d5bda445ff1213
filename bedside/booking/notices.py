"""What booking tells a patient: the time is hers, has moved, is cancelled, is soon."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from bedside.hours.calendar import out_of_quiet
from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, local
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message
from bedside.journal.hands import Hand
from bedside.language.dates import day_and_time

from .calendar_files import calendar_of
from .models import Appointment
from .visit_links import link_to


def say(name: str, appointment: Appointment, *, by: Hand) -> None:
    """Tell the patient now, with the visit for her calendar; it is worth sending until the visit begins."""
    inbox.post(_news(name, appointment), by=by)


def say_and_remind(name: str, appointment: Appointment, *, by: Hand) -> None:
    """Tell the patient now, and plan her reminders: when and how she wishes, else three days and one day before.

    A reminder whose time has passed at booking is not planned, nor one that the night would move to the visit itself.
    """
    inbox.post([*_news(name, appointment), *_reminders(appointment)], by=by)


def _reminders(appointment: Appointment) -> list[Message]:
    patient, costs = appointment.patient, settings.MISSED_VISIT_COSTS
    planned = {
        due: hours
        for hours in sorted(patient.remind_before or settings.REMINDERS)
        if now() < (due := reminder_time(appointment, hours)) < appointment.starts_at
    }
    letters = [
        letter
        for due, hours in planned.items()
        for letter in _letters(
            "reminder_costs" if costs else "reminder", appointment, due=due, key=f"reminder:{hours}h", cost=costs
        )
    ]
    wished = [one for one in letters if one.channel == patient.remind_by]
    return wished or letters


def _news(name: str, appointment: Appointment) -> list[Message]:
    return _letters(name, appointment, due=now(), key=name, attachment=calendar_of(appointment))


def reminder_time(appointment: Appointment, hours: int) -> datetime:
    """Whole days before, at the same wall time in the clinic's zone; hours before, as the clock runs. Out of her quiet
    hours it moves to the morning."""
    there = local(appointment.starts_at, appointment.zone)
    if hours % 24:
        due = appointment.starts_at - timedelta(hours=hours)
    else:
        due = at_or_after(there.date() - timedelta(days=hours // 24), there.time(), appointment.zone)
    return out_of_quiet(due, appointment.patient.zone or appointment.zone)


def _letters(
    name: str, appointment: Appointment, *, due: datetime, key: str, attachment: str = "", **facts: str
) -> list[Message]:
    patient, link = appointment.patient, link_to(appointment)
    return inbox.compose(
        patient,
        name,
        key=f"{appointment.pk}:{appointment.sequence}:{key}",
        about=appointment,
        label=appointment.label,
        due=due,
        not_after=appointment.starts_at,
        link=link,
        sms_link=link,
        attachment=attachment,
        when=day_and_time(appointment.starts_at, patient.language, appointment.zone),
        place=appointment.place.said("name", patient.language),
        **facts,
    )
