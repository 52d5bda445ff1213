"""What every template may call from access."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.html import json_script

from . import notes, sessions
from .models import User
from .once import once_input


def time_left(request: HttpRequest) -> dict[str, int] | None:
    """For the head of a page: how long the session lasts from now on; None for a guest."""
    return sessions.seconds_left(request) if isinstance(getattr(request, "user", None), User) else None


GLOBALS: dict[str, Any] = {
    "once_input": once_input,
    "time_left": time_left,
    "note": notes.take,
}
FILTERS: dict[str, Any] = {"json_script": json_script}
