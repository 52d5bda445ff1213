"""Web sites as a setting names them: a scheme and a host, and nothing that could get into a header beside them."""

from __future__ import annotations

import re

ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?")


def origins(told: str) -> list[str]:
    for site in told.split():
        if not ORIGIN.fullmatch(site):
            raise ValueError(f"BEDSIDE_CHAT_SITES names origins such as https://clinic.example, not {site!r}.")
    return told.split()
