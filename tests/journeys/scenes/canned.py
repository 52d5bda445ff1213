"""An answer that the front desk keeps ready, and one of Sam's own."""

from __future__ import annotations

from typing import Any

from bedside.access.models import Role
from bedside.canned import actions
from bedside.canned.models import ReadyAnswer
from bedside.town.cast import Cast


def set_up(town: Cast) -> None:
    town.sam.act_as(Role.FRONT_DESK)
    words = {"en": "Hello {name}, call us on {phone}."}
    actions.keep(None, team="front_desk", short="call", title="Call us", words=words, by=town.sam)
    actions.keep(None, team="", short="mine", title="Call us", words=words, by=town.sam)


def things() -> list[Any]:
    return [*ReadyAnswer.objects.order_by("pk")]
