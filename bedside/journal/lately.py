"""The sights this process knows to be written, so that whoever looks again is not looked up in the journal each time.

Only what is committed is remembered, and sights are never taken out of the journal: what stands here stands there.
What does not stand here is looked up, for another process may have written it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.db import transaction

MOST = 20_000


class Look(NamedTuple):
    """Who looks, at which page, under which label."""

    actor_kind: str
    actor_id: str
    what: str
    label: str


_written: dict[tuple[Look, uuid.UUID], datetime] = {}


def not_since(look: Look, patients: Iterable[uuid.UUID], since: datetime) -> set[uuid.UUID]:
    """Those of whom we do not know that they were seen so after that moment."""
    return {one for one in patients if (at := _written.get((look, one))) is None or at <= since}


def remember(look: Look, seen: Mapping[uuid.UUID, datetime]) -> None:
    """These are written; we may say so once the transaction in which we read or wrote them has come to its end."""
    transaction.on_commit(partial(_keep, {(look, patient): at for patient, at in seen.items()}))


def _keep(seen: Mapping[tuple[Look, uuid.UUID], datetime]) -> None:
    if len(_written) + len(seen) > MOST:
        _written.clear()
    _written.update(seen)
