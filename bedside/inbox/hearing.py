"""Words that are not kept, because a form must be put right first: they are read for red flags all the same."""

from __future__ import annotations

from bedside.journal.hands import Hand
from bedside.people.models import Label, Patient
from bedside.triage import actions as triage
from bedside.triage.knocks import AT_ONCE
from bedside.triage.models import Screening


def heard(
    words: str, patient: Patient | None, *, by: Hand, channel: str, label: str = Label.NONE, guest: str = ""
) -> list[Screening]:
    """The emergencies in these words, part by part; a person is told of each, and of what nobody could read."""
    parts = [words[at : at + AT_ONCE] for at in range(0, len(words), AT_ONCE)]
    told = [
        triage.told(part, patient, by=by, channel=channel, label=label, guest=guest) for part in parts if part.strip()
    ]
    return [one for one in told if one and one.is_emergency]
