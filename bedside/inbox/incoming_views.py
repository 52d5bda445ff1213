"""The doors at which providers hand in text messages and e-mails. Without a secret or a signature there is none."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as Xml

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from . import incoming
from .doors import LONGEST_LETTER, brings_proof, is_sealed, is_signed, knows_the_secret, must_be_known
from .mailing import hear_letter
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


@csrf_exempt
@require_POST
def letter(request: HttpRequest) -> HttpResponse:
    """One e-mail as it came over the wire (message/rfc822). 202 says that it is kept, or was before."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if not brings_proof(request):
        raise Http404
    raw = request.read() if length <= LONGEST_LETTER else b""
    if not (knows_the_secret(request) or is_sealed(request, raw)):
        raise Http404
    if not raw:
        return JsonResponse({"error": "a letter is needed"}, status=413 if length else 400)
    hear_letter(raw)
    return HttpResponse(status=202)
