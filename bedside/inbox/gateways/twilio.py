"""Text messages and calls in the manner of Twilio, which others speak too. It takes no key."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from django.conf import settings

from ..models import Message
from ..numbers import whole
from .base import Refused, Unclear, told_at
from .wire import Call, hand_in


@dataclass(frozen=True)
class Account:
    """Our account there: twilio://ACCOUNT:TOKEN@api.twilio.com?from=+441632960001, or twilio+http:// in the open."""

    site: str
    name: str
    token: str
    sender: str


def account_at(address: str) -> Account | None:
    """The account that an address names, where it names one of this kind."""
    parts = urlsplit(address)
    if parts.scheme not in {"twilio", "twilio+http"}:
        return None
    site = f"{'https' if parts.scheme == 'twilio' else 'http'}://{parts.netloc.rpartition('@')[2]}"
    sender = parse_qs(parts.query.replace("+", "%2B")).get("from", [""])[0]
    return Account(site, unquote(parts.username or ""), unquote(parts.password or ""), sender)


def tokens() -> list[str]:
    """The secrets with which our accounts sign what they tell us."""
    accounts = [account_at(address) for address in (settings.SMS_GATEWAY, settings.VOICE_GATEWAY)]
    return [one.token for one in accounts if one and one.token]


class Texts:
    """Text messages."""

    takes_a_key = False

    def __init__(self, account: Account) -> None:
        self._account = account

    def send(self, message: Message) -> None:
        sender = "MessagingServiceSid" if self._account.sender.startswith("MG") else "From"
        fields = {sender: self._account.sender, "Body": message.body, "StatusCallback": told_at("receipt", message)}
        _ask(self._account, "Messages", message, fields)


class Calls:
    """Calls. What is said is asked for when somebody has picked up: what a machine records is less."""

    takes_a_key = False

    def __init__(self, account: Account) -> None:
        self._account = account

    def send(self, message: Message) -> None:
        fields = {
            "From": self._account.sender,
            "Url": told_at("call", message),
            "StatusCallback": told_at("receipt", message),
            "MachineDetection": "DetectMessageEnd",
            "Timeout": "25",  # seconds it rings
        }
        _ask(self._account, "Calls", message, fields)


def _ask(account: Account, what: str, message: Message, fields: dict[str, Any]) -> None:
    to = whole(message.to)
    if not to:
        raise Refused("this is no phone number")
    known = base64.b64encode(f"{account.name}:{account.token}".encode()).decode()
    headers = {"Authorization": f"Basic {known}", "Content-Type": "application/x-www-form-urlencoded"}
    address = f"{account.site}/2010-04-01/Accounts/{account.name}/{what}.json"
    told = hand_in(Call(address, urlencode({"To": to} | fields).encode(), headers))
    if not told.get("sid"):
        raise Unclear("the provider did not say that it has it")
