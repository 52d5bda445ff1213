"""What other systems fetch without a key: our places and free times. Read again only when something has changed."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.dateparse import parse_datetime
from django.utils.http import http_date, quote_etag
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import scheduling_links

NDJSON, JSON = "application/fhir+ndjson", "application/fhir+json"
FRESH_FOR = 60  # seconds; nobody should ask more often


@require_safe
def bulk_publish(request: HttpRequest) -> HttpResponse:
    """The manifest: which files there are, or which of them changed since a moment."""
    asked = request.GET.get("_since", "")
    since = _moment(asked) if asked else None
    if asked and since is None:
        return _said(_outcome(_("This is not a moment in time: %(said)s.") % {"said": asked[:40]}), JSON, 400)
    told = scheduling_links.manifest(request.build_absolute_uri(), request.build_absolute_uri, since=since)
    changed = parse_datetime(told["transactionTime"])
    assert changed is not None
    return _published(request, json.dumps(told, indent=1), "application/json", changed)


@require_safe
def published(request: HttpRequest, name: str) -> HttpResponse:
    """One file: a resource in each line, or all of them in a Bundle."""
    stem, _dot, ending = name.rpartition(".")
    file = next((one for one in scheduling_links.outputs() if one.name == stem), None)
    if file is None or ending not in {"ndjson", "json"}:
        raise Http404
    rows = scheduling_links.resources(stem, request.build_absolute_uri)
    if ending == "json":
        return _published(request, _line(scheduling_links.bundle(rows)), JSON, file.changed)
    return _published(request, "".join(f"{_line(row)}\n" for row in rows), NDJSON, file.changed)


def _published(request: HttpRequest, body: str, kind: str, changed: datetime) -> HttpResponse:
    """The answer with its marks, or that nothing is new for a reader who has it already."""
    answer = _said(body, kind)
    # To the second and upwards: within one second more may change, and nobody may take the older for the newer.
    seen = int((changed + timedelta(seconds=1)).timestamp())
    answer["ETag"] = quote_etag(hashlib.sha256(answer.content).hexdigest()[:32])
    answer["Last-Modified"] = http_date(seen)
    answer["Cache-Control"] = f"public, max-age={FRESH_FOR}"
    found = get_conditional_response(request, answer["ETag"], seen, answer)
    assert isinstance(found, HttpResponse)
    return found


def _said(body: str, kind: str, status: int = 200) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind, status=status)
    answer["Access-Control-Allow-Origin"] = "*"  # for anybody's page to read: nothing in it is anybody's own
    return answer


def _outcome(sentence: str) -> str:
    issue = {"severity": "error", "code": "invalid", "diagnostics": sentence}
    return _line({"resourceType": "OperationOutcome", "issue": [issue]})


def _line(resource: dict[str, Any]) -> str:
    return json.dumps(resource, ensure_ascii=False, separators=(",", ":"))


def _moment(said: str) -> datetime | None:
    try:
        found = parse_datetime(said.replace(" ", "+"))  # a plus sign that was not written as %2B
    except ValueError:
        return None
    return found if found and is_aware(found) else None
