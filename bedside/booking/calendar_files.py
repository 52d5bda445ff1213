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


def calendar_of(*appointments: Appointment) -> str:
    """The event as text, or the events of several visits in one file; each is the same event as it is alone.

    They say when and where, never why, with whom or for which service. Nothing of what is confidential.
    """
    told = [one for one in appointments if not one.is_confidential]
    if not told:
        return ""
    off = all(one.status == Status.CANCELLED for one in told)
    zones = tuple(sorted({one.zone for one in told}))
    begins, ends = _around(zones, "CANCEL" if off else "REQUEST")
    return "".join([begins, *(_event(one) for one in told), ends])


def _event(appointment: Appointment) -> str:
    clinic = the_clinic()
    event = Event()
    event.add("uid", f"{appointment.pk}@bedside")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", now())
    put_times(event, appointment.starts_at, appointment.ends_at, appointment.zone)
    event.add("summary", clinic.name)
    event.add("location", vText(", ".join(filter(None, [appointment.place.name, appointment.place.address]))))
    event.add("status", "CANCELLED" if appointment.status == Status.CANCELLED else "CONFIRMED")
    event.add("organizer", f"mailto:{clinic.email or settings.DEFAULT_FROM_EMAIL}")
    whose = appointment.patient.merged_into or appointment.patient  # as she is known now
    if whose.email:  # without whom it is for, a calendar program takes it for a stranger's
        comes = {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
        event.add("attendee", vCalAddress(f"mailto:{whose.email}"), parameters=comes)
    return str(event.to_ical().decode())


def put_times(event: Event, start: datetime, end: datetime, zone: str) -> None:
    """From when to when, as the clock on the wall of that place shows it; the zone goes with the time."""
    event.add("dtstart", start.astimezone(ZoneInfo(zone)))
    event.add("dtend", end.astimezone(ZoneInfo(zone)))


@cache
def _around(zones: tuple[str, ...], method: str) -> tuple[str, str]:
    """What stands before and after the events: it is the same for all visits, and takes longer to write than they."""
    calendar = Calendar()
    calendar.add("prodid", "-//Bedside//bedside//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for zone in zones:
        calendar.add_component(Timezone.from_tzid(zone))
    begins, end, after = str(calendar.to_ical().decode()).rpartition("END:VCALENDAR")
    return begins, end + after
