"""What the clock does about cases, each minute: the steps of every promise, owners who have left, work that failed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from bedside.hours.clock import now
from bedside.jobs.models import Job
from bedside.journal.hands import HOUSE
from bedside.journal.models import Refusal

from . import actions, ringing
from .models import Case, Kind, Priority
from .routing import HELD_AT_ONCE, away, can_own, somebody_for

log = logging.getLogger(__name__)


def look_at_the_clock() -> int:
    """Escalate whatever has passed a step of its promise, and take up again what waited too long for a patient."""
    return _each(list(Case.objects.calling(now())), ringing.escalate)


def reassign_what_was_left() -> int:
    """Pass on the cases of those who cannot do them: gone, in another role, or on leave."""
    owned = Case.objects.unfinished().exclude(owner=None).select_related("owner__staffmember")
    gone = {one["staff_member__login"] for one in away()}
    cases = list(owned.prefetch_related("owner__held_roles"))
    left = [case for case in cases if case.owner_id in gone or not can_own(case, case.owner)]
    return _each(left, lambda case: ringing.reassign(case, by=HOUSE))


def give_out_what_waits() -> int:
    """Whatever a team holds goes to somebody of it as soon as one is there and free, what is due first before the rest.

    No one person is given all that came in overnight: the rest waits for the others, or until something is done.
    """
    held = Case.objects.running().filter(owner=None).order_by("priority", "due_at", "id")
    nobody: set[tuple[object, ...]] = set()  # for these nobody was found this minute
    done = 0
    for case in held.select_related("patient", "chat"):
        alike = (case.team, case.able, case.priority == Priority.NOW)
        to = None if alike in nobody else somebody_for(case, at_most=HELD_AT_ONCE)
        if to is None:
            nobody.add(alike)
        else:
            done += _each([case], partial(ringing.give_out, to=to))
    return done


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
