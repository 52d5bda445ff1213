"""What a look can find."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A sentence about something that is not as it should be. A fault is damage; anything else is advice."""

    sentence: str
    is_fault: bool = True
