"""What the clock does about cases, each minute: the steps of every promise, owners who have left, work that failed."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bedside.hours.clock import now
from bedside.jobs.models import Job
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal

from . import actions
from .models import Case, Kind
from .routing import away, can_own

log = logging.getLogger(__name__)


def look_at_the_clock() -> int:
    """Escalate whatever has passed a step of its promise, and take up again what waited too long for a patient."""
    return _each(list(Case.objects.calling(now())), actions.escalate)


def reassign_what_was_left() -> int:
    """Pass on the cases of those who cannot do them: gone, in another role, or on leave."""
    owned = Case.objects.unfinished().exclude(owner=None).select_related("owner__staffmember")
    gone = {one["staff_member__login"] for one in away()}
    cases = list(owned.prefetch_related("owner__held_roles"))
    left = [case for case in cases if case.owner_id in gone or not can_own(case, case.owner)]
    return _each(left, lambda case: actions.reassign(case, by=HOUSE))


def notice_dead_work() -> int:
    """Work that failed too often gets a case, so that a person looks. What went wrong is not told in lists."""
    known = set(Case.objects.filter(kind=Kind.WORK).values_list("key", flat=True))
    fresh = [job for job in Job.objects.dead() if _key(job) not in known]
    for job in fresh:
        actions.open_case(Kind.WORK, job.task, by=HOUSE, key=_key(job))
    return len(fresh)


def _key(job: Job) -> str:
    return f"job:{job.pk}:{job.attempts}:{job.finished_at:%Y%m%d%H%M%S}" if job.finished_at else f"job:{job.pk}"


def _each(cases: list[Case], do: Callable[[Case], object]) -> int:
    """One after the other; whom somebody changes at this very moment is looked at again in a minute."""
    done = 0
    for case in cases:
        try:
            do(case)
        except Refusal as refusal:
            log.info("case %s was changed meanwhile (%s)", case.pk, refusal.rule)
        else:
            done += 1
    return done
