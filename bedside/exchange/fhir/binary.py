"""The bytes of a file, as FHIR R4 sees them."""

from __future__ import annotations

import uuid
from base64 import b64encode

from .words import Resource


def to_fhir(pk: uuid.UUID, kind: str, words: bytes) -> Resource:
    return {"resourceType": "Binary", "id": str(pk), "contentType": kind, "data": b64encode(words).decode()}
