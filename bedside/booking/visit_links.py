"""The link in a message that opens one visit without signing in. It is signed and nowhere kept."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bedside.journal.hands import Outside
from bedside.journal.models import Refusal

from .models import Appointment

UNKNOWN = _("This link does not work. Perhaps a part of it is missing. You can also call us.")


def link_to(appointment: Appointment) -> str:
    """The address in a message; of what is confidential there is none."""
    return reverse("booking:by-link", args=[key_of(appointment)]) if not appointment.label else ""


def key_of(appointment: Appointment) -> str:
    return _text(appointment.pk.bytes) + _text(_signed(appointment.pk))


def visit_by(key: str) -> Appointment:
    """The visit whose link carries this key. Nothing is said about a visit of the dead, or one that is confidential."""
    try:
        pk = uuid.UUID(bytes=base64.urlsafe_b64decode(f"{key[:22]}=="))
    except (binascii.Error, ValueError):
        raise Refusal(UNKNOWN, missing=True) from None
    found = Appointment.objects.filter(pk=pk).in_order().first()
    good = hmac.compare_digest(_text(_signed(pk)).encode(), key[22:].encode())
    if found is None or not good or found.label or found.patient.deceased_on:
        raise Refusal(UNKNOWN, missing=True)
    return found


def hand_of_link(appointment: Appointment) -> Outside:
    """Whoever holds the link."""
    return Outside("visit_link", str(appointment.pk))


def _signed(pk: uuid.UUID) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"visit link:" + pk.bytes, hashlib.sha256).digest()[:9]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
