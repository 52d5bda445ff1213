"""Amara has a made-up choice before her, and Tomás, with his mother, one about his ear."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bedside.access.models import Role
from bedside.deciding import actions, writing
from bedside.deciding.aids import aids
from bedside.deciding.models import Choice, Wording
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.orders import actions as orders
from bedside.orders.models import Order
from bedside.town.cast import Cast
from bedside.visits import actions as visits
from bedside.visits.models import Visit


def set_up(town: Cast) -> None:
    town.nurse_lin.act_as(Role.NURSE)
    town.dr_osei.act_as(Role.CLINICIAN)
    for aid in aids():
        actions.approve(aid, by=town.nurse_lin)
        actions.approve(aid, by=town.dr_osei)
    example, ear = (next(one for one in aids() if one.is_example is made_up) for made_up in (True, False))
    hers = Visit.objects.filter(patient=town.amara).order_by("arrived_at", "id")[0]
    choice = actions.open_choice(hers, example, by=town.dr_osei)
    said = {"own_words": "I carry my shopping up.", "leaning": "unsure", "questions": ""}
    actions.tell(choice, by=town.nurse_lin, weights={"stairs": "3"}, **said)
    due_on = day_of(now(), town.riverside.zone) + timedelta(days=3)
    told = {"what": "A blood test", "why": "To be sure", "who_calls": "Nurse Lin"}
    orders.ask(hers, team="front_desk", due_on=due_on, by=town.dr_osei, **told)
    here: dict[str, Any] = {"place": town.riverside, "service": town.gp, "reason": "his ear", "level": "R14"}
    his = actions.open_choice(visits.walk_in(town.tomas, by=town.sam, **here), ear, by=town.dr_osei)
    actions.decide(his, "wait", goals="No pain at night.", plan="Call us on Friday.", by=town.dr_osei)

    writing.begin("Shoe inserts for a sore knee?", by=town.dr_osei)


def things() -> list[Any]:
    drafts = Wording.objects.order_by("pk")
    return [*Choice.objects.order_by("pk"), *Order.objects.order_by("pk"), *aids(), *drafts]
