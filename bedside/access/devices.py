"""Devices from which somebody has signed in before. They keep their own count of misses, so that an attack from
elsewhere does not shut their owner out, and a sign-in from any other device is told to the owner."""

from __future__ import annotations

import secrets
from typing import Any, cast

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from bedside.journal.digests import keyed

LASTS = 400 * 24 * 60 * 60
HOW_MANY_LOGINS = 8
SALT = "bedside.access.device"


def known_device(request: HttpRequest, login: str) -> str | None:
    """The device's name, if this login (a digest) was let in from it before."""
    carried = _read(request)
    return str(carried["device"]) if login in carried["logins"] else None


def remember(request: HttpRequest, response: HttpResponse, login: str) -> None:
    """Let this device carry a signed note that this login came in from it."""
    carried = _read(request)
    logins = [login, *(one for one in carried["logins"] if one != login)][:HOW_MANY_LOGINS]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps({"device": carried["device"], "logins": logins}, salt=SALT),
        max_age=LASTS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


BROWSERS = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung", "Firefox": "Firefox", "FxiOS": "Firefox"} | {
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
MACHINES = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS": "Mac"} | {
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


def as_said(user_agent: str) -> str:
    """What a browser says of itself, as people would: Firefox, Windows."""
    said = (next((name for mark, name in of.items() if mark in user_agent), "") for of in (BROWSERS, MACHINES))
    return ", ".join(filter(None, said))


def digest_of(email: str) -> str:
    """How a login stands in counts and cookies: nobody can read the address from it."""
    return keyed("login", email.strip().casefold())[:32]


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        raw = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
        return cast("dict[str, Any]", signing.loads(raw, salt=SALT, max_age=LASTS))
    except signing.BadSignature:
        return {"device": secrets.token_hex(16), "logins": []}
