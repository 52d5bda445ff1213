"""Who gets a case: the least loaded of those who can do it and are there, else the team by its name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from bedside.access.models import HeldRole, User
from bedside.booking.models import Leave
from bedside.hours.clock import now
from bedside.journal.models import Sight
from bedside.teams.models import plan_of

from .models import NOT_CLOSED, OF_THE_MANAGERS, Case, Priority, RestKind
from .resting import resting
from .ruling import who_knows

HELD_AT_ONCE = 10  # of what waited in a team's queue, to one person, where the team says no number of its own
THERE = timedelta(minutes=30)  # whoever has opened a patient's page within that time is there


def somebody_for(case: Case, *, at_most: int = 0) -> User | None:
    """The one of the team who is there, knows it best, speaks her language if anybody does, and has the fewest cases.

    Nobody is given more than the team says one person may hold, but for what cannot wait. When nobody is there it is
    nobody's and the team holds it, but for complaints and what was said of a visit: these have a name at once.
    Who was named for a team are its people; but what cannot wait, or comes when all of them are gone, is anybody's in
    the team's role. Who has a break, or has had enough for today, is given nothing new: what cannot wait is then their
    lead's, and after that goes to whoever has had enough but is there; else the team holds it, and rings.
    """
    plan = plan_of(case.team)
    team = _able(plan.people(), case)
    most = plan.most_each or at_most
    free = team.filter(load__lt=most) if most and case.priority != Priority.NOW else team
    here = _there(free)
    if not here and plan.members and (case.priority == Priority.NOW or not team):
        here = _there(_able(User.objects.filter(is_active=True, held_roles__role__in=plan.roles), case))
    if not here and case.priority == Priority.NOW:
        lead = plan.who_leads()
        here = [lead] if lead and can_own(case, lead) and not is_resting(lead) and present([lead.pk]) else []
        here = here or _there(_able(plan.people(), case, resting_too=RestKind.TURNS))
    if not here and case.kind in OF_THE_MANAGERS:
        return team.first() or _able(User.objects.filter(is_active=True), case).first()
    knows = who_knows(case)
    return min(here, key=lambda one: (str(one.pk) not in knows, not _speaks(one, case)), default=None)


def _there(people: QuerySet[Any]) -> list[User]:
    return list(people.filter(pk__in=present(people.values_list("pk", flat=True))))


def _able(people: QuerySet[User], case: Case, *, resting_too: str = "") -> QuerySet[Any]:
    """Those of these who may do it, are not away and have no break, those with the fewest open cases first."""
    able = people.filter(pk__in=HeldRole.objects.filter(role__in=case.able).values("user"))
    working = able.exclude(staffmember__is_active=False).exclude(pk__in=away())
    working = working.exclude(pk__in=resting().exclude(kind=resting_too).values("who"))
    load = Count("case_owned", filter=Q(case_owned__state__in=NOT_CLOSED), distinct=True)
    return working.distinct().annotate(load=load).order_by("load", "pk")


def _speaks(user: User, case: Case) -> bool:
    """English is spoken by everybody here; of other languages a person says so."""
    wanted = case.patient.language if case.patient else case.chat.language if case.chat else "en"
    member = getattr(user, "staffmember", None)
    return wanted == "en" or (member is not None and wanted in member.languages)


def away() -> QuerySet[Leave, Any]:
    """The logins of those who are on leave now."""
    return Leave.objects.touching(now(), now()).exclude(staff_member__login=None).values("staff_member__login")


def is_away(user: User) -> bool:
    return Leave.objects.touching(now(), now()).filter(staff_member__login=user).exists()


def is_resting(user: User) -> bool:
    """Whether she has a break now; her turn may be over for today, and she is still there for what is hers."""
    return resting().filter(who=user, kind=RestKind.BREAK).exists()


def present(logins: object) -> set[str]:
    """Which of these logins have looked at a patient's page lately."""
    wanted = [str(pk) for pk in logins]  # type: ignore[attr-defined]
    seen = Sight.objects.filter(actor_id__in=wanted, recorded_at__gte=now() - THERE)
    return set(seen.values_list("actor_id", flat=True).distinct())


def can_own(case: Case, user: User | None) -> bool:
    """Whether this person can still do the work of this case."""
    if user is None or not user.is_active or not (user.roles & case.able):
        return False
    member = getattr(user, "staffmember", None)
    return member is None or member.is_active
