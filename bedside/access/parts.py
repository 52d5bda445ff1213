"""What every template may call from access."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import json_script
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from . import devices, notes, sessions
from .models import User
from .once import once_input


def session_clock(request: HttpRequest) -> str:
    """What warns of the session's end, for whoever has signed in. The layout asks for it on every page."""
    if not isinstance(getattr(request, "user", None), User):
        return ""
    said = _clock_in(get_language() or "", settings.ROOT_URLCONF)
    for name, value in sessions.clock(request).items():
        said = said.replace(MARK.format(name), str(value))  # numbers and a digest: nothing that had to be escaped
    return mark_safe(said)


@cache
def _clock_in(language: str, pages: object) -> str:
    """The clock in one language, without what is this session's own: it is on every page, and is made once."""
    marks = {name: MARK.format(name) for name in ("left", "warn", "who")}
    return render_to_string("access/_session_clock.html", {"clock": marks})


MARK = "[{}]"


GLOBALS: dict[str, Any] = {
    "once_input": once_input,
    "session_clock": session_clock,
    "note": notes.take,
    "home": settings.LOGIN_REDIRECT_URL,
}
FILTERS: dict[str, Any] = {"json_script": json_script, "device": devices.as_said}
