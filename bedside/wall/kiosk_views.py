"""The kiosk: one person after the other tells us who she is, checks in, reads her ticket and goes.

Where somebody stands is kept with us and not in the address: a page of hers opens again only at this kiosk, and only
while her turn lasts. Every form says for which turn it was made, so that one left open does nothing in the next.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bedside.intake.knocks import get_up
from bedside.intake.steps import steps_of
from bedside.ui.pages import page
from bedside.visits.keys import way_to

from . import needs, turns
from .devices import AtScreen
from .forms import NeedForm, WhoForm
from .in_turn import in_turn, note_sight, onward, step_of
from .models import Turn


def tongues() -> list[tuple[str, str]]:
    """The languages one may choose; those made up for testing are not offered."""
    return [(code, name) for code, name in settings.LANGUAGES if "-x" not in code]


@require_http_methods(["GET", "POST"])
def start(request: AtScreen) -> HttpResponse:
    """Choose a language and begin. Nobody who was here before is remembered on this page."""
    get_up(request)
    if turns.is_shut(request.device):
        return page(request, "wall/kiosk_shut.html")
    chosen = request.POST.get("language", "")
    if request.method == "POST" and chosen in dict(tongues()):
        turns.begin(request.device, language=chosen)
        return redirect("wall:kiosk-choice")
    return page(request, "wall/kiosk_start.html", tongues=tongues())


@require_safe
@in_turn("wall:kiosk-choice")
def choice(request: AtScreen, turn: Turn) -> HttpResponse:
    """What cannot wait comes first; then: a visit today, or none."""
    return page(request, "wall/kiosk_choice.html", turn=turn)


@require_http_methods(["GET", "POST"])
@in_turn("wall:kiosk-choice")
def no_visit(request: AtScreen, turn: Turn) -> HttpResponse:
    """Who has no visit says what it is about, in her own words where she likes, and the front desk is told."""
    asks = request.method == "POST" and "more" not in request.POST
    form = NeedForm(request.POST if request.method == "POST" else None)
    if asks and form.is_valid():
        needs.ask(turn, **form.cleaned_data)
        return onward(turn)
    form = form if asks else NeedForm(initial={"words": form["words"].value()}) if form.is_bound else form
    return page(request, "wall/kiosk_no_visit.html", turn=turn, form=form)


@require_http_methods(["GET", "POST"])
@in_turn("wall:kiosk-choice")
def who(request: AtScreen, turn: Turn) -> HttpResponse:
    """Two things that tell us who she is. Wrong is wrong: which of them was is never said."""
    asks = request.method == "POST" and "more" not in request.POST
    form = WhoForm(request.POST if request.method == "POST" else None)
    if asks and form.is_valid():
        turns.say_who(turn, **form.cleaned_data)
        return redirect("wall:kiosk-who") if step_of(turn) == "wall:kiosk-choice" else onward(turn)
    form = form if asks else WhoForm(initial=_typed(form)) if form.is_bound else form
    return page(request, "wall/kiosk_who.html", turn=turn, form=form, missed=turn.misses > 0 and not asks)


@require_http_methods(["GET", "POST"])
@in_turn("wall:kiosk-visits")
def visits(request: AtScreen, turn: Turn) -> HttpResponse:
    """Her visits of today, by their times alone: which one is she here for?"""
    chosen = request.POST.get("visit", "")
    if request.method == "POST" and chosen:
        if chosen == "none":
            turns.send_to_desk(turn, turns.NOT_THEIRS)
        else:
            turns.check_in(turn, _id(chosen))
        return onward(turn)
    note_sight(turn)
    return page(request, "wall/kiosk_visits.html", turn=turn, visits=turns.visits_of(turn))


@require_safe
@in_turn("wall:kiosk-ticket")
def ticket(request: AtScreen, turn: Turn) -> HttpResponse:
    """Her ticket, large, and where to wait; for a minute."""
    note_sight(turn)
    way = way_to(turn.visit) if turn.visit else None
    asked = turns.to_answer_for(turn)
    left = asked is not None and not steps_of(asked).ready
    return page(request, "wall/kiosk_ticket.html", turn=turn, visit=turn.visit, way=way, left=left)


@require_safe
@in_turn("wall:kiosk-desk")
def desk(request: AtScreen, turn: Turn) -> HttpResponse:
    """A person sees to it. The page is the same whatever the reason, but for words that could be an emergency."""
    return page(request, "wall/kiosk_desk.html", turn=turn)


@require_POST
def help_wanted(request: AtScreen) -> HttpResponse:
    """Call a person, at any moment."""
    turn = Turn.objects.at(request.device) or turns.begin(request.device, language=get_language() or "en")
    why = turns.HELP_NOW if request.POST.get("why") == "now" else turns.HELP
    turns.send_to_desk(turn, why, level=turns.MAY_BE_AN_EMERGENCY if why == turns.HELP_NOW else "")
    return redirect("wall:kiosk-desk")


@require_http_methods(["GET", "POST"])
@in_turn()
def time(request: AtScreen, turn: Turn) -> HttpResponse:
    """Is somebody still there? Another minute, if so; nothing about her stands on this page."""
    if request.method == "POST":
        return onward(turn)
    return page(request, "wall/kiosk_time.html", turn=turn)


@require_POST
@in_turn()
def end(request: AtScreen, turn: Turn) -> HttpResponse:
    """She goes, and takes everything with her."""
    turns.end(turn)
    return redirect("wall:kiosk")


def _typed(form: WhoForm) -> dict[str, object]:
    """What she has typed so far, back to her unjudged when she only asks for more time."""
    return {name: form[name].value() for name in form.fields}


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
