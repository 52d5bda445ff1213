"""What booking tells a patient: the time is hers, has moved, is cancelled, is soon."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from bedside.hours.calendar import out_of_quiet
from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, local
from bedside.inbox import actions as inbox
from bedside.journal.hands import Hand
from bedside.language.dates import day_and_time

from .calendar_files import calendar_of
from .models import Appointment

REMINDERS = (3, 1)  # days before


def say(name: str, appointment: Appointment, *, by: Hand) -> None:
    """Tell the patient now, with the visit for her calendar; it is worth sending until the visit begins."""
    key = f"{appointment.pk}:{appointment.sequence}:{name}"
    _send(name, appointment, due=now(), key=key, by=by, attachment=calendar_of(appointment))


def say_reminders(appointment: Appointment, *, by: Hand) -> None:
    """Plan a reminder three days and one day before. One whose time has passed at booking is not planned."""
    for days in REMINDERS:
        due = reminder_time(appointment, days)
        if due > now():
            key = f"{appointment.pk}:{appointment.sequence}:reminder:{days}"
            _send("reminder", appointment, due=due, key=key, by=by)


def reminder_time(appointment: Appointment, days: int) -> datetime:
    """The same wall time some days before, in the clinic's zone; moved out of her quiet hours to the morning."""
    there = local(appointment.starts_at, appointment.zone)
    due = at_or_after(there.date() - timedelta(days=days), there.time(), appointment.zone)
    return out_of_quiet(due, appointment.patient.zone or appointment.zone)


def _send(name: str, appointment: Appointment, *, due: datetime, key: str, by: Hand, attachment: str = "") -> None:
    patient = appointment.patient
    inbox.send(
        patient,
        name,
        by=by,
        key=key,
        about=appointment,
        label=appointment.label,
        due=due,
        not_after=appointment.starts_at,
        link=reverse("booking:appointment", args=[appointment.pk]),
        attachment=attachment,
        when=day_and_time(appointment.starts_at, patient.language, appointment.zone),
        place=appointment.place.said("name", patient.language),
    )
