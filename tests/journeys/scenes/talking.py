"""On a case about Amara something is promised to her, and billing is asked to go on with it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bedside.access.models import Role
from bedside.cases import actions as cases
from bedside.cases import handing, later, vowing, whose
from bedside.cases.models import Case, Kind, LaterAnswer
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
    wrong = cases.hear(inbox.write(town.amara, "A letter", "Where is my letter?", by=town.amara.login))
    [message] = whose.may_be_moved(wrong)
    because = {"because": "Lina wrote it.", "fits": ["birth", "name"]}
    whose.not_hers(wrong, message, town.lina, seen=message.version, by=town.sam, **because)
    tomorrow = town.amara.awake(now() + timedelta(days=1), "Europe/London")
    later.plan(asked, "Behind the house.", tomorrow, by=town.sam)


@dataclass(frozen=True)
class Message:
    """What may be another's, as it stands in the address of a page."""

    case_id: uuid.UUID
    pk: uuid.UUID


@dataclass(frozen=True)
class Moved(Message):
    """How a message was moved."""


def things() -> list[Any]:
    waiting = LaterAnswer.objects.order_by("pk")
    return [*Vow.objects.order_by("pk"), *Handoff.objects.order_by("pk"), *waiting, *_messages()]


def _messages() -> list[Message]:
    found = [(case, one) for case in Case.objects.order_by("pk") for one in whose.may_be_moved(case)]
    moved = [(case, one) for case in Case.objects.order_by("pk") for one in whose.moves_of(case)]
    return [Message(case.pk, one.pk) for case, one in found] + [Moved(case.pk, one.pk) for case, one in moved]
