"""The page of somebody who waits, as she reads it signed in and as she reads it by her link: one page, two doors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bedside.hours.clock import now
from bedside.journal.hands import Hand
from bedside.ui.answers import number_said
from bedside.ui.pages import page

from . import away, choices
from .forms import WorseForm
from .kept import kept_at
from .lateness import late_for
from .lookout import line_of, rows_of
from .models import Announced, State, Visit


@dataclass(frozen=True)
class Doors:
    """Where her page leads, by the way she came in."""

    part: str
    going: str
    worse: str
    away: str
    choice: str


def signed_in(visit: Visit) -> Doors:
    names = ("wait-part", "going", "worse", "away", "choice")
    return Doors(*(reverse(f"visits:{name}", args=[visit.pk]) for name in names))


def by_key(key: str) -> Doors:
    names = ("-part", "-going", "-worse", "-away", "-choice")
    return Doors(*(reverse(f"visits:by-key{name}", args=[key]) for name in names))


def show(
    request: HttpRequest, template: str, visit: Visit, doors: Doors, *, about: Visit | None, **more: Any
) -> HttpResponse:
    """Her ticket, where she stands, what comes next, and what she can do from here."""
    waits = visit.state == State.WAITING
    told = Announced.objects.newest([visit.pk]).get(visit.pk) if waits else None
    facts = {"visit": visit, "told": told, "doors": doors, "form": WorseForm()} | _in_line(visit, waits=waits)
    ways = [minutes for minutes in away.WAYS if away.may_go(visit, told, minutes)]
    back = away.back_by(visit) if visit.away_since and visit.recalled_at else None
    facts["kept"] = kept_at(visit.place) if told and told.high else None
    facts["another_day"] = choices.may_choose_a_day(visit)
    return page(request, template, about=about, ways=ways, back_by=back, **facts | more)


def _in_line(visit: Visit, *, waits: bool) -> dict[str, Any]:
    """Where she stands now, and whether all who could call her are late."""
    if not waits:
        return {"turn": None, "late": None}
    rows, moment = rows_of(visit.place, {visit.day}), now()
    late = late_for(visit.place, rows.working(line_of(visit), visit.day, moment))
    return {"turn": rows.line(line_of(visit), visit.day, moment).get(visit.pk), "late": late}


def words_of(request: HttpRequest) -> str:
    """What she says beside the button; however long or odd, it is no reason to refuse her."""
    return request.POST.get("words", "").replace("\x00", "")[: WorseForm.MOST]


def go_or_come(request: HttpRequest, visit: Visit, *, by: Hand) -> None:
    """She goes out for so many minutes, is here again, or needs ten more."""
    said = request.POST.get("says", "")
    if said == "here":
        away.come_back(visit, by=by)
    elif said == "later":
        away.ask_for_more(visit, by=by)
    else:
        away.go(visit, minutes=number_said(said, 999) or 0, by=by)


def choose(request: HttpRequest, visit: Visit, *, by: Hand, back: str) -> str:
    """She looks for another day, stays after all, or wishes to speak to somebody; where she is led then."""
    said = request.POST.get("says", "")
    if said == "another day":
        return choices.look_for_another_day(visit, by=by)
    if said == "stay":
        choices.stay(visit, by=by)
    elif said == "somebody":
        choices.ask_for_us(visit, by=by)
    return back
