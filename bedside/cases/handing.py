"""Handing a case to another team: it is asked, and says yes or no. What she was promised runs on all the while."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE, Hand
from bedside.journal.models import Refusal
from bedside.people.models import staff_name
from bedside.teams.calendars import calendar_of
from bedside.teams.models import teams_of

from .models import NO_LONGER, Case, Handed, Handoff, HereBy, Priority, Why
from .routing import can_own
from .talking import nudge

SAYS_WITHIN = 120  # open minutes of the team that is asked


@transaction.atomic
def ask(case: Case, team: str, *, what: str, by: User) -> Handoff:
    """Ask another team to go on with it, and say with what."""
    if case.is_closed:
        raise Refusal(_("This case is closed. Open it again first."), rule="closed")
    if case.priority == Priority.NOW:  # the nurses keep what cannot wait
        raise Refusal(NO_LONGER, rule="state")
    if team == case.team or team not in case.teams:
        raise Refusal(_("This team cannot take this case. Please choose another."), rule="case_owner")
    if not what.strip():
        raise Refusal(_("Say what the other team is to do."), rule="what")
    due = calendar_of(team).add_minutes(now(), SAYS_WITHIN)
    handed = Handoff(case=case, from_team=case.team, to_team=team, what=what.strip()[:200], due_at=due)
    handed.asked_by, handed.asked_by_name = by, staff_name(by)
    record("handoff.asked", handed, by=by)
    nudge(case, Why.HANDED, team=team, by=by)
    return handed


@transaction.atomic
def accept(handed: Handoff, *, by: User) -> None:
    """Our team has it from now on, and it has a name."""
    _answers(handed, by)
    case = _locked(handed)
    moved = case.team != handed.from_team or case.priority == Priority.NOW
    if case.is_closed or moved or not can_own(case, by):
        raise Refusal(NO_LONGER, rule="state")
    handed.state, handed.said_at = Handed.ACCEPTED, now()
    record("handoff.accepted", handed, by=by)
    case.team, case.owner, case.held_since = handed.to_team, by, now()
    case.here_by, case.here_rule, case.here_name = HereBy.ASKED, "", staff_name(by)
    record("case.handed_over", case, by=by)


@transaction.atomic
def decline(handed: Handoff, *, because: str, by: User) -> None:
    """It is not for us: whoever asked is told why."""
    _answers(handed, by)
    if not because.strip():
        raise Refusal(_("Say why."), rule="because")
    case = _locked(handed)
    handed.state, handed.said_at, handed.because = Handed.DECLINED, now(), because.strip()[:200]
    record("handoff.declined", handed, by=by, because=because)
    if can_own(case, handed.asked_by):
        nudge(case, Why.DECLINED, to=handed.asked_by, by=by)
    nudge(case, Why.DECLINED, team=handed.from_team, by=by)


def withdraw(case: Case, *, by: Hand) -> None:
    """The case is closed, has gone to others or cannot wait: nobody is asked any more, and another team can be."""
    for handed in Handoff.objects.waiting().filter(case_id=case.pk).select_related("case"):
        _locked(handed)  # the case before its hand-over, as whoever answers does
        handed.state, handed.said_at = Handed.WITHDRAWN, now()
        record("handoff.withdrawn", handed, by=by)


def ring_for_answers() -> int:
    """A team that was asked and has said nothing in its time is asked again, and whoever asked is told."""
    late = list(Handoff.objects.ringing().select_related("case", "asked_by")[:200])
    for handed in late:
        with transaction.atomic():
            handed.rung_at = now()
            record("handoff.rang", handed, by=HOUSE)
            for team in (handed.to_team, handed.from_team):
                nudge(handed.case, Why.SLOW, team=team)
    return len(late)


def _answers(handed: Handoff, by: User) -> None:
    if handed.state != Handed.ASKED:
        raise Refusal(_("This was answered already."), rule="state")
    if handed.to_team not in teams_of(by):
        raise Refusal(_("Only the team that was asked can answer."), rule="team")


def _locked(handed: Handoff) -> Case:
    """The case of a hand-over, kept for this transaction."""
    case: Case = Case.objects.select_for_update(of=("self",)).get(pk=handed.case_id)
    return case
