"""The doors at which providers hand in text messages and e-mails. Without a secret or a signature there is none."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as Xml

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from . import incoming
from .doors import is_signed, must_be_known
from .models import Channel


@csrf_exempt
@require_POST
def message(request: HttpRequest, channel: str) -> HttpResponse:
    """One message came in: {"from", "text", "id"} as JSON, or the fields From, Body and MessageSid of a form."""
    must_be_known(request)
    if channel not in {Channel.SMS, Channel.EMAIL}:
        raise Http404
    told = _told(request)
    sender, text, key = (str(told.get(name) or "") for name in ("from", "text", "id"))
    if not sender or not key or len(key) > 150:
        return JsonResponse({"error": "from, text and id are needed"}, status=400)
    answer = incoming.hear(channel, sender, text, key=key)
    return _as_twiml(answer) if is_signed(request) else JsonResponse({"answer": answer})


def _as_twiml(answer: str) -> HttpResponse:
    """What is to be answered, in the words of a provider that signs."""
    whole = Xml.Element("Response")
    if answer:
        Xml.SubElement(whole, "Message").text = answer
    return HttpResponse(Xml.tostring(whole, "utf-8"), content_type="text/xml; charset=utf-8")


def _told(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        names = {"from": "From", "text": "Body", "id": "MessageSid"}
        return {name: request.POST.get(theirs, "") for name, theirs in names.items()}
    try:
        read = json.loads(request.body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
