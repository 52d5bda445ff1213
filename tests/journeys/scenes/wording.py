"""A reminder in the clinic's own words, and an answer to an emergency that a clinician is asked to read."""

from __future__ import annotations

from typing import Any

from bedside.access.models import Role
from bedside.town.cast import Cast
from bedside.wording import actions
from bedside.wording.looking import in_boxes
from bedside.wording.models import Wording
from bedside.wording.texts import of_the_house


def set_up(town: Cast) -> None:
    town.ines.act_as(Role.MANAGER)
    for name, part, before, after in [
        ("reminder", "sms", "Cannot come?", "Can you not come?"),
        ("emergency", "portal", "We have told our staff too.", "Our staff know it too."),
    ]:
        words = in_boxes(of_the_house(name, "en"), None)
        actions.use(name, "en", words | {part: words[part].replace(before, after)}, by=town.ines)


def things() -> list[Any]:
    return [*Wording.objects.order_by("pk")]
