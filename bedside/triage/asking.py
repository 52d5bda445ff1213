"""What the safety questions depend on, what we do not know of it yet, and what the answers say to the engine."""

from __future__ import annotations

from typing import Any

from bedside.urgency import screen

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


def answers(found: Screening, ticked: list[str], told: dict[str, str]) -> dict[str, str]:
    return screen.answers_from(track_of(found), ticked, not ticked, told, person_of(found), standing())


def _after_birth(said: dict[str, Any]) -> bool | None:
    return (said.get("modifiers") or {}).get("after_birth")
