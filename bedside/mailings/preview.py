"""What would happen if a message were confirmed now: how many people, by which ways, who not, in which words.

Nothing is sent or kept by looking. Staff who write to many see numbers here, never a patient's name.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from bedside.inbox.models import Channel
from bedside.people.models import Patient
from bedside.wording.checking import LANGUAGES

from .audience import audience, of_unknown_age
from .models import Mailing, NotTold
from .reaching import Reach, reached
from .saying import Shown, is_readable, looks


@dataclass(frozen=True)
class Tongue:
    """The words in one language, and how many people read it."""

    language: str
    people: int
    in_english: bool  # it is not written in hers
    shown: list[Shown] = field(default_factory=list)


@dataclass(frozen=True)
class Outlook:
    """What a person is shown before she confirms."""

    patients: list[Patient]
    ways: dict[str, int]  # people by way; one who is reached by two ways stands in both
    several: int  # who are reached by more than one way
    asleep: int
    left_out: list[tuple[NotTold, int]]
    unknown_age: int
    tongues: list[Tongue]

    @property
    def number(self) -> int:
        return len(self.patients)

    @property
    def mark(self) -> str:
        """Which people these are, so that a list that has changed is seen to have changed, whatever their number."""
        return hashlib.sha256(b"".join(sorted(one.pk.bytes for one in self.patients))).hexdigest()[:32]


def look(mailing: Mailing) -> Outlook:
    found = list(reached(mailing, list(audience(mailing).order_by("pk"))))
    told = [one for one in found if not one.not_told]
    ways = Counter(way for one in told for way in one.ways)
    reasons = Counter(one.not_told for one in found if one.not_told)
    return Outlook(
        patients=[one.patient for one in told],
        ways={way: ways[way] for way in (Channel.SMS, Channel.EMAIL, Channel.PORTAL)},
        several=sum(len(one.ways) > 1 for one in told),
        asleep=sum(one.awake_at is not None for one in told),
        left_out=[(why, reasons[why]) for why in NotTold if reasons[why]],
        unknown_age=of_unknown_age(mailing),
        tongues=_tongues(mailing, told),
    )


def _tongues(mailing: Mailing, told: list[Reach]) -> list[Tongue]:
    """Each language that is written or read; what is not written in one is read in English."""
    read = Counter(language for one in told for language in one.reads)
    found = []
    for language in [*LANGUAGES, *sorted(set(read) - set(LANGUAGES))]:
        theirs = mailing.words.get(language, "")
        if theirs or read[language]:
            shown = looks(theirs, language) if is_readable(theirs) else []
            found.append(Tongue(language, read[language], not theirs, shown))
    return found
