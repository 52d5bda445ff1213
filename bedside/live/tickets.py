"""Tickets for live streams: signed, short, and checked without asking the database.

A stream lives as long as its ticket, counted from the moment the ticket was given, so nobody follows anything for
longer than this after they have lost the right to it, whatever else goes wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core import signing

from bedside.hours.clock import now

GOOD_FOR = 55.0  # seconds; below the 60 in which a sign-out must have reached every stream
MOST_TOPICS = 20

_signer = signing.Signer(salt="bedside.live")


class NoTicket(Exception):
    """Not a ticket of ours, or no longer good."""


@dataclass(frozen=True)
class Ticket:
    person: str
    session: str  # the topic under which the session's end is announced
    topics: tuple[str, ...]
    given_at: float

    @property
    def seconds_left(self) -> float:
        return GOOD_FOR - (now().timestamp() - self.given_at)


def give(person: str, session: str, topics: Iterable[str]) -> str:
    """A ticket for these topics; whoever gives it has asked whether this person may follow them."""
    told = {"p": person, "s": session, "t": list(topics)[:MOST_TOPICS], "at": now().timestamp()}
    return _signer.sign_object(told)


def read(signed: str) -> Ticket:
    try:
        told: dict[str, Any] = _signer.unsign_object(signed)
        ticket = Ticket(told["p"], told["s"], tuple(told["t"]), told["at"])
    except (signing.BadSignature, ValueError, KeyError, TypeError) as error:
        raise NoTicket from error
    if not 0 < ticket.seconds_left <= GOOD_FOR + 5:
        raise NoTicket
    return ticket
