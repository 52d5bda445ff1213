"""Somebody without an account has a chat open, so that its pages have a subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bedside.inbox import chats


@dataclass(frozen=True)
class Key:
    """What her browser alone holds."""

    key: str = "the-key-in-her-frame"


def set_up() -> None:
    begun = chats.begin(Key().key, "Is there a place to park by the door?", language="en", network="192.0.2.9")
    assert begun
    chats.say_who(begun, name="Ada Byron", birth_date=None, phone="+447700900123", network="192.0.2.9")


def things() -> list[Any]:
    return [Key()]
