"""Telling those who wait: what range, when anew, and with which reason. Nobody's upper end rises without a word.

A range stands for ten minutes. It is told anew at once when the middle guess has left it or its upper end has passed.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.hands import HOUSE, Hand, sign
from bedside.live import actions as live
from bedside.people.models import topic_of

from . import texting
from .announced import Announced, Cause, Reason
from .lateness import late_at
from .lookout import Lately, Rows, lately_at, line_of, outlook, rows_of
from .models import State, Visit
from .waits import Basis, Outlook, Range, expected, step

STANDS = timedelta(minutes=10)
TELL_AGAIN = timedelta(minutes=20)  # somebody who could be told no number hears from us at least this often


@dataclass(frozen=True)
class Telling:
    """What to tell somebody now."""

    low: int | None
    high: int | None
    reason: Reason
    cause: Cause = Cause.NONE


def tell(
    last: Announced | None, fresh: Range, seen: Outlook, moment: datetime, *, late: bool = False
) -> Telling | None:
    """What to tell her now; None while what she was told last still stands."""
    if last is None:
        return Telling(fresh.low, fresh.high, Reason.FIRST)
    if last.held is not None:  # she was called, and is back in the queue: all begins anew
        return Telling(fresh.low, fresh.high, Reason.UPDATE)
    if last.until is not None and moment > last.until:
        return Telling(fresh.low, fresh.high, Reason.OVERDUE, cause_of(last, seen, late=late))
    if last.low is None or last.high is None or fresh.low is None or fresh.high is None:
        return _without_numbers(last, fresh, seen, moment, late=late)
    gone = last.minutes_since(moment)
    low, high, middle = last.low - gone, last.high - gone, fresh.middle or 0.0
    if middle > high:
        return Telling(fresh.low, fresh.high, Reason.LONGER, cause_of(last, seen, late=late))
    if middle < low - step(last.low):  # within the rounding it has not left the range
        kept = min(fresh.high, _floor(high)) if _floor(high) >= fresh.low else fresh.high
        return _told(fresh.low, kept, high, Reason.SOONER, last, seen, late=late)
    if gone * 60 < STANDS.total_seconds():
        return None
    # The end she was told is kept where only the rounding would move it.
    kept = _floor(high) if fresh.low <= _floor(high) and fresh.high - high <= step(high) else fresh.high
    return _told(fresh.low, min(kept, fresh.high), high, Reason.UPDATE, last, seen, late=late)


def _told(low: int, high: int, left: float, reason: Reason, last: Announced, seen: Outlook, *, late: bool) -> Telling:
    if high > left + 0.5:  # half a minute is no news
        return Telling(low, high, Reason.LONGER, cause_of(last, seen, late=late))
    return Telling(low, high, reason)


def _floor(minutes: float) -> int:
    return int((minutes + 0.5) // 5) * 5


def _without_numbers(last: Announced, fresh: Range, seen: Outlook, moment: datetime, *, late: bool) -> Telling | None:
    """A number came or went, or there still is none and she has heard nothing for long."""
    if fresh.basis is Basis.NEXT and not last.is_next:
        return Telling(None, None, Reason.SOONER)
    if last.high is not None and fresh.high is None:
        return Telling(None, None, Reason.LONGER, cause_of(last, seen, late=late))
    if fresh.high is not None or last.is_next != (fresh.basis is Basis.NEXT) or moment - last.at >= TELL_AGAIN:
        return Telling(fresh.low, fresh.high, Reason.UPDATE)
    return None


def cause_of(last: Announced, seen: Outlook, *, late: bool = False) -> Cause:
    """Why it takes longer than she was told, from what was known then and what is known now."""
    if late:
        return Cause.LATE
    if last.clinicians and (seen.clinicians or 0) < last.clinicians:
        return Cause.FEWER
    if last.ahead is not None and seen.ahead is not None and seen.ahead > last.ahead + 0.5:
        return Cause.FIRST
    return Cause.SLOWER


def announce(visit: Visit, *, by: Hand = HOUSE) -> Announced | None:
    """Tell somebody who waits what to expect, if there is something to tell."""
    sign(by)
    told = _announce(visit.place, [visit])
    return told[0] if told else None


def refresh(place: Place) -> list[Announced]:
    """Look at everybody who waits at a place, and tell those for whom something has changed."""
    return _announce(place, list(Visit.objects.waiting(place).select_related("visit_type")))


def refresh_all() -> int:
    """Everywhere somebody waits. Run by the clock, each minute."""
    places = Place.objects.filter(pk__in=Visit.objects.filter(state=State.WAITING).values("place"))
    return sum(len(refresh(place)) for place in places)


def _announce(place: Place, waiting: list[Visit]) -> list[Announced]:
    if not waiting:
        return []
    moment = now()
    today = day_of(moment, place.zone)
    rows, before = rows_of(place, {today}), lately_at(place, today, moment)
    rows.means = before.means
    newest, late = Announced.objects.newest([visit.pk for visit in waiting]), late_at(place)
    fresh = [_row(visit, newest.get(visit.pk), rows, before, late, moment) for visit in waiting if visit.day == today]
    return _write([row for row in fresh if row is not None], {visit.pk: visit for visit in waiting})


def _row(
    visit: Visit, last: Announced | None, rows: Rows, before: Lately, late: set[uuid.UUID], moment: datetime
) -> Announced | None:
    seen = outlook(visit, rows, moment)
    range_ = expected(seen, before.past.get(visit.service_id, ()))
    there = rows.working(line_of(visit), visit.day, moment)
    telling = tell(last, range_, seen, moment, late=bool(there) and there <= late)
    if telling is None:
        return None
    return Announced(
        visit=visit,
        number=last.number + 1 if last else 1,
        at=moment,
        low=telling.low,
        high=telling.high,
        basis=range_.basis.value,
        rests_on=range_.n,
        reason=telling.reason,
        cause=telling.cause,
        ahead=seen.ahead,
        clinicians=seen.clinicians,
    )


@transaction.atomic
def _write(rows: list[Announced], visits: dict[uuid.UUID, Visit]) -> list[Announced]:
    """Two who look at the same moment tell her once: the second row of a number is left out."""
    Announced.objects.bulk_create(rows, ignore_conflicts=True)
    live.announce(topic_of(visits[row.visit_id].patient_id, visits[row.visit_id].label) for row in rows)
    for row in rows:
        texting.say_longer(visits[row.visit_id], row)
    return rows


@transaction.atomic
def close(visit: Visit, *, called_at: datetime | None, left_at: datetime | None = None) -> int:
    """She was called, or has left: of each range she was told it is now known whether it held.

    Who leaves before her range has run out leaves that unknown; she might have been called in time.
    """
    changed = 0
    for row in Announced.objects.with_numbers().filter(visit=visit, held=None):
        if row.until is None:
            continue
        if called_at is not None and called_at >= row.at:
            row.held = called_at <= row.until
        elif left_at is not None and left_at > row.until:
            row.held = False
        changed += Announced.objects.filter(pk=row.pk, held=None).update(held=row.held) if row.held is not None else 0
    return changed
