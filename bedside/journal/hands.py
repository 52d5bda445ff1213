"""By whose hand. Every action names one: a person, the house itself, or somebody outside. None is an error."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Protocol


class Person(Protocol):
    """Somebody who has signed in; access.User is one."""

    pk: Any

    @property
    def hand_kind(self) -> str:
        """The role this person acts in: patient, carer, front_desk, nurse, clinician, manager, administrator."""


@dataclass(frozen=True)
class House:
    """The house itself: a timer or a reaction, no person."""

    hand_kind: str = "house"


@dataclass(frozen=True)
class Outside:
    """A hand we know only by the way it reached us: a channel (sms, email, guest, fhir) and an address in it."""

    channel: str
    address: str

    @property
    def hand_kind(self) -> str:
        return self.channel


HOUSE = House()

Hand = Person | House | Outside


@dataclass(frozen=True)
class Signature:
    """What the journal keeps of a hand."""

    kind: str
    id: str
    on_behalf_of: uuid.UUID | None = None


def sign(by: Hand, on_behalf_of: uuid.UUID | None = None) -> Signature:
    """The signature of a hand. Anything that is not a hand is refused with a TypeError."""
    if isinstance(by, House):
        return Signature(by.hand_kind, "", on_behalf_of)
    if isinstance(by, Outside):
        return Signature(by.channel, by.address, on_behalf_of)
    kind = getattr(by, "hand_kind", None)
    if not kind or getattr(by, "pk", None) is None:
        raise TypeError(f"by= must name a hand: a person, HOUSE or Outside(channel, address), not {by!r}.")
    return Signature(kind, str(by.pk), on_behalf_of)
