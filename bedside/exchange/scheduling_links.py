"""Our free times for other systems, as SMART Scheduling Links has them: places, schedules and slots, and no patient.

The one exemption from the rule that times are shown after the safety questions only. A link that leads from there to
us therefore leads to the questions first. Services whose name alone tells too much are left out altogether: that
somebody else found a time there taken would say something, and so would a list of when one can go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.urls import reverse

from bedside.booking.models import Slot
from bedside.directory.clinic import the_clinic
from bedside.directory.models import Place, Post
from bedside.hours.clock import now
from bedside.hours.zones import local

from . import freshness

Absolute = Callable[[str], str]
Resource = dict[str, Any]
AHEAD = timedelta(days=91)
EXTENSION = "http://fhir-registry.smarthealthit.org/StructureDefinition/"
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Output:
    """One file of those that are published."""

    name: str  # without its ending: slots-2026-W48
    type: str
    changed: datetime


def outputs() -> list[Output]:
    """Every file there is now: the places, who works there, their schedules, and a file of slots for each week."""
    schedules, slots = freshness.schedules_changed(), freshness.slots_changed()
    return [
        Output("locations", "Location", freshness.places_changed()),
        Output("roles", "PractitionerRole", schedules),
        Output("schedules", "Schedule", schedules),
        *(Output(f"slots-{name}", "Slot", slots) for name in _weeks()),
    ]


def manifest(request_url: str, at: Absolute, *, since: datetime | None = None) -> Resource:
    """What there is to fetch; asked for what changed since a moment, only that."""
    files = outputs()
    jurisdiction = {"state": sorted({_state(post.place) for post in posts()})}
    return {
        "transactionTime": _instant(max(one.changed for one in files)),
        "request": request_url,
        "output": [
            {
                "type": one.type,
                "url": at(reverse("exchange:published", args=[f"{one.name}.ndjson"])),
                "extension": jurisdiction,
            }
            for one in files
            if since is None or one.changed > since
        ],
        "error": [],
    }


def resources(name: str, at: Absolute) -> Iterator[Resource]:
    """What stands in one file; KeyError where there is none of that name."""
    if name == "locations":
        return (_location(place) for place in dict.fromkeys(post.place for post in posts()))
    if name == "roles":
        return (_role(post) for post in posts())
    if name == "schedules":
        return (_schedule(post, at) for post in posts())
    weeks = _weeks()
    return _slots(*weeks[name.removeprefix("slots-")], at)


def posts() -> list[Post]:
    """Who provides what where, of that which may be told to anybody."""
    return list(Post.objects.offered().filter(service__is_sensitive=False).order_by("pk"))


def _location(place: Place) -> Resource:
    clinic = the_clinic()
    told: Resource = {
        "resourceType": "Location",
        "id": str(place.pk),
        "name": place.name,
        "description": place.getting_here,
        "telecom": [{"system": "phone", "value": place.phone or clinic.phone}],
        "address": {
            "line": [place.address] if place.address else [],
            "city": place.town,
            "state": place.region,
            "postalCode": place.postcode,
            "country": clinic.country,
        },
    }
    if place.latitude is not None:
        told["position"] = {"latitude": place.latitude, "longitude": place.longitude}
    told["address"] = {key: value for key, value in told["address"].items() if value}
    return {key: value for key, value in told.items() if value}


def _role(post: Post) -> Resource:
    told: Resource = {
        "resourceType": "PractitionerRole",
        "id": str(post.pk),
        "active": True,
        "location": [{"reference": f"Location/{post.place_id}"}],
    }
    if post.staff_member.has_page:  # whoever wishes to stay unnamed is a time and a place, and no name
        told["practitioner"] = {"display": str(post.staff_member)}
    if post.staff_member.job:
        told["code"] = [{"text": post.staff_member.job}]
    return told


def _schedule(post: Post, at: Absolute) -> Resource:
    service = post.service
    coding = {"system": at(reverse("directory:offered")), "code": service.slug, "display": service.name}
    return {
        "resourceType": "Schedule",
        "id": str(post.pk),
        "active": True,
        "serviceType": [{"coding": [coding], "text": service.name}],
        "actor": [
            {"reference": f"Location/{post.place_id}", "display": post.place.name},
            {"reference": f"PractitionerRole/{post.pk}"},
        ],
    }


def _slots(first: date, last: date, at: Absolute) -> Iterator[Resource]:
    """The times of a week that are still to come: free as the book has it now, else busy. What is closed is no time."""
    schedules = {(one.staff_member_id, one.place_id, one.service_id): one for one in posts()}
    begins = datetime.combine(first, time(0), UTC)
    ahead = Slot.objects.filter(
        starts_at__gt=now(),
        starts_at__gte=begins,
        starts_at__lt=begins + WEEK,
        is_closed=False,
        session__is_cancelled=False,
    )
    free = set(
        Slot.objects.free().filter(starts_at__gte=begins, starts_at__lt=begins + WEEK).values_list("pk", flat=True)
    )
    for slot in ahead.order_by("starts_at", "id").iterator():
        post = schedules.get((slot.staff_member_id, slot.place_id, slot.service_id))
        if post is not None:
            yield _slot(slot, post, slot.pk in free, at)


def _slot(slot: Slot, post: Post, is_free: bool, at: Absolute) -> Resource:
    zone, told = post.place.zone, list[Resource]()
    if is_free:
        address = at(reverse("booking:linked", args=[slot.pk]))
        told.append({"url": f"{EXTENSION}booking-deep-link", "valueUrl": address})
    if phone := post.place.phone or the_clinic().phone:
        told.append({"url": f"{EXTENSION}booking-phone", "valueString": phone})
    if slot.seats > 1:
        told.append({"url": f"{EXTENSION}slot-capacity", "valueInteger": slot.seats})
    return {
        "resourceType": "Slot",
        "id": str(slot.pk),
        "schedule": {"reference": f"Schedule/{post.pk}"},
        "status": "free" if is_free else "busy",
        "start": local(slot.starts_at, zone).isoformat(),
        "end": local(slot.ends_at, zone).isoformat(),
        "extension": told,
    }


def _weeks() -> dict[str, tuple[date, date]]:
    """The weeks from now on, by the names of their files; in UTC, so that every time is in one of them."""
    today = now().date()
    monday = today - timedelta(days=today.weekday())
    weeks = {}
    while monday <= today + AHEAD:
        year, week, _ = monday.isocalendar()
        weeks[f"{year}-W{week:02}"] = (monday, monday + WEEK)
        monday += WEEK
    return weeks


def _state(place: Place) -> str:
    """Where it lies, so that a reader knows which files are worth fetching: the state, else the country."""
    return place.region or the_clinic().country


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def bundle(entries: Iterable[Resource]) -> Resource:
    """The same as one FHIR Bundle, for readers that have no NDJSON."""
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in entries]}
