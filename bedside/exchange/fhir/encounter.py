"""A past visit as FHIR R4 sees it. Nothing in this house changes one, so its letter is what goes out."""

from __future__ import annotations

from typing import Any

from .words import Resource, all_of, concept, instant, text_at


def from_fhir(resource: Resource) -> dict[str, Any]:
    """What an Encounter tells us, in our words; whom, by whom and where is told by its references."""
    start, end = text_at(resource, "period", "start"), text_at(resource, "period", "end")
    named = next(filter(None, (concept(one) for one in all_of(resource, "type"))), "")
    return {
        "status": text_at(resource, "status")[:20],
        "kind": text_at(resource, "class", "code")[:20],
        "day": (start or end)[:10],
        "started_at": instant(start),
        "ended_at": instant(end),
        "what": (named or text_at(resource, "class", "display"))[:300],
    }
