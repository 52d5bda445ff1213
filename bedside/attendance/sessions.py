"""What the sessions to come can hold: how many more to book than there are times, and beside which of them.

Only whole sessions are looked at. Nobody is put beside somebody else because of a number.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from bedside.booking.models import HOLDS_ITS_TIME, Appointment, Session, Slot, Status
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import local
from bedside.people.models import Label
from bedside.prediction.overbooking import Advice, advise

from .helping import score
from .models import Learned

AHEAD = timedelta(days=14)
LATELY = timedelta(weeks=26)
FEWEST = 100  # visits of a place before its share of missed ones says anything


@dataclass(frozen=True)
class Held:
    """A session to come, how full it is, and what is advised."""

    session: Session
    capacity: int
    booked: int
    advice: Advice

    @property
    def in_a_hundred(self) -> int:
        """How often of a hundred more would come than there are times, with what is advised."""
        return round(100 * self.advice.outlook.too_many)


def usual_share(place: Place) -> float | None:
    """The share of visits that are missed at a place; None where too few are known."""
    lately = Appointment.objects.filter(
        place=place, label=Label.NONE, starts_at__gte=now() - LATELY, starts_at__lt=now()
    )
    missed = lately.filter(status=Status.NOSHOW).count()
    came = lately.filter(status__in=[Status.ARRIVED, Status.FULFILLED]).count()
    return missed / (missed + came) if missed + came >= FEWEST else None


def full_sessions(place: Place) -> list[Held]:
    """The sessions of the next two weeks that have no free time left, and what each can hold besides."""
    usual = usual_share(place)
    if usual is None:
        return []
    times: dict[uuid.UUID, list[datetime]] = defaultdict(list)
    ahead = Slot.objects.filter(
        place=place,
        starts_at__gt=now(),
        starts_at__lt=now() + AHEAD,
        is_closed=False,
        seats=1,  # a group has its own number of seats
        session__is_cancelled=False,
    )
    for whose, starts in ahead.values_list("session_id", "starts_at"):
        times[whose].append(starts)
    visits: dict[uuid.UUID, list[Appointment]] = defaultdict(list)
    booked = Appointment.objects.filter(slot__session__in=times, status__in=HOLDS_ITS_TIME).select_related("slot")
    for one in booked:
        visits[one.slot.session_id].append(one)
    missing = _missing(place, list(booked), usual)
    sessions = Session.objects.filter(pk__in=times).select_related("staff_member", "service").order_by("starts_at")
    found = []
    for session in sessions:
        hers, there = visits[session.pk], times[session.pk]
        if session.starts_at > now() and len(hers) >= len(there):
            found.append(Held(session, len(there), len(hers), _advice(hers, there, missing, usual, place)))
    return found


def _advice(
    visits: Sequence[Appointment],
    times: Sequence[datetime],
    missing: dict[uuid.UUID, float],
    usual: float,
    place: Place,
) -> Advice:
    return advise(
        [missing[one.pk] for one in visits],
        len(times),
        usual=usual,
        alpha=settings.OVERBOOKING_ALPHA,
        starts=[local(one, place.zone) for one in sorted(times)],
    )


def _missing(place: Place, visits: list[Appointment], usual: float) -> dict[uuid.UUID, float]:
    """How likely each is to be missed; the usual share where nothing good was learned, or the visit is private."""
    found = {one.pk: usual for one in visits}
    learned = Learned.objects.newest_of(place)
    if learned and learned.is_good_enough and visits:
        scored = score(learned.model, visits)
        found |= {visit: float(p) for visit, p in zip(scored.book.visits, scored.p, strict=True)}
    return found
