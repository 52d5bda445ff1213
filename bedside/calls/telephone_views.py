"""The door at which our telephone system tells of calls. Without the secret, or a seal made with it, there is none."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bedside.hours.clock import now
from bedside.inbox.doors import LONGEST, is_sealed, knows_the_secret
from bedside.journal.hands import Outside

from . import actions

TIMES = ("rang_at", "answered_at", "ended_at")
AHEAD = timedelta(minutes=5)  # so far a telephone system's clock may be ahead of ours


@csrf_exempt
@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """{"id", "number", "rang_at", "answered_at", "ended_at"}: what is known so far. 202 says that it is kept."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    raw = request.read() if length <= LONGEST else b""
    if not (knows_the_secret(request) or is_sealed(request, raw)):
        raise Http404
    try:
        said = json.loads(raw)
        key, number = str(said["id"]), str(said.get("number") or "")
        times = {name: _moment(said[name]) for name in TIMES if said.get(name)}
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"error": "id, number and times with their zone are needed"}, status=400)
    if not key or len(key) > 100 or "\0" in key:
        return JsonResponse({"error": "id is needed, of at most 100 signs"}, status=400)
    actions.ring(key, number[:30], by=Outside("telephone", key[:60]), **times)
    return HttpResponse(status=202)


def _moment(written: object) -> datetime:
    moment = datetime.fromisoformat(str(written))
    if moment.tzinfo is None or moment > now() + AHEAD:
        raise ValueError(written)
    return moment
