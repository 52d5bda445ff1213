"""How long a session lasts: while somebody is there, and never longer than a working day.

The end of a session and the word of it to open streams are one transaction: a stream that hears of it and asks for a
new ticket must find the session gone.

Two moments lie in the session: when it began, and when somebody last did something. Only routes whose door keeps awake
move the second; what a screen fetches by itself never does.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest

from bedside.hours.clock import now
from bedside.journal.digests import keyed
from bedside.live import actions as live

from .models import PATIENT_SIDE, User

BEGAN, AWAKE, ROLE = "began", "awake", "role"
LASTS_AT_MOST = timedelta(hours=12)
NOTED_EVERY = timedelta(seconds=30)  # so that not every page writes the session
WARN_BEFORE = timedelta(minutes=3)


def begin(request: HttpRequest) -> None:
    request.session[BEGAN] = request.session[AWAKE] = now().timestamp()


def stay_awake(request: HttpRequest) -> None:
    """Somebody did something."""
    if now() - _moment(request, AWAKE) >= NOTED_EVERY:
        request.session[AWAKE] = now().timestamp()


def ends_at(request: HttpRequest) -> datetime:
    """When this session ends if nobody does anything any more."""
    assert isinstance(request.user, User)
    patient = request.user.acting_as in PATIENT_SIDE
    idle = timedelta(minutes=settings.IDLE_PATIENT_MINUTES if patient else settings.IDLE_STAFF_MINUTES)
    return min(_moment(request, AWAKE) + idle, _moment(request, BEGAN) + LASTS_AT_MOST)


def is_over(request: HttpRequest) -> bool:
    return now() >= ends_at(request)


@transaction.atomic
def end(request: HttpRequest) -> None:
    """End the session of this request, and tell its streams."""
    forget(request.session.session_key)
    logout(request)


@transaction.atomic
def renew(request: HttpRequest) -> None:
    """Go on under another session key, as after every change of what one may do; streams of the old key end."""
    old = request.session.session_key
    request.session.cycle_key()
    if old:
        live.end_session(old)
        UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def end_all(user: User, *, but: str | None = None) -> int:
    """End every session of a login, perhaps but for one, and tell their streams. How many there were."""
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        end_one(session)
        ended += 1
    if but is None:
        live.end_person(user.pk)
    return ended


@transaction.atomic
def end_one(session: UserSession) -> None:
    live.end_session(session.session_key)
    session.end()


def forget(session_key: str | None) -> None:
    if session_key:
        live.end_session(session_key)
        UserSession.objects.filter(session_key=session_key).delete()


def _moment(request: HttpRequest, name: str) -> datetime:
    """A moment kept in the session; one that began before we looked begins now."""
    if name not in request.session:
        begin(request)
    return datetime.fromtimestamp(float(request.session[name]), UTC)


def clock(request: HttpRequest) -> dict[str, Any]:
    """For the page's own clock: how long this session lasts, from when on to say so, and whose it is."""
    is_in = isinstance(request.user, User)
    return {
        "left": max(0, int((ends_at(request) - now()).total_seconds())) if is_in else 0,
        "warn": int(WARN_BEFORE.total_seconds()),
        "who": keyed("session of", str(request.user.pk))[:16] if is_in else "",
    }
