"""What somebody says on the phone is read for red flags, also where we do not know who speaks."""

from __future__ import annotations

from django.http import HttpResponse

from bedside.journal.hands import Hand
from bedside.triage import actions as triage
from bedside.triage.deciding import decide
from bedside.triage.knocks import AT_ONCE, heard_at_once, stands_before
from bedside.triage.models import A_PERSON_NOW, EMERGENCY

from .models import Contact

AT_THE_DESK = "desk"


def heard(words: str, contact: Contact, *, by: Hand, label: str = "") -> HttpResponse | None:
    """The page that comes before everything else, if one does."""
    if contact.patient:
        kept = "confidential" if label else ""
        return heard_at_once(words, contact.patient, by=by, channel=AT_THE_DESK, label=kept)
    part = words.strip()[:AT_ONCE]
    if len(part.split()) < 2:
        return None
    verdict = decide(part, {"language": "", "answers": {}})
    unclear = verdict.level == "H" and not verdict.rules
    if verdict.level not in EMERGENCY + A_PERSON_NOW or unclear:
        return None
    return stands_before(triage.begin(part, by=by, channel=AT_THE_DESK))
