"""Wrong passwords make the next try wait, longer each time: for one login from one network. The owner is not shut out.

- One login from one network, or from one known device: four misses are free, then the wait grows to fifteen minutes.
- One login from everywhere: past ten misses in fifteen minutes, a network that is new to it waits a little before each
  try. A known device does not.
- A hundred misses without one success: only a known device, a passkey, or a new password by e-mail opens the door.

The axes library asks and tells us (backend, signals, answer); the counting is here. Tries while waiting do not count:
their passwords are never looked at.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from allauth.core.internal.ratelimit import truncate_ip
from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler
from django.db import transaction
from django.db.models import F, Sum
from django.http import HttpRequest

from bedside.hours.clock import now
from bedside.journal.digests import keyed

from .devices import digest_of, known_device
from .models import Misses, User

FREE_MISSES = 4
WAITS = [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15)]
QUIET = timedelta(hours=1)  # after this the wait begins again at nothing
RECENTLY = timedelta(minutes=15)
TOO_MANY_RECENTLY = 10
NEWCOMERS_WAIT = timedelta(seconds=20)
A_TRY_MAY_FOLLOW_WITHIN = timedelta(minutes=15)
HARD_STOP = 100


class Throttle(AbstractAxesHandler, AxesBaseHandler):  # type: ignore[misc]
    """What axes calls: before a password is looked at, when it was wrong, when it was right."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        wait = _wait(request, _login(credentials)) if credentials and credentials.get("email") else timedelta()
        request.must_wait = wait  # type: ignore[attr-defined]
        return wait > timedelta()

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any
    ) -> None:
        if request is None or not credentials.get("email") or getattr(request, "axes_locked_out", False):
            return
        _count(request, _login(credentials))

    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
        forgive(user)

    def user_logged_out(self, sender: Any, request: HttpRequest, user: User | None, **more: Any) -> None:
        return None

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        found = Misses.objects.filter(login=_login(credentials or {}), source=_source(request, _login(credentials))[0])
        return int(found.aggregate(n=Sum("in_a_row"))["n"] or 0)


def forgive(user: User) -> None:
    """Whoever signs in, or proves an e-mail address, begins again with no misses."""
    Misses.objects.filter(login=digest_of(user.email)).delete()


def network_of(request: HttpRequest) -> str:
    """Where a request comes from: its address, for IPv6 only the subscriber's part."""
    return str(truncate_ip(get_client_ip(request) or "0.0.0.0"))


def wait_in_words(request: HttpRequest) -> tuple[int, bool]:
    """Whole minutes still to wait, and whether waiting helps at all."""
    wait = getattr(request, "must_wait", timedelta())
    return max(1, math.ceil(wait / timedelta(minutes=1))), wait < timedelta.max


def _wait(request: HttpRequest, login: str) -> timedelta:
    source, known = _source(request, login)
    moment = now()
    rows = {row.source: row for row in Misses.objects.filter(login=login)}
    own = rows.get(source)
    wait = _growing(own, moment)
    if known or wait > timedelta():
        return wait
    strangers = [row for row in rows.values() if not row.known]
    if sum(row.since_success for row in strangers) >= HARD_STOP:
        return timedelta.max
    recent = sum(row.in_a_row for row in strangers if row.last_at > moment - RECENTLY)
    if recent >= TOO_MANY_RECENTLY:
        return _first_time_here(login, source, own, moment)
    return timedelta()


def _growing(own: Misses | None, moment: datetime) -> timedelta:
    if own is None or own.in_a_row <= FREE_MISSES or moment - own.last_at > QUIET:
        return timedelta()
    wait = WAITS[min(own.in_a_row - FREE_MISSES, len(WAITS)) - 1]
    return max(timedelta(), own.last_at + wait - moment)


def _first_time_here(login: str, source: str, own: Misses | None, moment: datetime) -> timedelta:
    """While a login is under attack, each try from an unknown place waits once: asked, then let through."""
    asked = own.asked_to_wait_at if own else None
    if asked is None or moment - asked > A_TRY_MAY_FOLLOW_WITHIN:
        Misses.objects.update_or_create(login=login, source=source, defaults={"asked_to_wait_at": moment})
        return NEWCOMERS_WAIT
    return max(timedelta(), asked + NEWCOMERS_WAIT - moment)


def _count(request: HttpRequest, login: str) -> None:
    source, known = _source(request, login)
    moment = now()
    with transaction.atomic():
        row, _ = Misses.objects.get_or_create(login=login, source=source, defaults={"known": known})
        quiet = moment - row.last_at > QUIET
        Misses.objects.filter(pk=row.pk).update(
            in_a_row=1 if quiet else F("in_a_row") + 1,
            since_success=F("since_success") + 1,
            last_at=moment,
            asked_to_wait_at=None,
        )


def _source(request: HttpRequest, login: str) -> tuple[str, bool]:
    device = known_device(request, login)
    if device:
        return keyed("device", device)[:32], True
    return keyed("network", network_of(request))[:32], False


def _login(credentials: dict[str, Any] | None) -> str:
    return digest_of(str((credentials or {}).get("email") or ""))
