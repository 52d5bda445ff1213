"""Whether one contact was enough, as repeats tell it: what whoever answered thinks of it is not asked."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

REPEATS_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Talk:
    """One contact of somebody we know, by whatever way, about something."""

    person: uuid.UUID
    topic: str
    at: datetime
    ticked: bool = False  # whoever answered thinks that it is settled
    done: bool = True  # nothing was left open
    channel: str = ""
    team: str = ""
    language: str = ""


def settled_at_once(talks: Iterable[Talk], until: datetime) -> list[tuple[Talk, bool]]:
    """Each first contact whose seven days are over, and whether it was the only one: nothing left to do, and the same
    person did not come back about the same thing. A contact within seven days of the one before is part of that."""
    groups: dict[tuple[uuid.UUID, str], list[Talk]] = defaultdict(list)
    for one in talks:
        groups[one.person, one.topic].append(one)
    told: list[tuple[Talk, bool]] = []
    for hers in groups.values():
        hers.sort(key=lambda one: one.at)
        for number, one in enumerate(hers):
            is_first = number == 0 or one.at - hers[number - 1].at > REPEATS_WITHIN
            if is_first and one.at + REPEATS_WITHIN <= until:
                later = hers[number + 1] if number + 1 < len(hers) else None
                again = later is not None and later.at - one.at <= REPEATS_WITHIN
                told.append((one, one.done and not again))
    return sorted(told, key=lambda pair: pair[0].at)
