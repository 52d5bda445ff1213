"""Amara calls the desk; Sam answers one call, knows who stands at the desk, and wrote down a third talk."""

from __future__ import annotations

from typing import Any

from bedside.calls import actions
from bedside.calls.models import Contact
from bedside.hours.clock import now
from bedside.journal.hands import Outside
from bedside.town.cast import Cast


def set_up(town: Cast) -> None:
    actions.begin("phone", town.amara.phone, by=town.sam)
    here = actions.begin("in_person", "", by=town.sam)
    actions.identify(here, town.amara, by=town.sam, fits=["name", "birth"])
    written = actions.begin("phone", "", by=town.sam)
    actions.note(written, by=town.sam, reason="result", said="Asks for a result", promised="Call her about it")
    actions.ring("a-call", town.amara.phone, by=Outside("telephone", "a-call"), rang_at=now())


def things() -> list[Any]:
    """Calls, one to be asked who it is first."""
    return list(Contact.objects.order_by("rang_at", "pk"))
