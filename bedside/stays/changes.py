"""What the ward may change of a stay, each with its plain form: what it is called, how it begins, what is then done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.hours.zones import day_of, local
from bedside.records.models import Parcel

from . import actions, caring, forms
from .eating import before
from .kinds import Allergy, Part, Shift
from .models import Care, Diet, Planned, Stay
from .mystay import allergies_of

TEAM = {
    "nurse_day": (Part.NURSE, Shift.DAY),
    "nurse_night": (Part.NURSE, Shift.NIGHT),
    "doctor_day": (Part.DOCTOR, Shift.DAY),
}


@dataclass(frozen=True)
class Change:
    title: str | Promise
    form: type[forms.WardForm]
    begins: Callable[[Stay, User, str], dict[str, Any]]
    do: Callable[[Stay, dict[str, Any], User], object]


def _team(stay: Stay, user: User, asked: str) -> dict[str, Any]:
    """Those of today; else those of the last day that was written down."""
    named = Care.objects.visible_to(user).filter(stay=stay).order_by("day")
    last = {(one.part, one.shift): one.staff_member_id for one in named}
    return {name: last.get((part.value, shift.value)) for name, (part, shift) in TEAM.items()}


def _name_team(stay: Stay, told: dict[str, Any], user: User) -> None:
    for name, (part, shift) in TEAM.items():
        if told[name]:
            caring.look_after(stay, told[name], part=part, shift=shift, day=_today(stay), by=user)


def _diet(stay: Stay, user: User, asked: str) -> dict[str, Any]:
    """As it was said; at first what other systems told us of allergies stands there already, to be looked at."""
    found = Diet.objects.visible_to(user).filter(stay=stay).first()
    if found:
        said = ("meal", "texture", "customs", "words", "allergy", "allergies")
        return {name: getattr(found, name) for name in said} | {"seen": found.version}
    told = ", ".join(allergies_of([stay], Parcel.objects.visible_to(user))[stay.pk])[:300]
    return {"allergy": Allergy.SOME, "allergies": told} if told else {"allergy": Allergy.UNKNOWN}


def _fast(stay: Stay, user: User, asked: str) -> dict[str, Any]:
    """For a test that has its time, the usual hours before it, to be looked at; the order of the clinic wins."""
    mine = Planned.objects.visible_to(user).filter(stay=stay).exclude(at=None)
    test = next((one for one in mine if str(one.pk) == asked), None)
    if test is None or test.at is None:
        return {}
    food, drink = before(test.at)
    begun: dict[str, Any] = {"why": test.called}
    for name, moment in (("food", food), ("drink", drink), ("until", test.at)):
        wall = local(moment, stay.zone)
        begun |= {f"{name}_day": wall.date().isoformat(), f"{name}_time": wall.time()}
    return begun


def _today(stay: Stay) -> date:
    return day_of(now(), stay.zone)


def _nothing(stay: Stay, user: User, asked: str) -> dict[str, Any]:
    return {}


def _order(stay: Stay, told: dict[str, Any], user: User) -> None:
    times = {name: told[name] for name in ("food_from", "drink_from", "until")}
    caring.order_fast(stay, why=told["why"], by=user, **times)


def _plan(stay: Stay, told: dict[str, Any], user: User) -> None:
    day = date.fromisoformat(told["day"])
    words = {name: told[name] for name in ("kind", "name", "words", "where")}
    caring.plan(stay, day=day, at=forms.moment_of(told["day"], told["at"], stay.zone), by=user, **words)


CHANGES: dict[str, Change] = {
    "team": Change(_("Who is there today"), forms.TeamForm, _team, _name_team),
    "food": Change(
        _("Food and allergies"),
        forms.DietForm,
        _diet,
        lambda stay, told, user: caring.say_diet(stay, by=user, **told | {"seen": told["seen"] or 0}),
    ),
    "fast": Change(_("Nothing to eat from"), forms.FastForm, _fast, _order),
    "test": Change(_("Plan a test"), forms.PlanForm, _nothing, _plan),
    "next": Change(
        _("What happens next"),
        forms.NextStepForm,
        lambda stay, user, asked: {"next_step": stay.next_step},
        lambda stay, told, user: actions.say_next_step(stay, told["next_step"], by=user),
    ),
    "who-comes": Change(
        _("Who may visit?"),
        forms.WhoComesForm,
        lambda stay, user, asked: {"coming": stay.coming, "who_comes": stay.who_comes},
        lambda stay, told, user: actions.say_who_comes(stay, told["coming"], told["who_comes"], by=user),
    ),
    "home-day": Change(
        _("Day of going home"),
        forms.HomeDayForm,
        lambda stay, user, asked: {"home_day": stay.home_day},
        lambda stay, told, user: actions.say_home_day(stay, told["home_day"], because=told["because"], by=user),
    ),
    "bed": Change(
        _("Move to another bed"),
        forms.MoveForm,
        _nothing,
        lambda stay, told, user: actions.move(stay, told["bed"], because=told["because"], by=user),
    ),
}
