"""Somebody who can wait goes out and is called back in time: she answers "here", "10 more minutes", or leaves.

She is told to come back when her turn is as far off as her way, and five minutes more. While she is away nobody calls
her, and her place is kept. Whoever comes back more than ten minutes after that lets two others go first, once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal

from . import texting
from .announced import Announced
from .models import State, Visit

LOW = {"R72", "R14", "SC"}  # whoever needs it sooner stays where we see her
WAYS = (5, 10, 20, 30)  # minutes she may need to be back
SPARE = timedelta(minutes=5)
HELD = timedelta(minutes=10)  # so long after she should be back her place is kept
MORE = timedelta(minutes=10)


def may_go(visit: Visit, told: Announced | None, minutes: int = WAYS[0]) -> bool:
    """Whether there is time to go out and be back: only with a range, and only for who can wait."""
    if visit.state != State.WAITING or visit.level not in LOW or visit.worse_at or visit.label or visit.is_elsewhere:
        return False
    turn = turn_of(told)
    return turn is not None and now() < turn - timedelta(minutes=minutes) - SPARE


def turn_of(told: Announced | None) -> datetime | None:
    """When her turn may come at the soonest, as she was told."""
    return told.at + timedelta(minutes=told.low) if told and told.low is not None else None


@transaction.atomic
def go(visit: Visit, *, minutes: int, by: Hand) -> None:
    """She goes out, and says how long she needs to be back."""
    visit = _as_it_stands(visit)
    if minutes not in WAYS or not may_go(visit, _told(visit), minutes):
        raise Refusal(_("Your turn may come before you are back. Please stay."), rule="away")
    visit.away_since, visit.travel_minutes, visit.recalled_at, visit.later_at = now(), minutes, None, None
    record("visit.went_out", visit, by=by, minutes=minutes)


@transaction.atomic
def come_back(visit: Visit, *, by: Hand) -> None:
    """She is here again: in time she has her place, later two others go first, once."""
    visit = _as_it_stands(visit)
    if visit.state != State.WAITING or visit.away_since is None:
        return
    late = visit.later_at is not None or now() > back_by(visit) + HELD
    visit.away_since = None
    if late and visit.slots_again_at is None:
        visit.slots_again_at = now()
    record("visit.came_back", visit, by=by)


@transaction.atomic
def ask_for_more(visit: Visit, *, by: Hand) -> None:
    """She needs ten more minutes. She may ask once."""
    visit = _as_it_stands(visit)
    if visit.state != State.WAITING or visit.away_since is None or visit.later_at or visit.slots_again_at:
        raise Refusal(_("You cannot ask for more time again. Please come now, or leave the queue."), rule="away")
    visit.later_at = now()
    record("visit.asked_for_more", visit, by=by)


def back_by(visit: Visit) -> datetime:
    """When she should be here again; far off while nobody has told her to come."""
    if visit.recalled_at is None:
        return datetime.max.replace(tzinfo=now().tzinfo) - HELD
    way = timedelta(minutes=visit.travel_minutes or 0) + SPARE
    return max(visit.recalled_at + way, visit.later_at + MORE if visit.later_at else visit.recalled_at)


def recall_whoever_is_next() -> int:
    """Tell whoever is away and must set out now. Run by the clock, each minute, after the waits were looked at."""
    away = Visit.objects.filter(state=State.WAITING, recalled_at=None).exclude(away_since=None)
    return sum(_recall(visit) for visit in away.select_related("place", "patient").order_by("pk"))


@transaction.atomic
def _recall(visit: Visit) -> bool:
    visit = _as_it_stands(visit)
    turn, way = turn_of(_told(visit)), timedelta(minutes=visit.travel_minutes or 0)
    soon = turn is None or now() >= turn - way - SPARE  # where nobody knows any more, she comes now
    if visit.away_since is None or visit.recalled_at or visit.state != State.WAITING or not soon:
        return False
    visit.recalled_at = now()
    entry = record("visit.recalled", visit, by=HOUSE)
    texting.say_come_back(visit, entry.version)
    return True


def _told(visit: Visit) -> Announced | None:
    return Announced.objects.newest([visit.pk]).get(visit.pk)


def _as_it_stands(visit: Visit) -> Visit:
    held = Visit.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("patient", "place").get(pk=visit.pk)
