"""What the clock and an emergency do to a case: somebody is told, and whoever is not there hands on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bedside.access.models import User
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.triage.models import Screening

from .actions import as_it_stands, give, hand_over, hear_again
from .models import Case, State, Why
from .promising import percent, plan_next_look, resume
from .routing import can_own, is_resting, present, somebody_for
from .talking import nudge, tell_of_the_clock


@transaction.atomic
def escalate(case: Case) -> None:
    """A step of the promised time has passed: say so, and pass the case on if its owner is not there."""
    if case.state == State.WAITING:
        resume(case)
        record("case.resumed", case, by=HOUSE, because="the patient has not answered")
        return
    passed = percent(case)
    case.escalated = max(case.escalated, passed)
    _pass_on(case, must_be_there=passed >= 80)
    plan_next_look(case)
    tell_of_the_clock(case)
    record("case.escalated", case, by=HOUSE, percent=case.escalated)


@transaction.atomic
def ring_again(case: Case) -> None:
    """Somebody must call her now: the owner, or whoever is there where the owner is not."""
    _pass_on(case, must_be_there=True)
    record("case.call_back", case, by=HOUSE)


@transaction.atomic
def ring_for(case: Case, screening: Screening, *, since: datetime) -> None:
    """She cannot call for help: her case rings and is about this, also one that was answered, waits or is closed."""
    as_it_stands(case)
    case.screening = screening
    if not case.is_running:
        hear_again(case, screening.standing_level, screening, since=since)
    ring_again(case)


@transaction.atomic
def reassign(case: Case, *, by: Hand) -> None:
    """Its owner has left or is away: give it to somebody who is there, or to the team. Its clock runs on."""
    to = somebody_for(case)
    if to != case.owner:
        hand_over(case, to, by=by, verb="case.reassigned")


@transaction.atomic
def have_opened(case: Case, to: User, *, by: User) -> None:
    """A manager gives what nobody has opened to somebody, who is told."""
    give(case, to, by=by)
    nudge(case, Why.UNOPENED, to=to, by=by)


@transaction.atomic
def give_out(case: Case, to: User) -> None:
    """Somebody of the team that holds it is free. Its clock runs on."""
    hand_over(case, to, by=HOUSE, verb="case.reassigned")


def _pass_on(case: Case, *, must_be_there: bool) -> None:
    """To somebody who is there, where its owner can no longer do it, or should be there and is not."""
    owner = case.owner if can_own(case, case.owner) else None
    if owner is None or (must_be_there and (is_resting(owner) or str(owner.pk) not in present([owner.pk]))):
        case.owner = somebody_for(case) or owner
