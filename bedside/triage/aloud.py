"""The safety questions read out on the phone: the same boxes and the same engine, one key where none of it is so."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from bedside.hours.clock import now
from bedside.journal.hands import Hand
from bedside.people.models import Patient
from bedside.urgency import screen
from bedside.urgency.screen import Item

from . import actions
from .asking import answers, may_be_pregnant
from .editions import standing
from .models import PHONE, Screening


@dataclass(frozen=True)
class Aloud:
    """What is read out. Nothing is, where the questions depend on an age that we do not know."""

    track: str
    items: tuple[Item, ...]
    none: str
    asks_pregnancy: bool
    knows_age: bool


def read_out(patient: Patient) -> Aloud:
    """What this caller is asked."""
    age = patient.age_on(now().date())
    sex = patient.sex if patient.sex in {"female", "male"} else None
    page = screen.screening(screen.track_for(age, sex), standing())
    return Aloud(page.track, page.items, page.none, may_be_pregnant(age, sex), age is not None)


@transaction.atomic
def hear_aloud(
    patient: Patient,
    *,
    wanted: uuid.UUID,
    by: Hand,
    text: str = "",
    ticked: Sequence[str] = (),
    is_pregnant: bool = False,
) -> Screening:
    """A caller was asked the safety questions: keep what was said, and decide. Whoever may be pregnant, or whose age
    is not known, is asked more before anything is decided."""
    said = actions.begin(text, by=by, patient=patient, channel=PHONE, wanted=wanted)
    aloud = read_out(patient)
    if said.is_emergency:
        return said
    if is_pregnant or not aloud.knows_age:  # what was ticked is kept: the questions that come next begin with it
        heard = {"ticked": list(ticked), "ticked_as": aloud.track}
        return actions.say_who(said, by=by, **heard) if ticked else said
    person = {"pregnant": False, "pregnancy_asked": True} if aloud.asks_pregnancy else {}
    if ticked:
        return actions.say_who(said, by=by, ticked=list(ticked), **person)
    said.inputs = said.inputs | person
    return actions.answer(said, by=by, ticked=[], answers=answers(said, [], {}), **person)
