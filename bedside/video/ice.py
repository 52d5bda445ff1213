"""The servers over which two browsers find each other; none are needed within one network.

A relay is used by whoever knows its password, so each seat is given one of its own that lasts some hours: the name
holds the moment it ends, the password is the name signed with a secret that only the relay and we know (the scheme of
coturn's `use-auth-secret`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings

LASTS = 4 * 60 * 60  # seconds


def servers(line: uuid.UUID, moment: datetime) -> list[dict[str, Any]]:
    """What a browser is told, as WebRTC names it."""
    found: list[dict[str, Any]] = [{"urls": settings.STUN.split()}] if settings.STUN else []
    if settings.TURN and settings.TURN_SECRET:
        name, password = credentials(line.hex, moment, settings.TURN_SECRET)
        found.append({"urls": settings.TURN.split(), "username": name, "credential": password})
    return found


def credentials(who: str, moment: datetime, secret: str) -> tuple[str, str]:
    """A name and a password for the relay, good for some hours."""
    name = f"{int(moment.timestamp()) + LASTS}:{who}"
    signed = hmac.new(secret.encode(), name.encode(), hashlib.sha1).digest()
    return name, base64.b64encode(signed).decode()
