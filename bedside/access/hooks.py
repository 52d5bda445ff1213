"""What floors above do for access, which cannot see them. Config hangs these up once, at start-up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.mail import send_mail

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


def post_at_once(*, to: str, subject: str, body: str) -> None:
    send_mail(subject, body, None, [to])


@dataclass
class Hooks:
    """`people_of_the_demo` lists whom one may be; `post` sends a letter about a login to an e-mail address;
    `newcomers_go_to` names the page where a login without any role says who it is."""

    people_of_the_demo: Callable[[], Iterable[DemoPerson]] = nobody
    post: Callable[..., None] = post_at_once
    newcomers_go_to: str = ""


hooks = Hooks()
