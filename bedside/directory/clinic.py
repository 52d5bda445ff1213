"""The one clinic as it stands now. Every page and letter asks for it, so it is read anew only when it has changed.

A record's version tells: it is asked for each time, of the database itself, so that a change made in any process is
seen at once. What a transaction reads is kept when it has committed, for until then it may never have been.
"""

from __future__ import annotations

from copy import copy
from functools import partial

from django.db import connection, transaction

from .models import Clinic

_kept: dict[tuple[object, int], Clinic] = {}  # one at the most


def the_clinic() -> Clinic:
    """The one organisation; before it is set up, a nameless one with the default country, not saved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, version FROM directory_clinic WHERE is_the_one")
        stands: tuple[object, int] | None = cursor.fetchone()
    if stands is None:
        return Clinic(name="Bedside")
    if kept := _kept.get(stands):
        return copy(kept)  # whoever changes theirs and is refused has changed nobody else's
    found = Clinic.objects.get()
    if found.version == stands[1]:
        transaction.on_commit(partial(_keep, stands, copy(found)))
    return found


def _keep(stands: tuple[object, int], clinic: Clinic) -> None:
    _kept.clear()
    _kept[stands] = clinic
