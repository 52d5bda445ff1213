"""Deciding again what was decided: for the audit, and to see what a change of the rules would have changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from bedside.urgency.catalog import Catalog
from bedside.urgency.engine import assess
from bedside.urgency.levels import HEIGHT

from . import editions
from .models import Screening


@dataclass(frozen=True)
class Replayed:
    """How many decisions came out the same, which did not, and how many other software had made."""

    same: int
    other: tuple[Screening, ...]
    elsewhere: int


@dataclass(frozen=True)
class Effect:
    """What a change would have done to decisions of the past."""

    looked_at: int
    raised: tuple[Screening, ...]
    lowered: tuple[Screening, ...]
    to_emergency: int


def last(count: int = 200) -> list[Screening]:
    """The newest decisions of the engine, whoever they are about. The house reads them, and shows nobody's words."""
    return list(Screening.objects.exclude(decision={}).order_by("-decided_at")[:count])


def replay(screenings: Iterable[Screening]) -> Replayed:
    """Ask the same of the same edition again; bit for bit the same must come out."""
    same, other, elsewhere = 0, list[Screening](), 0
    for screening in screenings:
        rules = editions.edition(screening.decision["edition"])
        if rules is None:
            elsewhere += 1
        elif _again(screening, rules) == screening.decision:
            same += 1
        else:
            other.append(screening)
    return Replayed(same, tuple(other), elsewhere)


def effect(screenings: Iterable[Screening], now: Catalog, then: Catalog) -> Effect:
    """What one edition decides otherwise than another."""
    raised, lowered, looked_at, to_emergency = list[Screening](), list[Screening](), 0, 0
    for screening in screenings:
        before, after = str(_again(screening, now)["level"]), str(_again(screening, then)["level"])
        looked_at += 1
        if HEIGHT[after] > HEIGHT[before]:
            raised.append(screening)
            to_emergency += after in ("E0", "E1")
        elif HEIGHT[after] < HEIGHT[before]:
            lowered.append(screening)
    return Effect(looked_at, tuple(raised), tuple(lowered), to_emergency)


def _again(screening: Screening, rules: Catalog) -> dict[str, object]:
    again: dict[str, object] = json.loads(json.dumps(assess(**screening.decision["inputs"], rules=rules).as_dict()))
    return again
