"""What floors above know of what we offer, which directory cannot see. Config hangs these up once, at start-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .models import Closure, Place, Post, Service, VisitType

Touches = Closure | Place | Post | Service | VisitType


def _nothing_is_booked(thing: Touches) -> int:
    return 0


def _nobody_knows(services: Iterable[Service]) -> dict[object, str]:
    return {}


@dataclass
class Hooks:
    """How many visits something would touch; how soon a service has times, in words; where one asks for help; and where
    one books a service without an account."""

    touched: Callable[[Touches], int] = _nothing_is_booked
    how_soon: Callable[[Iterable[Service]], dict[object, str]] = _nobody_knows
    find_help: str = ""  # the name of a route
    book_here: str = ""  # and of one that takes the slug of a service


hooks = Hooks()
