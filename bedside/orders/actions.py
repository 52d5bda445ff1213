"""What can be done about orders. Nothing else writes to their table; their clocks are those of cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bedside.access.models import TREATING, User
from bedside.cases import actions as cases
from bedside.cases.models import Case, CaseQuerySet, Kind, Team
from bedside.cases.routing import can_own
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.visits.models import Visit

from .models import ORDER, Order, State, teams_for

SETTLED = gettext_noop("What was asked is settled.")


@transaction.atomic
def ask(visit: Visit, *, team: str, what: str, why: str, who_calls: str, due_on: date, by: User) -> Order:
    """Ask another team for something: they get a case whose clock runs out on the day by which it must be done."""
    if by.hand_kind not in TREATING:
        raise Refusal(_("Only a clinician or a nurse can do this."), rule="role")
    patient = visit.patient.merged_into or visit.patient
    if patient.deceased_on:
        raise Refusal(_("Nothing more can be asked for this patient."), rule="deceased")
    if visit.label and team != Team.NURSES:
        raise Refusal(_("This case is confidential and stays with the nurses."), rule="confidential")
    if team not in teams_for(visit.label):
        raise Refusal(_("This team cannot take this case. Please choose another."), rule="team")
    if due_on < day_of(now(), visit.zone):
        raise Refusal(_("Choose a day from today on."), rule="due")
    order = Order(visit=visit, patient=patient, label=visit.label, team=team, due_on=due_on, asked_by=by)
    order.what, order.why, order.who_calls = what, why, who_calls
    record("order.asked", order, by=by)
    _open_case(order)
    return order


@transaction.atomic
def accept(order: Order, *, by: User) -> Order:
    """We do it: from now on it has a name."""
    order.become(State.ACCEPTED)
    record("order.accepted", order, by=by)
    for case in _cases(order).unfinished():
        if can_own(case, by):
            cases.take(case, instead_of=case.owner_id, by=by)
    return order


@transaction.atomic
def done(order: Order, *, because: str, by: User) -> Order:
    """It is done, and what came of it is written down."""
    return _settle(order, State.DONE, "order.done", because, by=by)


@transaction.atomic
def decline(order: Order, *, because: str, by: User) -> Order:
    """It cannot be done here: whoever asked gets it back, so that it is not forgotten."""
    _settle(order, State.DECLINED, "order.declined", because, by=by)
    _give_back(order, by=by)
    return order


@transaction.atomic
def cancel(order: Order, *, because: str, by: User) -> Order:
    """It is no longer needed."""
    if by.hand_kind not in TREATING:
        raise Refusal(_("Only a clinician or a nurse can do this."), rule="role")
    return _settle(order, State.CANCELLED, "order.cancelled", because, by=by)


@transaction.atomic
def ask_again(order: Order) -> None:
    """The case was closed and the thing is not settled: the team is asked again, or whoever asked has it back."""
    if _cases(order).unfinished().exists():
        return
    if order.is_pending:
        _open_case(order)
    elif order.state == State.DECLINED:
        _give_back(order, by=HOUSE)


def _give_back(order: Order, *, by: Hand) -> None:
    """To whoever asked, where that person can take it; else to the nurses."""
    case = _open_case(order, team=Team.NURSES)
    if can_own(case, order.asked_by):
        cases.give(case, order.asked_by, by=by)


def _settle(order: Order, state: State, verb: str, because: str, *, by: Hand) -> Order:
    if not because.strip():
        raise Refusal(_("Say what came of it, or why not."), rule="because")
    order.become(state)
    order.settled_because = because.strip()[:300]
    record(verb, order, by=by, because=because)
    for case in _cases(order).unfinished():
        cases.close(case, because=SETTLED, by=by)
    return order


def _open_case(order: Order, team: str = "") -> Case:
    about: dict[str, Any] = {"patient": order.patient, "label": order.label, "team": team or order.team}
    key = f"{ORDER}{order.pk}:{_cases(order).count()}"
    return cases.open_case(Kind.ORDER, order.what, by=HOUSE, key=key, by_when=order.due_at, **about)


def _cases(order: Order) -> CaseQuerySet:
    return Case.objects.filter(key__startswith=f"{ORDER}{order.pk}:")
