"""One call to a provider over HTTP, and what its answer means: the same for every gateway that speaks it."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPSConnection
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from bedside.hours.clock import now

from .base import NotTaken, Refused, Unclear

COMES_BACK = {401, 407, 408, 425, 429, 503}  # the door is shut to us for now; it has nothing to do with this message
MOST = 64_000  # bytes of an answer that are read
LONGEST_REST = timedelta(hours=1)  # that a provider may ask for
_resting: dict[str, datetime] = {}  # providers that said when they may be asked again; each process hears it for itself


@dataclass(frozen=True)
class Call:
    """What is said to the provider."""

    address: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


def hand_in(call: Call) -> dict[str, Any]:
    """Say it, and return what the provider said, once it has taken it.

    Whoever cannot be reached has taken nothing. From the first byte on, silence and a cut line mean that nobody knows.
    """
    parts = urlsplit(call.address)
    _let_rest(parts.netloc)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=settings.GATEWAY_SECONDS)
    try:
        connection.connect()
    except OSError as error:
        raise NotTaken(type(error).__name__) from error
    # A provider that drips one byte at a time never lets a single wait run out: the whole call has an end as well.
    watch = Timer(settings.GATEWAY_SECONDS, _hang_up, [connection.sock])
    watch.start()
    try:
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request(call.method, path, call.body or None, dict(call.headers))
        answer = connection.getresponse()
        said = answer.read(MOST)
        if answer.status in COMES_BACK and (rest := _rest(answer.headers.get("Retry-After", ""))):
            _resting[parts.netloc] = now() + rest
            raise NotTaken(f"the provider said {answer.status}", after=rest)
        return _meaning(answer.status, said)
    finally:
        watch.cancel()
        connection.close()


def _let_rest(provider: str) -> None:
    """Ask nothing of a provider before the time it named."""
    left = _resting.get(provider, now()) - now()
    if left > timedelta():
        raise NotTaken("the provider asked for a rest", after=left)
    _resting.pop(provider, None)


def _rest(said: str) -> timedelta:
    """Retry-After, in seconds or as a moment (RFC 9110); nothing where it says neither."""
    try:
        rest = timedelta(seconds=int(said)) if said.strip().isdigit() else _moment(said) - now()
    except (ValueError, TypeError, OverflowError):
        return timedelta()
    return max(timedelta(), min(rest, LONGEST_REST))


def _moment(said: str) -> datetime:
    read = parsedate_to_datetime(said)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _hang_up(line: socket.socket) -> None:
    try:
        socket.socket.shutdown(line, socket.SHUT_RDWR)
    except OSError:
        return  # it is over already


def _meaning(status: int, said: bytes) -> dict[str, Any]:
    """A number alone is told to people, never what else the provider wrote: that may hold the message."""
    if status in COMES_BACK:
        raise NotTaken(f"the provider said {status}")
    if status >= 500:
        raise Unclear(f"the provider said {status}")
    if not 200 <= status < 300:
        raise Refused(f"the provider said {status}")
    told = _told(said)
    if _speaks_of_an_error(told):
        raise Refused(f"the provider said {status}, and that it is an error")
    return told


def _told(said: bytes) -> dict[str, Any]:
    """The answer as names and values; a page for people where a provider should answer says nothing."""
    text = said.decode("utf-8", "replace").strip()
    if text.startswith("<"):
        raise Unclear("the provider answered with a page")
    try:
        read = json.loads(text) if text else {}
    except ValueError:
        return {"error": True} if text.lower().startswith(("err", "fail")) else {"text": text}
    return read if isinstance(read, dict) else {"list": read}


def _speaks_of_an_error(told: Mapping[str, Any]) -> bool:
    for name, value in told.items():
        if name.lower().startswith("error") and value not in (None, False, 0, "0", "", [], {}):
            return True
        if name.lower() in {"ok", "success"} and value in (False, "false", 0):
            return True
        if name.lower() == "status" and str(value).lower() in {"error", "failed", "failure", "rejected", "undelivered"}:
            return True
        inside = value if isinstance(value, list) else [value]
        if any(isinstance(one, dict) and _speaks_of_an_error(one) for one in inside):
            return True
    return False
