"""What somebody wrote and sent just after their session had ended: put aside until the same person is back.

It lies in the new, empty session for half an hour and is shown to the login that wrote it and to no other.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse

from bedside.hours.clock import now

from .models import User

KEPT = "kept"
LASTS = timedelta(minutes=30)
MOST = 100_000  # signs
NOT_TEXT = {"csrfmiddlewaretoken"}
SECRETS = {"password", "password1", "password2", "oldpassword", "code", "credential"}


def put_aside(request: HttpRequest, writer: User) -> bool:
    """Keep what was sent, if there is something and it is safe to keep."""
    if request.method != "POST" or request.FILES or SECRETS & set(request.POST):
        return False
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_TEXT}
    if not fields or sum(len(value) for values in fields.values() for value in values) > MOST:
        return False
    request.session[KEPT] = {"login": str(writer.pk), "at": now().timestamp(), "path": request.path, "fields": fields}
    return True


def put_aside_for(request: HttpRequest) -> dict[str, Any] | None:
    """What lies here for whoever is signed in now."""
    found: dict[str, Any] | None = request.session.get(KEPT)
    if found is None or not isinstance(request.user, User) or found["login"] != str(request.user.pk):
        return None
    fresh = now() - datetime.fromtimestamp(found["at"], UTC) < LASTS
    return found if fresh else None


def was_sent(request: HttpRequest, response: HttpResponse) -> None:
    """What lay here has been sent now, and was taken."""
    found = request.session.get(KEPT)
    taken = 300 <= response.status_code < 400 and not getattr(response, "from_the_door", False)
    if found and taken and request.method == "POST" and request.path == found["path"]:
        throw_away(request)


def throw_away(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)
