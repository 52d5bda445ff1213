"""A clinician's visits as a calendar that her own calendar program fetches. No patient can be known from it.

What leaves by this way may lie with any company: so it says when, where and which kind of visit, never who comes or
why, and of what is confidential only that she is busy.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vText

from bedside.access.models import TREATING
from bedside.directory.clinic import the_clinic
from bedside.hours.clock import now
from bedside.journal.models import Refusal
from bedside.people.models import language_of

from .calendar_files import put_times
from .models import Appointment, Feed, Leave, Status

BACK, AHEAD = timedelta(days=14), timedelta(days=180)
FRESH_FOR = timedelta(minutes=15)
NOT_SHOWN = {Status.CANCELLED}


def key_of(feed: Feed) -> str:
    """What stands in the address: which feed, and our signature under it. It is kept nowhere."""
    return _text(feed.pk.bytes) + _text(_signed(feed.pk))


def address_of(feed: Feed) -> str:
    return f"{settings.PUBLIC_URL}{reverse('booking:feed', args=[key_of(feed)])}"


def feed_by(key: str) -> Feed:
    """The feed whose address carries this key, while it stands and its owner still sees patients here."""
    try:
        pk = uuid.UUID(bytes=base64.urlsafe_b64decode(f"{key[:22]}=="))
    except (binascii.Error, ValueError):
        raise _unknown() from None
    good = hmac.compare_digest(_text(_signed(pk)).encode(), key[22:].encode())
    feed = Feed.objects.standing().select_related("staff_member__login").filter(pk=pk).first() if good else None
    login = feed.staff_member.login if feed else None
    if feed is None or login is None or not login.is_active or not login.roles & TREATING:
        raise _unknown()
    return feed


def calendar_for(feed: Feed) -> str:
    """Two weeks back and half a year ahead, each event in the zone of its place, in her own language."""
    member, start, end = feed.staff_member, now() - BACK, now() + AHEAD
    calendar = Calendar()
    calendar.add("prodid", "-//Bedside//bedside//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{the_clinic().name} – {member}")
    calendar.add("refresh-interval", FRESH_FOR, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", FRESH_FOR)
    with translation.override(language_of(login) if (login := member.login) else None):
        events = [*_visits(feed, start, end), *_leave(feed, start, end)]
    for zone in sorted({zone for zone, _event in events}):
        calendar.add_component(Timezone.from_tzid(zone, first_date=start.date(), last_date=end.date()))
    for _zone, event in events:
        calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _visits(feed: Feed, start: datetime, end: datetime) -> Iterator[tuple[str, Event]]:
    hers = Appointment.objects.filter(staff_member=feed.staff_member_id, starts_at__lt=end, ends_at__gt=start)
    for visit in hers.exclude(status__in=NOT_SHOWN).select_related("place", "visit_type").order_by("starts_at", "id"):
        hidden = visit.is_confidential
        event = _event(visit.pk, visit.starts_at, visit.ends_at, visit.zone)
        event.add("sequence", visit.sequence)
        event.add("summary", _("Busy") if hidden else visit.visit_type.said("name", translation.get_language()))
        if not hidden:
            event.add("location", vText(visit.place.name))
            event.add("status", "CONFIRMED")
        yield visit.zone, event


def _leave(feed: Feed, start: datetime, end: datetime) -> Iterator[tuple[str, Event]]:
    zone = the_clinic().zone
    for leave in Leave.objects.touching(start, end).filter(staff_member=feed.staff_member_id).order_by("starts_at"):
        event = _event(leave.pk, leave.starts_at, leave.ends_at, zone)
        event.add("summary", _("Away"))
        yield zone, event


def _event(pk: uuid.UUID, start: datetime, end: datetime, zone: str) -> Event:
    event = Event()
    event.add("uid", f"{pk}@bedside")
    event.add("dtstamp", now())
    put_times(event, start, end, zone)
    return event


def _signed(pk: uuid.UUID) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"calendar feed:" + pk.bytes, hashlib.sha256).digest()[:18]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _unknown() -> Refusal:
    return Refusal(_("This calendar address does not work any more."), missing=True)
