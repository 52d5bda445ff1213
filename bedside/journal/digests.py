"""Keyed digests. Whoever can write to the database but does not hold the key cannot forge one."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC

from django.conf import settings

from .models import Entry, Line, Sight, as_json


def keyed(*parts: str) -> str:
    """HMAC-SHA256 of the parts under the journal's key, as 64 hexadecimal digits."""
    key: bytes = settings.JOURNAL_KEY
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def digest(line: Line) -> str:
    """The digest over every column of a line that may never change. An entry's snapshot enters by its own digest."""
    common = [
        line.recorded_at.astimezone(UTC).isoformat(),
        str(line.patient_id),
        line.actor_kind,
        line.actor_id,
        str(line.on_behalf_of),
        line.label,
        line.request_id,
    ]
    if isinstance(line, Entry):
        happened = line.happened_at.astimezone(UTC).isoformat()
        about = [line.verb, line.subject_type, str(line.subject_id), str(line.version), happened]
        return keyed("entry", *common, *about, str(line.visit_id), line.snapshot_digest)
    assert isinstance(line, Sight)
    return keyed("sight", *common, line.what, line.why)


def chain(before: str, rows: Iterable[tuple[str, int, str]]) -> str:
    """The seal over a stretch: the chain before it and, in order, each row's book, number and digest."""
    return keyed("seal", before, as_json([list(row) for row in rows]))
