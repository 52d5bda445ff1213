"""Who may tell us something from outside: whoever knows the secret, or signs with the token of our account."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from django.conf import settings
from django.http import Http404, HttpRequest

from bedside.hours.clock import now

from .gateways import twilio

LONGEST = 200_000  # bytes
LONGEST_LETTER = 60_000_000  # of a larger one than can be kept, the beginning is read all the same
SEAL = re.compile(r"t=(\d{9,11}),v1=([0-9a-f]{64})")
SEALED_FOR = 300  # seconds: what was sealed longer ago was kept by somebody


def must_be_known(request: HttpRequest) -> None:
    """Nobody else learns that there is a door."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST or not (knows_the_secret(request) or is_signed(request)):
        raise Http404


def knows_the_secret(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.INCOMING_SECRET) and hmac.compare_digest(given.encode(), settings.INCOMING_SECRET.encode())


def brings_proof(request: HttpRequest) -> bool:
    """Whether whoever brings a letter shows what could let it in, so that it is worth reading at all."""
    sealed = SEAL.fullmatch(request.headers.get("X-Bedside-Signature", ""))
    fresh = sealed is not None and abs(now().timestamp() - int(sealed[1])) <= SEALED_FOR
    return bool(settings.INCOMING_SECRET) and (fresh or knows_the_secret(request))


def is_signed(request: HttpRequest) -> bool:
    """Whether a provider in the manner of Twilio signed the address it called and each field it handed in."""
    if request.content_type == "application/json":  # the signature says nothing of such a body
        return False
    given = request.headers.get("X-Twilio-Signature", "").encode()
    said = settings.PUBLIC_URL + request.get_full_path()
    said += "".join(name + one for name in sorted(request.POST) for one in sorted(set(request.POST.getlist(name))))
    return any(hmac.compare_digest(given, signature(token, said)) for token in twilio.tokens())


def is_sealed(request: HttpRequest, body: bytes) -> bool:
    """Whether X-Bedside-Signature is t=SECONDS,v1=HEX: the secret's HMAC-SHA256 of the time, a dot and the body."""
    found = SEAL.fullmatch(request.headers.get("X-Bedside-Signature", ""))
    if found is None or not settings.INCOMING_SECRET or abs(now().timestamp() - int(found[1])) > SEALED_FOR:
        return False
    return hmac.compare_digest(seal_of(settings.INCOMING_SECRET, found[1], body), found[2])


def seal_of(secret: str, moment: str, body: bytes) -> str:
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def signature(token: str, said: str) -> bytes:
    return base64.b64encode(hmac.digest(token.encode(), said.encode(), hashlib.sha1))
