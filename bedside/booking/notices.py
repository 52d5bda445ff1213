"""What booking tells a patient: the time is hers, has moved, is cancelled, is soon."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from bedside.hours.calendar import out_of_quiet
from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, local
from bedside.inbox import actions as inbox
from bedside.inbox.models import Message
from bedside.journal.hands import Hand
from bedside.language.dates import day_and_time

from .calendar_files import calendar_of
from .models import Appointment

REMINDERS = (3, 1)  # days before


def say(name: str, appointment: Appointment, *, by: Hand) -> None:
    """Tell the patient now, with the visit for her calendar; it is worth sending until the visit begins."""
    inbox.post(_news(name, appointment), by=by)


def say_and_remind(name: str, appointment: Appointment, *, by: Hand) -> None:
    """Tell the patient now, and plan a reminder three days and one day before.

    A reminder whose time has passed at booking is not planned.
    """
    reminders = [
        letter
        for days in REMINDERS
        if (due := reminder_time(appointment, days)) > now()
        for letter in _letters("reminder", appointment, due=due, key=f"reminder:{days}")
    ]
    inbox.post([*_news(name, appointment), *reminders], by=by)


def _news(name: str, appointment: Appointment) -> list[Message]:
    return _letters(name, appointment, due=now(), key=name, attachment=calendar_of(appointment))


def reminder_time(appointment: Appointment, days: int) -> datetime:
    """The same wall time some days before, in the clinic's zone; moved out of her quiet hours to the morning."""
    there = local(appointment.starts_at, appointment.zone)
    due = at_or_after(there.date() - timedelta(days=days), there.time(), appointment.zone)
    return out_of_quiet(due, appointment.patient.zone or appointment.zone)


def _letters(name: str, appointment: Appointment, *, due: datetime, key: str, attachment: str = "") -> list[Message]:
    patient = appointment.patient
    return inbox.compose(
        patient,
        name,
        key=f"{appointment.pk}:{appointment.sequence}:{key}",
        about=appointment,
        label=appointment.label,
        due=due,
        not_after=appointment.starts_at,
        link=reverse("booking:appointment", args=[appointment.pk]),
        attachment=attachment,
        when=day_and_time(appointment.starts_at, patient.language, appointment.zone),
        place=appointment.place.said("name", patient.language),
    )
