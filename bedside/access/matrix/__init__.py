"""The access matrix: every route, who may knock there, and whose things it shows. A route that is not here is shut."""

from __future__ import annotations

from django.conf import settings

from . import answering, asking, calling, coming, coming_in, complaining, deciding, intake, learning, seeing_from_afar
from .door import ANYBODY, ENTRANCE, Door

MATRIX: dict[str, Door] = {}
_TABLES = (coming_in, asking, intake, coming, seeing_from_afar, deciding, answering, complaining, calling, learning)
for _table in _TABLES:
    MATRIX |= _table.DOORS
if settings.DEMO:
    MATRIX["access:demo_sign_in"] = ENTRANCE
    MATRIX["town:welcome"] = MATRIX["town:screen"] = ENTRANCE
    MATRIX |= {"look": Door(ANYBODY), "look-as": Door(ANYBODY)}
    # the phones and mailboxes of the town lie outside the house
    MATRIX |= {
        f"inbox:{name}": Door(ANYBODY) for name in ("outboxes", "outbox", "outbox-part", "outbox-guests", "attachment")
    }
