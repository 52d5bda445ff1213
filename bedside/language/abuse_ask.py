"""What `bedside ask abuse` answers: whether a message abuses those who read it, how gravely, and by which words."""

from __future__ import annotations

from typing import Any

from .abuse import KINDS, judge
from .text import LONGEST, clean

MOST = 10
URGENT = "This may be somebody who wants to harm herself or others. Read it now."


def answer(line: Any) -> dict[str, Any]:
    """{"text"} → {"abusive", "score", "severity", "because"}; it suggests, a person decides."""
    if not isinstance(line, dict):
        raise ValueError('Each line must be an object such as {"text": "…"}.')
    text = line.get("text")
    if not isinstance(text, str):
        raise ValueError("Say the message to look at: text must be a string.")
    if len(text) > LONGEST:
        raise ValueError(f"The message has {len(text):,} characters. We look at {LONGEST:,} at most.")
    found = judge(clean(text))
    told = {
        "abusive": bool(found.abuse),
        "score": round(found.score, 2),
        "severity": found.severity,
        "because": [f"{KINDS[hit.kind]}: “{hit.said}”" for hit in found.abuse[:MOST]],
    }
    if not found.abuse:
        told["because"] = [
            f"Told of somebody else, of herself, or denied: “{hit.said}”" for hit in found.hits[:MOST]
        ] or (["Swearing, but at nobody"] if found.swears else [])
    if found.self_harm:
        told["needs_urgency"] = True
        told["hint"] = URGENT
    return told
