"""Addresses that open a page by themselves: of a message that is not theirs people read which page, not the key."""

from __future__ import annotations

import re

KEYS = re.compile(
    r"(/[crsv]/)[\w-]+"
)  # a chat, an answer, and the links that ask how a visit was or answer about one to come


def without_keys(text: str) -> str:
    """The same words, and in the place of each key three dots."""
    return KEYS.sub(r"\1…", text)
