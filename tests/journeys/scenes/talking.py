"""On a case about Amara something is promised to her, and billing is asked to go on with it."""

from __future__ import annotations

from typing import Any

from bedside.access.models import Role
from bedside.cases import actions as cases
from bedside.cases import handing, vowing
from bedside.cases.models import Kind
from bedside.cases.models.handing import Handoff
from bedside.cases.models.talk import Does, Vow
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast


def set_up(town: Cast) -> None:
    town.sam.act_as(Role.FRONT_DESK)
    case = cases.open_case(Kind.MESSAGE, "Amara asks about a bill", by=HOUSE, patient=town.amara)
    vowing.promise(case, Does.CALL, 1, by=town.sam)
    handing.ask(case, "billing", what="Look up the bill", by=town.sam)


def things() -> list[Any]:
    return [*Vow.objects.order_by("pk"), *Handoff.objects.order_by("pk")]
