"""What the safety questions depend on, what we do not know of it yet, and what the answers say to the engine."""

from __future__ import annotations

from typing import Any

from bedside.urgency import screen
from bedside.urgency.catalog import Rule

from .editions import standing
from .models import Screening

FERTILE = range(11, 56)


def may_be_pregnant(age: float | None, sex: str | None) -> bool:
    """Whether it must be asked; of whom we do not know enough, it is."""
    return sex != "male" and (age is None or int(age) in FERTILE)


def unknown_of(found: Screening) -> set[str]:
    """What the questions depend on and we do not know: years, sex, and pregnancy where it can be."""
    said = found.inputs
    unknown = {"years"} if said.get("age") is None else set()
    if said.get("sex") is None and "pregnancy_asked" not in said:
        unknown |= {"sex"} if unknown else set()
    if "pregnancy_asked" not in said and may_be_pregnant(said.get("age"), said.get("sex")):
        unknown.add("pregnant")
    return unknown


def track_of(found: Screening) -> str:
    said = found.inputs
    return screen.track_for(said.get("age"), said.get("sex"), said.get("pregnant"), _after_birth(said))


def person_of(found: Screening) -> Any:
    said = found.inputs
    return screen.person_of(said.get("age"), said.get("sex"), said.get("pregnant"), _after_birth(said))


def ticked_before(found: Screening) -> list[str]:
    """What was ticked on a page for others, before we knew whose page is hers, and what has no box on hers."""
    if "ticked_as" not in found.inputs:
        return []
    hers = {item.id for item in screen.screening(track_of(found), standing()).items}
    return [name for name in found.inputs.get("ticked") or [] if name not in hers]


def rules_to_tell_apart(found: Screening, ticked: list[str]) -> tuple[Rule, ...]:
    """What is asked about what was ticked: on her own page, and on the one that was read out before."""
    rules = screen.details(track_of(found), ticked, person_of(found), standing())
    if before := ticked_before(found):
        rules += screen.details(found.inputs["ticked_as"], before, person_of(found), standing())
    return tuple({rule.id: rule for rule in rules}.values())


def answers(found: Screening, ticked: list[str], told: dict[str, str]) -> dict[str, str]:
    person, rules, before = person_of(found), standing(), ticked_before(found)
    said = screen.answers_from(track_of(found), ticked, not ticked, told, person, rules)
    if before:
        track = found.inputs["ticked_as"]
        also = screen.answers_from(track, before, False, told, person, rules)
        said |= {rule.id: also[rule.id] for rule in screen.details(track, before, person, rules)}
    return said


def _after_birth(said: dict[str, Any]) -> bool | None:
    return (said.get("modifiers") or {}).get("after_birth")
