"""The secret a screen carries: one cookie for each kind, so that one browser can be a display and a kiosk."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import actions
from .models import Device, Kind

LASTS = 400 * 24 * 60 * 60
KIOSK_DOORS = "wall:kiosk"  # every route of the kiosk begins so; what else is a screen's is the display's


class AtScreen(HttpRequest):
    """A request from a screen of ours. Nobody has signed in there."""

    device: Device


def device_of(request: HttpRequest) -> Device | None:
    """Which of our screens knocks at this door, if it is one that this door is for."""
    assert request.resolver_match
    kiosk = request.resolver_match.view_name.startswith(KIOSK_DOORS)
    kind = Kind.KIOSK if kiosk else Kind.DISPLAY
    found = actions.carried(request.COOKIES.get(cookie_of(kind), ""), kind)
    if found is not None:
        actions.note_seen(found)
    return found


def carry(response: HttpResponse, device: Device, secret: str) -> HttpResponse:
    """Give the screen its secret. No script can read it."""
    response.set_cookie(
        cookie_of(device.kind), secret, max_age=LASTS, secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response


def cookie_of(kind: str) -> str:
    return f"{settings.SCREEN_COOKIE_NAME}-{kind}"
