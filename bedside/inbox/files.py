"""A kept file as the answer to a request. A browser is to keep it as a file, and never to run it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from bedside.ui import photos

from .letter_files import OTHER
from .models import Enclosure


def as_a_file(found: Enclosure) -> HttpResponse:
    """Its bytes. What we know to be a photo or a PDF is called so, everything else is called nothing at all."""
    kind = found.kind if found.kind in photos.ENDINGS else OTHER
    answer = HttpResponse(bytes(found.bytes.words), content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "no-store"
    return answer
