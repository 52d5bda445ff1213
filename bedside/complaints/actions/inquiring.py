"""Looking into a complaint: what was found, what is owed to whoever was harmed, and what we do differently."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import STAFF, User
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.journal.actions import record
from bedside.journal.models import Refusal
from bedside.people.models import staff_name

from ..models import Candour, Change, Complaint, Note, Step
from .answering import write_candour
from .who import only_a_manager


@transaction.atomic
def note(complaint: Complaint, *, source: str, words: str, is_finding: bool, by: User) -> Note:
    """Write down one step of looking into it, or what was found."""
    only_a_manager(by, complaint)
    step = Note(complaint=complaint, source=source, words=words, is_finding=is_finding, author=staff_name(by))
    record("complaint.looked_into", step, by=by)
    return step


@transaction.atomic
def note_step(complaint: Complaint, step: Step, words: str, *, by: User) -> Candour:
    """One step of what is owed to whoever was harmed has been taken. Nobody is written to before they were told."""
    only_a_manager(by, complaint)
    if not complaint.is_harm:
        raise Refusal(_("Nobody was harmed here, as far as we know."), rule="harm")
    taken = set(complaint.candours.values_list("step", flat=True))
    if step == Step.WRITTEN and set(Step.values) - {Step.WRITTEN} - taken:
        raise Refusal(_("Tell them first, then write."), rule="order")
    done = Candour(complaint=complaint, step=step, words=words[:1_000], author=staff_name(by))
    record("complaint.candour", done, by=by)
    if step == Step.WRITTEN:
        write_candour(complaint, words, by=by)
    return done


@transaction.atomic
def plan_change(complaint: Complaint, *, what: str, owner: User, due_on: date, by: User) -> Change:
    """Something is done differently from now on; somebody sees to it, by a day."""
    only_a_manager(by, complaint)
    if due_on < day_of(now(), complaint.zone):
        raise Refusal(_("Choose a day from today on."), rule="due")
    if not owner.is_active or not owner.roles & STAFF:
        raise Refusal(_("This person cannot take this task. Please choose another."), rule="owner")
    change = Change(complaint=complaint, what=what, owner=owner, due_on=due_on)
    record("complaint.change_planned", change, by=by)
    return change


@transaction.atomic
def finish_change(change: Change, *, result: str, by: User) -> Change:
    """It is done, and this came of it. Whoever complained can read it."""
    only_a_manager(by, change.complaint)
    if change.done_at is not None:
        raise Refusal(_("This is done already."), rule="state")
    if not result.strip():
        raise Refusal(_("Say what came of it."), rule="result")
    change.done_at, change.result = now(), result.strip()
    record("complaint.changed", change, by=by)
    return change
