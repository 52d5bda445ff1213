"""What helps somebody to come: offered where a visit is likely to be missed. Nobody gets a worse time for it."""

from __future__ import annotations

from typing import Literal

Help = Literal["call", "transport", "earlier_reminder", "reminder"]

MORE_THAN_USUAL = 1.5  # times the usual share: from here on help is offered
FAR_AHEAD = 7.0  # days; booked longer ago, a visit is easily forgotten
RAISES = 0.1  # log-odds: less is not worth a word


def from_which(share: float) -> float:
    """The probability from which on help is offered, where so many are missed as a rule."""
    return min(MORE_THAN_USUAL * share, 0.5)


def offered(p: float, *, share: float, lead_days: float, reminded: float | None, missed_before: float) -> list[Help]:
    """What to offer: somebody phones; a way to get here; one reminder more, sooner; the reminder that is missing."""
    if p < from_which(share):
        return []
    found: list[Help] = []
    if reminded != 2.0:
        found.append("call")  # of those most at risk one in five still stayed away after two texts
    if missed_before > 0:
        found.append("transport")
    if lead_days > FAR_AHEAD:
        found.append("earlier_reminder")
    if reminded == 0.0:
        found.append("reminder")
    return found or ["call"]
