"""Whose turn it is at a kiosk, and on which page she stands: for the views of its steps."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import translation

from bedside.journal.actions import saw

from . import turns
from .devices import AtScreen
from .models import Outcome, Turn

STEPS = {Outcome.CHECKED_IN: "wall:kiosk-ticket", Outcome.DESK: "wall:kiosk-desk"}
Step = Callable[[AtScreen, Turn], HttpResponse]


def step_of(turn: Turn) -> str:
    """The page on which she stands."""
    if turn.outcome in STEPS:
        return STEPS[Outcome(turn.outcome)]
    return "wall:kiosk-visits" if turn.patient_id else "wall:kiosk-choice"


def onward(turn: Turn) -> HttpResponseRedirect:
    return redirect(step_of(turn))


def in_turn(*steps: str) -> Callable[[Step], Callable[[AtScreen], HttpResponse]]:
    """For whoever's turn it is, in her language, on the steps where this page stands; anybody else begins anew."""

    def around(step: Step) -> Callable[[AtScreen], HttpResponse]:
        @wraps(step)
        def view(request: AtScreen) -> HttpResponse:
            turn = Turn.objects.at(request.device)
            if turn is None or (request.method == "POST" and request.POST.get("turn") != str(turn.pk)):
                return redirect("wall:kiosk")
            if steps and step_of(turn) not in steps:
                return onward(turn)
            translation.activate(turn.language)
            if request.method == "POST" and "more" in request.POST:
                turns.stay(turn)
            return step(request, turn)

        return view

    return around


def note_sight(turn: Turn) -> None:
    """The kiosk shows something of hers: she finds that in her list of who saw what."""
    if turn.patient_id:
        saw(turn.device.hand, [turn.patient_id], what="wall/kiosk", label=turn.label)
