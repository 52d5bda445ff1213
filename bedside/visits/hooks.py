"""What rooms above lay beside a patient's brief: open promises, what she said afterwards. Visits cannot know them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from bedside.access.models import User
from bedside.people.models import Patient

if TYPE_CHECKING:
    from .models import Visit


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


@dataclass(frozen=True)
class Typed:
    """One line that stands somewhere already: its heading, how the notes take it over, and where else it goes."""

    heading: str
    text: str
    why_came: str = ""  # her own words, for the part that says why she came
    medicine: tuple[str, str, str] | None = None  # name, dose, what for

    @property
    def key(self) -> str:
        return sha256(f"{self.heading}|{self.text}".encode()).hexdigest()[:16]


_typed: list[Callable[[User, Visit], list[Typed]]] = []


def hang_typed(*asked: Callable[[User, Visit], list[Typed]]) -> None:
    """From now on whoever writes a summary is offered these lines too."""
    _typed[:] = asked


def typed_elsewhere(user: User, visit: Visit) -> list[Typed]:
    return [line for ask in _typed for line in ask(user, visit)]


def _nobody_promised(since: datetime) -> datetime | None:
    return None


aside: Callable[[], AbstractContextManager[None]] = nullcontext  # hung by config: others work while we wait
calls_back_by: Callable[[datetime], datetime | None] = _nobody_promised  # hung by config: cases know their clock
