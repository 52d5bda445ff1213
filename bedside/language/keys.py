"""Addresses that open a page by themselves: of a message that is not theirs people read which page, not the key."""

from __future__ import annotations

import re

# A chat, a check-in, an answer, how a visit was, a visit to come, a wait, a calendar that is followed, a call by video.
KEYS = re.compile(r"(/(?:[cirsvw]|calendars|video/with)/)[\w-]+")


def without_keys(text: str) -> str:
    """The same words, and in the place of each key three dots."""
    return KEYS.sub(r"\1…", text)
