"""The two secrets of a seat: the link that leads to it, and the key that one browser holds while it sits there."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bedside.journal.digests import keyed
from bedside.journal.models import Refusal

from .models import At, Kind, Meeting, Seat

UNKNOWN = _("This link does not work. Perhaps the visit is over. You can also call us.")


def digest_of(key: str) -> str:
    return keyed("video seat", key)


def seat_by_key(key: str) -> Seat | None:
    """The seat on which the browser sits that holds this key; a key of an earlier opening opens nothing."""
    if not 20 <= len(key) <= 100:
        return None
    found = Seat.objects.filter(key_digest=digest_of(key)).exclude(state=At.REMOVED)
    return found.select_related("meeting__place", "meeting__appointment", "patient").first()


def link_to(seat: Seat) -> str:
    """The address by which a carer or an interpreter comes to this visit and to no other."""
    return reverse("video:third", args=[key_of(seat)])


def key_of(seat: Seat) -> str:
    return _text(seat.pk.bytes) + _text(_signed(seat.pk))


def seat_by_link(key: str) -> Seat:
    """The seat a link leads to, as long as its visit is to come or goes on."""
    try:
        pk = uuid.UUID(bytes=base64.urlsafe_b64decode(f"{key[:22]}=="))
    except (binascii.Error, ValueError):
        raise Refusal(UNKNOWN, missing=True) from None
    good = hmac.compare_digest(_text(_signed(pk)).encode(), key[22:].encode())
    seats = Seat.objects.filter(pk=pk, kind__in=[Kind.CARER, Kind.INTERPRETER], login=None).exclude(state=At.REMOVED)
    found = seats.select_related("meeting__appointment__visit_type", "meeting__place", "patient").first()
    if not good or found is None or _is_closed(found.meeting):
        raise Refusal(UNKNOWN, missing=True)
    return found


def _is_closed(meeting: Meeting) -> bool:
    return meeting.is_over or meeting.patient.deceased_on is not None


def _signed(pk: uuid.UUID) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"video seat:" + pk.bytes, hashlib.sha256).digest()[:12]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
