"""The link by which somebody follows her wait without signing in: signed, nowhere kept, good for its day."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import uuid
from dataclasses import dataclass
from io import BytesIO

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup
from qrcode.image.svg import SvgPathFillImage

from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.hands import Outside
from bedside.journal.models import Refusal

from .models import Visit

UNKNOWN = _("This link does not work any more. Please ask at the front desk, or call us.")


def link_to(visit: Visit) -> str:
    """The address of her wait; of what is confidential there is none."""
    return reverse("visits:by-key", args=[key_of(visit)]) if not visit.label else ""


def key_of(visit: Visit) -> str:
    return _text(visit.pk.bytes) + _text(_signed(visit.pk))


def visit_by(key: str) -> Visit:
    """The visit whose link carries this key, on the day of that visit and no longer."""
    try:
        pk = uuid.UUID(bytes=base64.urlsafe_b64decode(f"{key[:22]}=="))
    except (binascii.Error, ValueError):
        raise Refusal(UNKNOWN, missing=True) from None
    found = Visit.objects.filter(pk=pk).with_its_people().first()
    good = hmac.compare_digest(_text(_signed(pk)).encode(), key[22:].encode())
    if found is None or not good or found.label or found.day != day_of(now(), found.zone):
        raise Refusal(UNKNOWN, missing=True)
    return found


def hand_of_key(visit: Visit) -> Outside:
    """Whoever holds the link."""
    return Outside("wait_link", str(visit.pk))


@dataclass(frozen=True)
class Way:
    """A way to a page of ours for somebody's own phone: an address to open, to type, and to scan."""

    path: str

    @property
    def said(self) -> str:
        return f"{settings.PUBLIC_URL}{self.path}".partition("://")[2]

    @property
    def square(self) -> Markup:
        return drawn(self.path)


def way_to(visit: Visit) -> Way | None:
    """The way to her wait; of what is confidential there is none."""
    return None if visit.label else Way(link_to(visit))


def drawn(link: str) -> Markup:
    """This address of ours as a picture that a phone's camera can read."""
    paper = BytesIO()
    qrcode.make(f"{settings.PUBLIC_URL}{link}", image_factory=SvgPathFillImage, border=2).save(paper)
    return Markup(paper.getvalue().decode().partition("?>")[2])


def _signed(pk: uuid.UUID) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"wait link:" + pk.bytes, hashlib.sha256).digest()[:9]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
