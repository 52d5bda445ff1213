"""What floors above do for access, which cannot see them. Config hangs these up once, at start-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest

from bedside.jobs.actions import enqueue
from bedside.jobs.models import Lane

from .models import Role, User


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the town whom a visitor of the demo may be, by one press of a button."""

    key: str  # "amara"
    login: User
    role: Role
    name: str  # "Amara Okafor"
    says: str  # "a patient with a sore knee"


def nobody() -> Iterable[DemoPerson]:
    return ()


def post_by_a_worker(*, to: str, subject: str, body: str) -> None:
    """The letter is a row until a worker has handed it over: written with what it tells of, or not at all."""
    enqueue("access.carry_letter", lane=Lane.URGENT, max_attempts=6, to=to, subject=subject, body=body)


def no_language(user: User) -> str:
    return ""


class Screen(Protocol):
    """A paired screen, as far as its doors go."""

    @property
    def home(self) -> str:
        """The address to which it comes back."""


def no_screen(request: HttpRequest) -> Screen | None:
    return None


@dataclass
class Hooks:
    """`people_of_the_demo` lists whom one may be; `post` sends a letter about a login to an e-mail address;
    `newcomers_go_to` names the page where a login without any role says who it is;
    `speaks` tells the language somebody reads best, or nothing; `screen_at_the_door` tells which paired screen
    knocks, if one does, and `screens_pair_at` names the page where one is let in."""

    people_of_the_demo: Callable[[], Iterable[DemoPerson]] = nobody
    post: Callable[..., None] = post_by_a_worker
    newcomers_go_to: str = ""
    speaks: Callable[[User], str] = no_language
    screen_at_the_door: Callable[[HttpRequest], Screen | None] = no_screen
    screens_pair_at: str = ""


hooks = Hooks()
