"""What rooms above hang on the page of a visit: the ways on from there, which booking cannot know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bedside.access.models import User

from .models import Appointment


@dataclass(frozen=True)
class Way:
    """One button on a visit's page: where it leads, and whether pressing it does something at once."""

    text: str
    href: str
    posts: bool = False
    kind: str = "quiet"


Ways = Callable[[User, Appointment], list[Way]]

_ways: list[Ways] = []


def hang(*ways: Ways) -> None:
    """From now on the page of a visit asks these for more ways on."""
    _ways[:] = ways


def ways_on(user: User, appointment: Appointment) -> list[Way]:
    return [way for ways in _ways for way in ways(user, appointment)]
