"""The kiosk, after her ticket: what is left of her check-in, for as long as her turn lasts.

The pages are those of every check-in, in the kiosk's frame. The turn stands in their address, and who sat down for it
in the session; the kiosk's first page forgets that, so nothing opens again once it was shown.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from bedside.intake import walking
from bedside.intake.knocks import Guest, sit_down, sitting
from bedside.intake.steps import Ways
from bedside.people.models import Patient
from bedside.triage import actions as triage
from bedside.triage.models import Screening
from bedside.visits import texting
from bedside.visits.keys import Way, key_of

from . import needs, turns
from .devices import AtScreen
from .in_turn import in_turn, note_sight, onward
from .models import Outcome, Turn

Step = Callable[[AtScreen, Guest], HttpResponse]
KioskPage = Callable[[AtScreen, uuid.UUID], HttpResponse]


@require_POST
@in_turn("wall:kiosk-ticket")
def answering(request: AtScreen, turn: Turn) -> HttpResponse:
    """She goes on with her check-in here."""
    if turns.to_answer_for(turn) is None:
        return onward(turn)
    turns.stay(turn, typing=True)
    sit_down(request, str(turn.pk))
    return redirect("wall:kiosk-check-in", turn.pk)


def _at_the_kiosk(step: Step) -> KioskPage:
    @wraps(step)
    def view(request: AtScreen, pk: uuid.UUID) -> HttpResponse:
        turn = Turn.objects.at(request.device)
        if turn is None or turn.pk != pk:
            return _heard_too_late(request, pk) or redirect("wall:kiosk")
        sits, appointment = sitting(request, str(pk)), turns.to_answer_for(turn)
        if sits is None or appointment is None or turn.outcome == Outcome.DESK:
            return _heard_too_late(request, pk) or onward(turn)
        translation.activate(turn.language)
        if request.method == "POST":
            turns.stay(turn, typing=True)
        note_sight(turn)
        guest = Guest(
            appointment,
            turn.device.hand,
            signed_in=False,
            sees_answers=False,
            sitting=sits,
            at_screen=True,
            by_other_ways=Ways("wall:kiosk-", (pk,)),
            around={"framed": "wall/kiosk_step.html", "turn": turn, **_on_her_phone(request, turn)},
            way_back=reverse("wall:kiosk-ticket"),
            on_alarm=_sent_to_the_desk(turn, turn.patient),
        )
        return step(request, guest)

    return require_http_methods(["GET", "POST"])(view)


def _on_her_phone(request: AtScreen, turn: Turn) -> dict[str, Any]:
    """What asks for a photo or a paper is finished elsewhere: the way there, to scan or to be sent."""
    if turn.visit is None or turn.visit.label:
        return {}
    way = Way(reverse("intake:here", args=[key_of(turn.visit)]))
    return {
        "own_phone": way,
        "send_to": reverse("wall:kiosk-sending", args=[turn.pk]),
        "sent": request.GET.get("sent", ""),
    }


def _send(request: AtScreen, guest: Guest) -> HttpResponse:
    """The link to her wait, where she goes on, is sent to her phone."""
    turn, sent = guest.around["turn"], ""
    if request.method == "POST":
        sent = f"?sent={int(texting.say_link_again(turn.visit, by=guest.by))}"
    return redirect(f"{guest.ways.to('check-in')}{sent}#own-phone")


def _heard_too_late(request: AtScreen, pk: uuid.UUID) -> HttpResponse | None:
    """What she typed is read for red flags also once her turn is over or she was called; nothing else is kept."""
    said = [
        value
        for name in request.POST
        if name in walking.OWN_WORDS or name.startswith("q")
        for value in request.POST.getlist(name)
        if any(map(str.isalpha, value)) and value not in ("yes", "no", "on")
    ]
    if not said:
        return None
    hers = Turn.objects.filter(pk=pk, device=request.device).first() if sitting(request, str(pk)) else None
    patient, label = (hers.patient, hers.label) if hers else (None, "")
    text = ". ".join(said)[: walking.AT_ONCE]
    found = triage.told(text, patient, by=request.device.hand, channel="check_in", label=label)
    if found is None:
        return None
    turn = Turn.objects.at(request.device) or turns.begin(request.device, language=get_language() or "en")
    return _sent_to_the_desk(turn, patient)(found)


def _sent_to_the_desk(turn: Turn, patient: Patient | None) -> Callable[[Screening], HttpResponse]:
    """What could be an emergency is told to those who are near, not to a phone."""

    def answer(screening: Screening) -> HttpResponse:
        why = needs.COULD_BE_AN_EMERGENCY if screening.is_emergency else turns.HELP
        turn.screening = screening
        # Of what is confidential the desk is told that somebody is here, and not who or what.
        whom, what = (None, None) if screening.label else (patient, screening)
        turns.send_to_desk(turn, why, level=screening.standing_level, screening=what, patient=whom)
        return onward(turn)

    return answer


check_in = _at_the_kiosk(walking.check_in)
details = _at_the_kiosk(walking.details)
needed = _at_the_kiosk(walking.needs)
sheet = _at_the_kiosk(walking.sheet)
form_page = _at_the_kiosk(walking.form_page)
sending = _at_the_kiosk(_send)
