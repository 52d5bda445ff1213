"""What rooms above lay beside a patient's brief: open promises, what she said afterwards. Visits cannot know them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bedside.access.models import User
from bedside.people.models import Patient


@dataclass(frozen=True)
class Line:
    """One line under a heading: what it says, where it leads, what stands beside it, and whether it presses."""

    heading: str
    text: str
    href: str = ""
    aside: str = ""
    urgent: bool = False


Beside = Callable[[User, Patient], list[Line]]

_besides: list[Beside] = []


def hang(*besides: Beside) -> None:
    """From now on a brief asks these."""
    _besides[:] = besides


def beside(user: User, patient: Patient) -> dict[str, list[Line]]:
    """All lines, under their headings."""
    found: dict[str, list[Line]] = {}
    for ask in _besides:
        for line in ask(user, patient):
            found.setdefault(line.heading, []).append(line)
    return found


def _nobody_promised(since: datetime) -> datetime | None:
    return None


calls_back_by: Callable[[datetime], datetime | None] = _nobody_promised  # hung by config: cases know their clock
