"""Finding a service by one's own words, and the free times of a kind of visit."""

from __future__ import annotations

import os
import random
from datetime import timedelta

from bedside.booking import actions as booking
from bedside.booking.finding import find
from bedside.booking.models import CELL, Appointment, Means, Resource, Taken
from bedside.booking.times import free_times
from bedside.directory.models import VisitType
from bedside.hours.clock import now
from bedside.journal.hands import HOUSE

from .figures import Figure, repeat
from .large import cast, clinic
from .past import lived_through

AIM = 30.0
PAST = int(os.environ.get("BEDSIDE_PAST", "0"))  # visits behind the clinic; two million take minutes to write down


def finds() -> list[Figure]:
    clinic()
    asked = ["my knee hurts", "sore throat since a week", "I need my blod pressure checked", "me duele la rodilla", ""]
    return [repeat("find, with how soon", 100, lambda number: find(asked[number % len(asked)]))]


def times() -> list[Figure]:
    """Free times of a large clinic: of a clinician alone, with a room and a device, and with years behind it."""
    *strewn, full = clinic()
    found = repeat("free times", 200, lambda number: free_times(strewn[number % len(strewn)]))
    late = repeat("free times, nine weeks full", 20, lambda number: free_times(full))
    assert len(free_times(full)) == len(free_times(strewn[0])) == 60
    with_rooms(strewn)
    three = repeat("free times, three resources", 200, lambda number: free_times(strewn[number % len(strewn)]))
    assert len(free_times(strewn[0])) == 60
    figures = [
        found.aiming(f"p50 < {AIM:.0f} ms", found.at(50) < AIM),
        late,
        three.aiming(f"p50 < {AIM:.0f} ms", three.at(50) < AIM),
    ]
    if PAST:
        lived_through(PAST)
        after = repeat(
            f"the same, {PAST:,} visits behind us", 200, lambda number: free_times(strewn[number % len(strewn)])
        )
        figures.append(after.aiming("no slower than 1.5x", after.at(50) <= 1.5 * three.at(50)))
    return figures


def with_rooms(kinds: list[VisitType]) -> None:
    """Each kind of visit needs one of forty rooms and one of forty devices, half of whose time is taken."""
    town = cast()
    one, dice = Appointment.objects.latest("starts_at"), random.Random(4)
    first = now().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)
    for kind in kinds:
        booking.need(kind, Means.ROOM, by=HOUSE)
        booking.need(kind, Means.DEVICE, what="probe", by=HOUSE)
    cells = list[Taken]()
    for number in range(80):
        what = {"kind": Means.ROOM} if number % 2 else {"kind": Means.DEVICE, "what": "probe"}
        thing = Resource(name=f"Thing {number}", place=town.riverside, **what)
        booking.set_up_resource(thing, by=HOUSE)
        for visit in range(90 * 18):
            if dice.random() < 0.5:
                start = first + timedelta(days=visit // 18, minutes=20 * (visit % 18))
                cells += [Taken(resource=thing.pk, at=start + CELL * step, appointment=one) for step in range(4)]
    Taken.objects.bulk_create(cells, batch_size=2000)
