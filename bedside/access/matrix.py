"""The access matrix: every route, who may knock there, and whose things it shows. A route that is not here is shut."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from .models import PATIENT_SIDE, STAFF, Role

ANYBODY = frozenset({Role.GUEST}) | PATIENT_SIDE | STAFF


@dataclass(frozen=True)
class Door:
    """One route: the roles that may knock, whether it names somebody's record, and whether it keeps a session awake.

    `foreign` says that the route takes the id of a record, so that a stranger's id must answer 404.
    `keeps_awake` is False for what a screen fetches by itself: parts, polls and streams.
    """

    roles: frozenset[Role]
    foreign: bool = False
    keeps_awake: bool = True


MATRIX: dict[str, Door] = {
    "language": Door(ANYBODY),
}
if settings.DEMO:
    MATRIX |= {"look": Door(ANYBODY), "look-as": Door(ANYBODY)}
