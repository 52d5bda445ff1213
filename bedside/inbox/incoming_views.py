"""The doors at which providers hand in text messages and e-mails. Without the secret there is none."""

from __future__ import annotations

import hmac
import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from . import incoming
from .models import Channel

LONGEST = 200_000  # bytes


@csrf_exempt
@require_POST
def message(request: HttpRequest, channel: str) -> HttpResponse:
    """One message came in: {"from", "text", "id"} as JSON, or the fields From, Body and MessageSid of a form."""
    _must_know_the_secret(request)
    if channel not in {Channel.SMS, Channel.EMAIL} or int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        raise Http404
    told = _told(request)
    sender, text, key = (str(told.get(name) or "") for name in ("from", "text", "id"))
    if not sender or not key or len(key) > 150:
        return JsonResponse({"error": "from, text and id are needed"}, status=400)
    return JsonResponse({"answer": incoming.hear(channel, sender, text, key=key)})


def _must_know_the_secret(request: HttpRequest) -> None:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.INCOMING_SECRET or not hmac.compare_digest(given.encode(), settings.INCOMING_SECRET.encode()):
        raise Http404


def _told(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        names = {"from": "From", "text": "Body", "id": "MessageSid"}
        return {name: request.POST.get(theirs, "") for name, theirs in names.items()}
    try:
        read = json.loads(request.body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
