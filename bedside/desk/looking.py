"""What the desk looks for: a patient by whatever the caller says, and the day as it stands."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta

from django.db.models import Q
from django.utils.dateparse import parse_date

from bedside.access.doors import Knock
from bedside.access.models import User
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.people.models import Patient
from bedside.visits.models import Visit

MOST = 30
DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")


def patients_like(words: str, reader: User) -> list[Patient]:
    """Patients by any of name, phone, e-mail, postcode or date of birth (day first); every word must fit."""
    words = words.replace("\x00", "").strip()
    found = Patient.objects.visible_to(reader)
    if born := DAY.search(words):
        try:
            found = found.filter(birth_date=date(int(born[3]), int(born[2]), int(born[1])))
        except ValueError:
            return []
        words = words.replace(born[0], " ").strip()
    digits = re.sub(r"\D", "", words)
    if len(digits) >= 5 and not re.search(r"[A-Za-z]", words):
        tail = digits[-9:].lstrip("0")
        near = found.filter(phone__contains=tail[-3:]).order_by("family_name", "given_name")
        return [one for one in near if tail in re.sub(r"\D", "", one.phone)][:MOST]
    for word in words.replace(",", " ").split():
        found = found.filter(
            Q(given_name__istartswith=word)
            | Q(family_name__istartswith=word)
            | Q(preferred_name__istartswith=word)
            | Q(email__istartswith=word)
            | Q(postcode__istartswith=word)
        )
    return list(found.order_by("family_name", "given_name", "birth_date")[:MOST]) if words or born else []


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
