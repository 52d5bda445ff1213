"""A complaint's clocks are those of cases: one until we have said that we heard, one until we have answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from bedside.access.models import Role, User
from bedside.cases import actions as cases
from bedside.cases.models import Case, CaseQuerySet, Kind, Team
from bedside.cases.routing import can_own
from bedside.journal.hands import HOUSE, Hand

from ..models import COMPLAINT, Complaint, last_moment

A_COMPLAINT = gettext_noop("A complaint: say that we heard")
OUR_ANSWER = gettext_noop("A complaint: our answer")
DONE = gettext_noop("What was promised is done.")


def begin(complaint: Complaint, subject: str, by_day: date) -> Case:
    """The managers have it from now on, and it falls due at the end of that day."""
    about: dict[str, Any] = {"team": Team.MANAGERS, "key": f"{COMPLAINT}{complaint.pk}:{cases_of(complaint).count()}"}
    case = cases.open_case(
        Kind.COMPLAINT, subject, by=HOUSE, by_when=last_moment(by_day, complaint.zone), **about
    )  # without her name: whoever treats her does not read that she complains
    if complaint.whom and complaint.whom.login_id and case.owner_id == complaint.whom.login_id:
        pass_on(case, complaint.whom.login_id)
    return case


def pass_on(case: Case, whom: Any) -> None:
    """To somebody it is not about; to nobody by name, where there is no such manager."""
    cases.give(case, _somebody_else(case, whom), by=HOUSE)


def end(complaint: Complaint, *, by: Hand, because: str = DONE) -> None:
    for case in cases_of(complaint).unfinished():
        cases.close(case, because=because, by=by)


def cases_of(complaint: Complaint) -> CaseQuerySet:
    return Case.objects.filter(key__startswith=f"{COMPLAINT}{complaint.pk}:")


def owner_of(complaint: Complaint) -> User | None:
    case = cases_of(complaint).unfinished().select_related("owner").first()
    return case.owner if case else None


def _somebody_else(case: Case, whom: Any) -> User | None:
    """Nobody looks into a complaint about oneself."""
    managers = User.objects.filter(held_roles__role=Role.MANAGER, is_active=True).exclude(pk=whom).distinct()
    return next((one for one in managers.order_by("name", "pk") if can_own(case, one)), None)
