"""Promises to a patient: made with a button, dated, kept by somebody, and rung for where they are not."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.hours.clock import now
from bedside.hours.zones import at_or_after, day_of
from bedside.journal.actions import record
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal
from bedside.people.models import staff_name
from bedside.teams.calendars import calendar_of

from .families import family
from .models import Case, Does, State, Vow, Why
from .talking import nudge

MOST_DAYS = 20
EVENING = time(18)


@transaction.atomic
def promise(case: Case, does: str, working_days: int, *, by: User) -> Vow:
    """Tell her what we will do, and by which day. The case stays open until it is kept."""
    if does not in Does.values or not 0 <= working_days <= MOST_DAYS:
        raise Refusal(_("Say what we will do, and by which day."), rule="vow")
    if case.patient is None or not case.patient.may_be_written_to:
        raise Refusal(_("Nothing can be promised here: we do not know who she is."), rule="vow")
    if case.is_closed:
        raise Refusal(_("This case is closed. Open it again first."), rule="closed")
    vow = Vow(case=case, does=does, due_at=end_of(case, working_days), by=by, by_name=staff_name(by))
    record("vow.made", vow, by=by)
    return vow


def end_of(case: Case, working_days: int) -> datetime:
    """When the team closes on that working day; on a day it does not open at all, in the evening."""
    calendar = calendar_of(case.team)
    today = day_of(now(), calendar.zone)
    last = calendar.add_working_days(today, working_days) if working_days else today
    spans = calendar.opening(last)
    ends = spans[-1][1] if spans else at_or_after(last, EVENING, calendar.zone)
    if ends <= now():
        raise Refusal(_("Today is over. Choose a later day."), rule="vow")
    return ends


@transaction.atomic
def keep(vow: Vow, *, by: User) -> None:
    """It is done."""
    _stands(vow)
    vow.kept_at = now()
    record("vow.kept", vow, by=by)


@transaction.atomic
def take_back(vow: Vow, *, because: str, by: User) -> None:
    """It need not be done any more, or cannot be: she reads that it was taken back."""
    _stands(vow)
    if not because.strip():
        raise Refusal(_("Say why."), rule="because")
    vow.taken_back_at, vow.taken_back_because = now(), because.strip()[:200]
    record("vow.taken_back", vow, by=by, because=because)


def keep_what_was_written(case: Case, *, by: User) -> None:
    """An answer is what we promised to write."""
    for vow in Vow.objects.standing().filter(case__in=family(case), does=Does.WRITE).select_related("case"):
        keep(vow, by=by)


def stands(case: Case) -> bool:
    return Vow.objects.standing().filter(case__in=family(case)).exists()


def refuse_while_one_stands(case: Case) -> None:
    """Whoever closes a case on its page says first what becomes of a promise; what ends elsewhere is not held up."""
    if stands(case):
        raise Refusal(_("A promise to her is open. Keep it or take it back first."), rule="vow")


def ring_for_broken_promises() -> int:
    """A promise whose day has passed rings once at whoever has the case, and at its team."""
    late = list(Vow.objects.ringing().select_related("case__owner")[:200])
    for vow in late:
        with transaction.atomic():
            vow.rung_at = now()
            record("vow.rang", vow, by=HOUSE)
            if vow.case.owner and vow.case.state != State.CLOSED:
                nudge(vow.case, Why.PROMISE, to=vow.case.owner)
            nudge(vow.case, Why.PROMISE, team=vow.case.team)
    return len(late)


def _stands(vow: Vow) -> None:
    if not vow.is_standing:
        raise Refusal(_("This promise was kept or taken back already."), rule="vow")
