"""Guesses are counted before they are looked at, so that many at the same moment get no more than one after the other.

A try is taken; whoever was right gives it back. The last one allowed shuts the door for a while; if it was right, the
door opens again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from bedside.hours.clock import now

from .models import Tries


@dataclass(frozen=True)
class Limit:
    """So many wrong tries within a stretch of time shut the door for as long."""

    most: int
    lasts: timedelta


@transaction.atomic
def take(key: str, limit: Limit) -> bool:
    """Take one try; False when the door is shut, and then nothing may be looked at."""
    row: Tries = _row(key)
    moment = now()
    if row.shut_until is not None and row.shut_until > moment:
        return False
    if row.shut_until is not None or moment - row.since > limit.lasts:
        row.count, row.since, row.shut_until = 0, moment, None
    row.count += 1
    if row.count >= limit.most:
        row.shut_until = moment + limit.lasts
    row.save()
    return True


@transaction.atomic
def give_back(key: str, limit: Limit) -> None:
    """That one was right: it does not count."""
    row: Tries = _row(key)
    row.count = max(0, row.count - 1)
    if row.count < limit.most:
        row.shut_until = None
    row.save()


def begin_anew(key: str) -> None:
    Tries.objects.filter(key=key).delete()


def is_shut(key: str) -> bool:
    return Tries.objects.filter(key=key, shut_until__gt=now()).exists()


def _row(key: str) -> Tries:
    """The count under this key, held until this is done."""
    Tries.objects.get_or_create(key=key)
    found: Tries = Tries.objects.select_for_update().get(key=key)
    return found
