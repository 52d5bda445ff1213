"""What every template may call from access."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import json_script
from django.utils.safestring import mark_safe

from . import devices, notes, sessions
from .models import User
from .once import once_input


def session_clock(request: HttpRequest) -> str:
    """What warns of the session's end, for whoever has signed in. The layout asks for it on every page."""
    if not isinstance(getattr(request, "user", None), User):
        return ""
    return mark_safe(render_to_string("access/_session_clock.html", {"clock": sessions.clock(request)}, request))


GLOBALS: dict[str, Any] = {
    "once_input": once_input,
    "session_clock": session_clock,
    "note": notes.take,
    "home": settings.LOGIN_REDIRECT_URL,
}
FILTERS: dict[str, Any] = {"json_script": json_script, "device": devices.as_said}
