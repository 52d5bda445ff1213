"""What is to be done about a case, line by line: laid in by a list or by hand, done, or left with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.people.models import staff_name
from bedside.teams.calendars import calendar_of

from .families import family
from .models import Case, Checklist, ToDo, ToDoQuerySet, the_routing
from .routing import can_own

MOST_DAYS = 60
MOST_LINES = 40


@transaction.atomic
def add(case: Case, words: str, *, by: Hand, days: int | None = None, owner: User | None = None) -> ToDo:
    """One more thing to do about it, by a working day, by somebody."""
    if case.is_closed:
        raise Refusal(_("This case is closed. Open it again first."), rule="closed")
    if not words.strip():
        raise Refusal(_("Say what is to be done."), rule="words")
    if owner is not None and not can_own(case, owner):
        raise Refusal(_("This person may not see the case."), rule="case_owner")
    if ToDo.objects.filter(case=case).count() >= MOST_LINES:
        raise Refusal(_("There are too many things to do here. Close some first."), rule="lines")
    last = ToDo.objects.filter(case=case).order_by("-position").values_list("position", flat=True).first()
    todo = ToDo(case=case, words=words.strip()[:200], position=(last or 0) + 1, owner=owner)
    todo.due_at = None if days is None else end_of(case, days)
    record("todo.added", todo, by=by)
    return todo


@transaction.atomic
def use(checklist: Checklist, case: Case, *, by: Hand) -> None:
    """Lay in what this list says; what stands there already is not laid in twice."""
    there = set(standing(case).values_list("words", flat=True))
    for line in checklist.lines:
        if line["words"] not in there:
            add(case, line["words"], days=line["days"], by=by)


def lay_in(case: Case) -> None:
    """The list that the rule names by which the case came."""
    named = next((one["checklist"] for one in the_routing().rules if one["id"] == case.here_rule), "")
    checklist = Checklist.objects.filter(pk=named, is_on=True).first() if named else None
    if checklist is not None:
        use(checklist, case, by=HOUSE)


@transaction.atomic
def tick(todo: ToDo, *, by: User) -> None:
    """It is done."""
    _stands(todo)
    todo.done_at, todo.done_by = now(), staff_name(by)
    record("todo.done", todo, by=by)


@transaction.atomic
def leave(case: Case, because: str, *, by: Hand) -> None:
    """It is closed: what was still to do is left, with the reason."""
    for todo in standing(case).select_related("case"):
        todo.left_at, todo.left_because = now(), because[:200]
        record("todo.left", todo, by=by, because=because)


def standing(case: Case) -> ToDoQuerySet:
    return ToDo.objects.standing().filter(case__in=family(case))


def of(case: Case) -> ToDoQuerySet:
    """All that is or was to be done about it, and about what it took in."""
    return ToDo.objects.filter(case__in=family(case)).in_turn()


def refuse_while_some_stand(case: Case, reason: str) -> None:
    """Whoever closes a case on its page says why what is open need not be done; what ends elsewhere is not held up."""
    if not reason.strip() and standing(case).exists():
        raise Refusal(_("Something is still to be done. Say why it is left, or do it first."), rule="todo")


def end_of(case: Case, working_days: int) -> datetime:
    """When the team closes on that working day; today, if it is still open today."""
    calendar = calendar_of(case.team)
    day = calendar.add_working_days(day_of(now(), calendar.zone), min(max(working_days, 0), MOST_DAYS) or 1)
    today = calendar.opening(day_of(now(), calendar.zone))
    ends: datetime = (
        today[-1][1] if not working_days and today and today[-1][1] > now() else calendar.opening(day)[-1][1]
    )
    return ends


@transaction.atomic
def write_list(checklist: Checklist, *, by: User, **told: Any) -> Checklist:
    """What is to be done each time the same reason comes. Cases that have it keep what was laid in."""
    for name, value in told.items():
        setattr(checklist, name, value)
    if not checklist.lines:
        raise Refusal(_("Write one thing at least."), rule="lines")
    record("checklist.written", checklist, by=by)
    return checklist


def lists() -> QuerySet[Checklist]:
    return Checklist.objects.order_by("-is_on", "name")


def _stands(todo: ToDo) -> None:
    if not todo.is_standing:
        raise Refusal(_("This was done or left already."), rule="todo")
