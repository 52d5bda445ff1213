"""The ticket office of the live streams."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bedside.access.models import User
from bedside.live import tickets
from bedside.live.actions import session_topic

from . import topics


@never_cache
@require_GET
def ticket(request: HttpRequest) -> JsonResponse:
    """A ticket for those of the asked topics that this person may follow; an empty one when there are none."""
    assert isinstance(request.user, User)
    allowed = topics.allowed(request.user, request.GET.get("topics", "")[:2000].split(",")[: tickets.MOST_TOPICS])
    session = session_topic(request.session.session_key or "")
    told = tickets.give(str(request.user.pk), session, allowed) if allowed else ""
    return JsonResponse({"ticket": told, "topics": allowed})
