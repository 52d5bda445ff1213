"""Any provider that takes a text or a call over HTTP: how to ask it stands in one address.

https://name:password@provider.example/send#to=recipient&text=message.text&key=Idempotency-Key&with.sender=Clinic
"""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from ..models import Message
from ..numbers import whole
from ..spoken import for_anybody
from .base import Refused, key_of, told_at
from .wire import Call, hand_in

TYPES = {"json": "application/json", "form": "application/x-www-form-urlencoded"}


class Web:
    """The part of the address behind # says the names of the provider's fields; that part never leaves the house."""

    def __init__(self, address: str, *, aloud: bool = False) -> None:
        parts = urlsplit(address)
        self._address = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
        self._knows_us_by = _authorization(unquote(parts.username or ""), unquote(parts.password or ""))
        self._names = {"to": "to", "text": "say" if aloud else "text", "id": "id"} | dict(parse_qsl(parts.fragment))
        self._aloud = aloud

    @property
    def takes_a_key(self) -> bool:
        return "key" in self._names

    def send(self, message: Message) -> None:
        """Hand it over in the provider's own words."""
        hand_in(self._asking(message))

    def _asking(self, message: Message) -> Call:
        to = whole(message.to)
        if not to:
            raise Refused("this is no phone number")
        facts = {"to": to, "text": message.body, "id": key_of(message), "language": message.language}
        facts["receipt"] = told_at("receipt", message)
        if self._aloud:
            neutral = for_anybody(message)
            # Only a provider that tells a person from a machine may be given what a machine must not record.
            facts |= (
                {"voicemail": neutral, "keys": told_at("key", message)}
                if "voicemail" in self._names
                else {"text": neutral}
            )
        fields = {self._names[name]: value for name, value in facts.items() if name in self._names}
        fields |= {name.removeprefix("with."): value for name, value in self._names.items() if name.startswith("with.")}
        headers = {"Accept": "application/json"} | self._knows_us_by
        if self.takes_a_key:
            headers[self._names["key"]] = key_of(message)
        method, kind = self._names.get("method", "POST").upper(), self._names.get("as", "json")
        if method == "GET":
            joined = "&" if urlsplit(self._address).query else "?"
            return Call(f"{self._address}{joined}{urlencode(fields)}", headers=headers, method=method)
        body = urlencode(fields) if kind == "form" else json.dumps(_nested(fields))
        return Call(self._address, body.encode(), headers | {"Content-Type": TYPES[kind]}, method)


def _authorization(name: str, password: str) -> dict[str, str]:
    """A name and a password; or a bearer's secret, where there is a password alone."""
    if not password:
        return {}
    if not name:
        return {"Authorization": f"Bearer {password}"}
    return {"Authorization": f"Basic {base64.b64encode(f'{name}:{password}'.encode()).decode()}"}


def _nested(fields: dict[str, str]) -> dict[str, Any]:
    """message.text=… becomes {"message": {"text": …}}, and recipients[] a list of one."""
    whole_body: dict[str, Any] = {}
    for name, value in fields.items():
        *outer, last = name.split(".")
        inside = whole_body
        for step in outer:
            inside = inside.setdefault(step, {})
        inside[last.removesuffix("[]")] = [value] if last.endswith("[]") else value
    return whole_body
