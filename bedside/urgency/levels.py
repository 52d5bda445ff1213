"""The ladder of urgency: how levels compare, and how a modifier climbs one step."""

from __future__ import annotations

from collections.abc import Iterable

ORDER = ("SC", "R14", "R72", "S24", "U4", "H", "U2", "E1", "E0")
HEIGHT = {"SC": 0, "R14": 1, "R72": 2, "S24": 3, "U4": 4, "H": 5, "U2": 5, "E1": 6, "E0": 7}
EMERGENCY = frozenset({"E0", "E1"})
NEEDS_A_PERSON_NOW = frozenset({"E0", "E1", "U2", "U4", "H"})

_ONE_UP = {
    "SC": "R14",
    "R14": "R72",
    "R72": "S24",
    "S24": "U4",
    "U4": "U2",
    "H": "U2",
    "U2": "E1",
    "E1": "E1",
    "E0": "E0",
}


def height(level: str) -> int:
    """How urgent a level is; H is as urgent as U2."""
    return HEIGHT[level]


def highest(levels: Iterable[str]) -> str:
    """The most urgent of some levels; where H and U2 meet, the rule's own U2 is said."""
    return max(levels, key=lambda level: (HEIGHT[level], ORDER.index(level)))


def one_step_up(level: str) -> str:
    """The next step of the ladder; a modifier alone never reaches E0."""
    return _ONE_UP[level]


def at_least(level: str, floor: str) -> bool:
    """Whether a level is as urgent as another, or more."""
    return HEIGHT[level] >= HEIGHT[floor]
