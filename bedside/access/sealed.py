"""Secrets of the second step, and where forms led, locked before they go into the database. The key lies outside."""

from __future__ import annotations

import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

MARK = "sealed1:"


def seal(text: str) -> str:
    """Lock a text with AES-256-GCM."""
    nonce = os.urandom(12)
    locked = AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, text.encode(), MARK.encode())
    return MARK + base64.urlsafe_b64encode(nonce + locked).decode()


def unseal(kept: str) -> str:
    """Open it again, with today's key or one of those before it."""
    raw = base64.urlsafe_b64decode(kept.removeprefix(MARK))
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(secret)).decrypt(raw[:12], raw[12:], MARK.encode()).decode()
        except InvalidTag:
            continue
    raise ValueError("This secret was locked with another key.")


def _key(secret: str | bytes) -> bytes:
    return hashlib.sha256(b"bedside.access.sealed:" + (secret.encode() if isinstance(secret, str) else secret)).digest()
