"""A visit as a calendar file: the same event each time, counted up with each change, in the place's own zone."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now

from .models import Appointment, Status


def calendar_of(appointment: Appointment) -> str:
    """The event as text. It says when and where, never why, with whom or for which service. Empty when confidential."""
    if appointment.is_confidential:
        return ""
    clinic = the_clinic()
    cancelled = appointment.status == Status.CANCELLED
    event = Event()
    event.add("uid", f"{appointment.pk}@bedside")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", now())
    put_times(event, appointment.starts_at, appointment.ends_at, appointment.zone)
    event.add("summary", clinic.name)
    event.add("location", vText(", ".join(filter(None, [appointment.place.name, appointment.place.address]))))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", f"mailto:{clinic.email or settings.DEFAULT_FROM_EMAIL}")
    whose = appointment.patient.merged_into or appointment.patient  # as she is known now
    if whose.email:  # without whom it is for, a calendar program takes it for a stranger's
        comes = {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
        event.add("attendee", vCalAddress(f"mailto:{whose.email}"), parameters=comes)
    begins, ends = _around(appointment.zone, "CANCEL" if cancelled else "REQUEST")
    return f"{begins}{event.to_ical().decode()}{ends}"


def put_times(event: Event, start: datetime, end: datetime, zone: str) -> None:
    """From when to when, as the clock on the wall of that place shows it; the zone goes with the time."""
    event.add("dtstart", start.astimezone(ZoneInfo(zone)))
    event.add("dtend", end.astimezone(ZoneInfo(zone)))


@cache
def _around(zone: str, method: str) -> tuple[str, str]:
    """What stands before and after the event: it is the same for all visits, and takes longer to write than they."""
    calendar = Calendar()
    calendar.add("prodid", "-//Bedside//bedside//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_tzid(zone))
    begins, end, after = str(calendar.to_ical().decode()).rpartition("END:VCALENDAR")
    return begins, end + after
