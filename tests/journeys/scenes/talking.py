"""On a case about Amara something is promised to her, and billing is asked to go on with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bedside.access.models import Role
from bedside.cases import actions as cases
from bedside.cases import handing, later, vowing
from bedside.cases.models import Kind, LaterAnswer
from bedside.cases.models.handing import Handoff
from bedside.cases.models.talk import Does, Vow
from bedside.hours.clock import now
from bedside.inbox import actions as inbox
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast


def set_up(town: Cast) -> None:
    town.sam.act_as(Role.FRONT_DESK)
    case = cases.open_case(Kind.MESSAGE, "Amara asks about a bill", by=HOUSE, patient=town.amara)
    vowing.promise(case, Does.CALL, 1, by=town.sam)
    handing.ask(case, "billing", what="Look up the bill", by=town.sam)
    assert town.amara.login
    asked = cases.hear(inbox.write(town.amara, "Parking", "Where do I park?", by=town.amara.login))
    tomorrow = town.amara.awake(now() + timedelta(days=1), "Europe/London")
    later.plan(asked, "Behind the house.", tomorrow, by=town.sam)


def things() -> list[Any]:
    waiting = LaterAnswer.objects.order_by("pk")
    return [*Vow.objects.order_by("pk"), *Handoff.objects.order_by("pk"), *waiting]
