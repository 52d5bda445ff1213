"""The doors at which a provider says what became of a message."""

from __future__ import annotations

import json
import re
import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from . import receipts
from .doors import must_be_known

ID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([0-9]{1,4})")


@csrf_exempt
@require_POST
def receipt(request: HttpRequest, pk: uuid.UUID, tries: int) -> HttpResponse:
    """One try of a message, at an address of its own, with MessageStatus or CallStatus in a form."""
    must_be_known(request)
    receipts.told(pk, tries, request.POST.get("MessageStatus") or request.POST.get("CallStatus") or "")
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """Any of them: {"id", "status"} as JSON, with the id that we gave it."""
    must_be_known(request)
    try:
        said = json.loads(request.body)
    except ValueError:
        said = None
    found = ID.fullmatch(str(said.get("id"))) if isinstance(said, dict) else None
    if found is None:
        return JsonResponse({"error": "id and status are needed"}, status=400)
    receipts.told(uuid.UUID(found[1]), int(found[2]), str(said.get("status") or ""))
    return HttpResponse(status=204)
