"""Messages about tablets go to the pharmacy with a list; two cases of Amara are one; a third nobody has opened."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from bedside.access.models import Role
from bedside.cases import actions as cases
from bedside.cases import checking, joining, rule_book, talking
from bedside.cases.models import Case, Checklist, Kind, State, Team, ToDo, Why, the_routing
from bedside.journal.hands import HOUSE
from bedside.town.cast import Cast

RULE = {"kinds": [], "channels": [], "languages": [], "places": [], "first": [], "team": Team.PHARMACY}


@dataclass(frozen=True)
class Joined:
    """A case that goes on in another one."""

    case_id: uuid.UUID
    pk: uuid.UUID


@dataclass(frozen=True)
class Ruled:
    """A rule of the house and the edition it stands in."""

    rule: str
    edition: int


def set_up(town: Cast) -> None:
    town.ines.act_as(Role.MANAGER)
    town.sam.act_as(Role.FRONT_DESK)
    lines = [{"words": "Look up the tablets", "days": None}, {"words": "Call the pharmacy", "days": 2}]
    kept = checking.write_list(Checklist(), name="Tablets", lines=lines, is_on=True, by=town.ines)
    told = RULE | {"name": "Tablets", "words": ["tablet"], "checklist": str(kept.pk)}
    rule_book.write_rule("", told, seen=the_routing().version, by=town.ines)
    rule_book.write_rule(
        "", RULE | told | {"name": "Pills", "words": ["pill"]}, seen=the_routing().version, by=town.ines
    )

    case = cases.open_case(Kind.MESSAGE, "Amara asks about her tablets", by=HOUSE, patient=town.amara)
    same = cases.open_case(Kind.MESSAGE, "Amara asks once more", by=HOUSE, patient=town.amara)
    joining.join(same, Case.objects.get(pk=case.pk), by=town.sam)
    late = cases.open_case(Kind.MESSAGE, "Omar asks about a bill", by=HOUSE, patient=town.omar)
    talking.nudge(late, Why.UNOPENED, team=Team.MANAGERS)


def things() -> list[Any]:
    rules = the_routing()
    joined = Case.objects.filter(state=State.JOINED).order_by("pk")
    return [
        *(Joined(one.joined_to_id, one.pk) for one in joined if one.joined_to_id),
        *(Ruled(one["id"], rules.version) for one in rules.rules),
        *ToDo.objects.order_by("pk"),
        *Checklist.objects.order_by("pk"),
    ]
