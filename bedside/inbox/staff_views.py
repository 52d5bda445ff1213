"""What staff do with messages beside answering them."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from bedside.access.doors import Knock
from bedside.journal.actions import saw

from .models import Enclosure


@require_safe
def enclosure(request: Knock, pk: uuid.UUID) -> HttpResponse:
    """One file that came with an e-mail. A browser is to keep it, and never to run or show it."""
    kept = Enclosure.objects.visible_to(request.user).exclude(bytes=None).select_related("bytes")
    found = get_object_or_404(kept, pk=pk)
    saw(request.user, [found.patient_id], what="inbox/enclosure", label=found.label)
    answer = HttpResponse(bytes(found.bytes.words), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "no-store"
    return answer
