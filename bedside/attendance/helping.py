"""Who may need a hand to come, in the order of their visits, and what would help. No number is shown with a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from bedside.access.models import User
from bedside.booking.models import Appointment, Status
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.people.models import Label
from bedside.prediction.bookings import Bookings, Earlier, Floats, earlier
from bedside.prediction.features import features
from bedside.prediction.help import RAISES, offered
from bedside.prediction.no_show import Model, explained

from . import book
from .models import Help, Kind, Learned

AHEAD = timedelta(days=7)
SAID = ("history", "lead", "reminder")  # what can be helped; nobody is told of her age


@dataclass(frozen=True)
class Why:
    """One reason, as a page says it."""

    kind: str
    missed: int = 0
    visits: int = 0
    days: int = 0


@dataclass(frozen=True)
class Hand:
    """A visit to which somebody may need a hand to come."""

    visit: Appointment
    why: tuple[Why, ...]
    helps: tuple[Kind, ...]
    given: frozenset[str]

    @property
    def day(self) -> date:
        """Of the visit, where it takes place."""
        return day_of(self.visit.starts_at, self.visit.zone)

    @property
    def is_done(self) -> bool:
        return bool(self.helps) and set(self.helps) <= self.given


@dataclass(frozen=True)
class Scored:
    """What a model says of visits, in their order."""

    book: book.Book
    before: Earlier
    rows: Floats
    p: Floats


def score(model: Model, visits: list[Appointment]) -> Scored:
    """How likely each of these visits is to be missed, from what was known when it was booked."""
    ahead, past = book.of_visits(visits)
    before = earlier(ahead.bookings.patient, ahead.bookings.booked, past.bookings)
    rows = features(ahead.bookings, before)
    return Scored(ahead, before, rows, model.score(rows))


def who_may_need_a_hand(place: Place, reader: User, *, within: timedelta = AHEAD) -> list[Hand]:
    """The visits of the next days to which somebody may need a hand, the soonest first."""
    visits = list(
        Appointment.objects.visible_to(reader)
        .filter(
            place=place,
            status=Status.BOOKED,
            label=Label.NONE,
            starts_at__gt=now(),
            starts_at__lt=now() + within,
            patient__deceased_on=None,
        )
        .in_order()
    )
    learned = Learned.objects.newest_of(place)
    model = learned.model if learned and learned.is_good_enough else None
    found = _by_the_model(model, visits) if model else _by_the_last_visit(visits)
    given: dict[object, set[str]] = {}
    for help in Help.objects.visible_to(reader).for_visits(visits):
        given.setdefault(help.appointment_id, set()).add(help.kind)
    return [Hand(one, *found[one.pk], frozenset(given.get(one.pk, ()))) for one in visits if one.pk in found]


Found = dict[object, tuple[tuple[Why, ...], tuple[Kind, ...]]]


def _by_the_model(model: Model, visits: list[Appointment]) -> Found:
    scored = score(model, visits)
    found: Found = {}
    for at, visit in enumerate(scored.book.visits):
        helps = helps_for(model, scored, at)
        if helps:
            adds = [kind for kind, much in explained(model, scored.rows[at]) if much >= RAISES and kind in SAID]
            found[visit] = tuple(_why(kind, scored, at) for kind in adds), helps
    return found


def helps_for(model: Model, scored: Scored, at: int) -> tuple[Kind, ...]:
    """What would help at one of these visits; nothing where it is not likely to be missed."""
    return tuple(
        Kind(one)
        for one in offered(
            float(scored.p[at]),
            share=model.share,
            lead_days=float(scored.book.bookings.lead_days[at]),
            reminded=float(scored.book.bookings.reminded[at]),
            missed_before=float(scored.before.missed[at]),
        )
    )


def _why(kind: str, scored: Scored, at: int) -> Why:
    return Why(
        kind,
        missed=int(scored.before.missed[at]),
        visits=int(scored.before.visits[at]),
        days=round(float(scored.book.bookings.lead_days[at])),
    )


def _by_the_last_visit(visits: list[Appointment]) -> Found:
    """Where nothing good enough was learned: whoever missed her last visit, for that is what tells most anywhere."""
    ahead, past = book.of_visits(visits)
    last = _last_of_each(past.bookings)
    before = earlier(ahead.bookings.patient, ahead.bookings.booked, past.bookings)
    return {
        visit: (
            (Why("last", missed=int(before.missed[at]), visits=int(before.visits[at])),),
            (Kind.CALL, Kind.TRANSPORT),
        )
        for at, visit in enumerate(ahead.visits)
        if last(int(ahead.bookings.patient[at]))
    }


def _last_of_each(past: Bookings) -> Callable[[int], bool]:
    missed: dict[int, bool] = {}
    for at in np.argsort(past.starts, kind="stable"):
        missed[int(past.patient[at])] = bool(past.missed[at])
    return lambda patient: missed.get(patient, False)
