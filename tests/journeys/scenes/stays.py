"""Amara and Tomás lie in beds of Mill Ward, so that every page of a stay has a subject."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bedside.hours.clock import now
from bedside.journal.hands import HOUSE
from bedside.stays import actions, caring
from bedside.stays.kinds import Part, Shift
from bedside.stays.models import Fast, GoingHome, Planned, Stay
from bedside.town.cast import Cast


def set_up(town: Cast) -> None:
    """Amara's day: a camera test in three hours, nothing to eat until then; Tomás eats as he likes, but no nuts."""
    ward = actions.open_ward(town.riverside, name="Mill Ward", phone="01632 960009", by=HOUSE)
    beds = [actions.set_up_bed(ward, name=f"Bed {number}", by=HOUSE) for number in (1, 2, 3)]
    day = now().date()
    stay = actions.admit(town.amara, beds[0], reason="Her knee", home_day=day + timedelta(days=2), by=HOUSE)
    actions.say_home_day(stay, day + timedelta(days=3), because="We wish to look once more.", by=HOUSE)
    caring.look_after(stay, town.lin, part=Part.NURSE, shift=Shift.DAY, day=day, by=HOUSE)
    at = now() + timedelta(hours=3)
    caring.plan(stay, kind="scope", day=day, at=at, where="Room 4", by=HOUSE)
    caring.say_diet(stay, customs=["halal"], allergy="unknown", by=HOUSE)
    caring.order_fast(stay, why="Camera test", food_from=now() - timedelta(hours=3), until=at, by=HOUSE)
    his = actions.admit(town.tomas, beds[1], by=HOUSE)
    caring.say_diet(his, allergy="some", allergies="nuts", by=HOUSE)


def things() -> list[Any]:
    """What pages about a stay may be about."""
    kinds: tuple[Any, ...] = (Stay, Fast, Planned, GoingHome)
    return [thing for kind in kinds for thing in kind.objects.order_by("pk")]
