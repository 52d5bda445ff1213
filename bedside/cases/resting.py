"""Breaks, and turns: for how long one of us is given nothing new. What she has stays hers, and nothing is lost."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal

from .models import Rest, RestKind

BREAK = timedelta(minutes=5)  # after somebody was rude, at least


def resting() -> QuerySet[Rest]:
    """Those who are given nothing new at this moment."""
    return Rest.objects.running()


def rest_of(user: User, kind: RestKind = RestKind.BREAK) -> Rest | None:
    """The break that somebody has now, or the turn of others, if there is one."""
    return resting().filter(who=user, kind=kind).order_by("-ends_at").first()


@transaction.atomic
def begin_break(*, by: User) -> Rest:
    """She takes five minutes: calls and new cases go to others. Pressed twice it is one break."""
    User.objects.select_for_update().get(pk=by.pk)
    found = rest_of(by)
    if found is None:
        found = Rest(who=by, kind=RestKind.BREAK, begins_at=now(), ends_at=now() + BREAK)
        record("rest.begun", found, by=by)
    return found


@transaction.atomic
def come_back(*, by: User) -> None:
    """She is back before her break is over."""
    User.objects.select_for_update().get(pk=by.pk)
    found = rest_of(by)
    if found is None:
        raise Refusal(_("Your break is over already."), rule="state")
    found.ends_at = now()
    record("rest.ended", found, by=by)


@transaction.atomic
def turn_away(user: User, *, until: datetime) -> Rest:
    """For the rest of the day somebody else takes what is new. Said twice it is one turn."""
    User.objects.select_for_update().get(pk=user.pk)
    found = rest_of(user, RestKind.TURNS)
    if found is None:
        found = Rest(who=user, kind=RestKind.TURNS, begins_at=now(), ends_at=until)
        record("rest.turned", found, by=HOUSE)
    return found
