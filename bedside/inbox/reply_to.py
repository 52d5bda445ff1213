"""The address to which an answer to one of our e-mails goes: it says which one, and nobody else can make one up."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import uuid

from django.conf import settings

TOKEN = re.compile(r"\+([a-z2-7]{42})@")


def reply_address(pk: uuid.UUID) -> str:
    """replies+TOKEN@clinic.example; nothing where no mailbox for answers is set up."""
    box, _sign, host = settings.MAIL_REPLY_TO.rpartition("@")
    return f"{box}+{_text(pk.bytes + _signed(pk))}@{host}" if box else ""


def answered_in(address: str) -> uuid.UUID | None:
    """Which message an address of ours belongs to; none where the token is not ours."""
    found = TOKEN.search(address.lower())
    if found is None:
        return None
    try:
        raw = base64.b32decode(found[1].upper() + "======")
    except binascii.Error:
        return None
    pk = uuid.UUID(bytes=raw[:16])
    return pk if hmac.compare_digest(_text(pk.bytes + _signed(pk)), found[1]) else None


def _signed(pk: uuid.UUID) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"reply to:" + pk.bytes, hashlib.sha256).digest()[:10]


def _text(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()
