"""What the desk looks for: a patient by whatever the caller says, and the day as it stands."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.utils.dateparse import parse_date

from bedside.access.doors import Knock
from bedside.access.models import User
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.people.finding import patients_like
from bedside.visits.models import Visit

__all__ = ["day_asked", "here_today", "patients_like", "week_from"]


def here_today(place: Place, reader: User) -> dict[uuid.UUID, Visit]:
    """Who of those with an appointment is here, by the appointment: waiting, called, or with a clinician."""
    here = Visit.objects.visible_to(reader).today(place).exclude(appointment=None).select_related("room")
    return {visit.appointment_id: visit for visit in here if visit.appointment_id}


def week_from(day: date) -> list[date]:
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=count) for count in range(7)]


def day_asked(request: Knock, place: Place) -> date:
    """The day that is asked for in the address, else today."""
    try:
        asked = parse_date(request.GET.get("day", ""))
    except ValueError:
        asked = None
    today = day_of(now(), place.zone)
    return asked if asked and abs((asked - today).days) < 3660 else today
