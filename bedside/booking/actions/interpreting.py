"""A need that was said after booking: the visit gets its interpreter, and the time that takes, or somebody is asked."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from bedside.journal.actions import record
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal

from ..models import Appointment, Means, Resource, Slot
from ..needs import base, needs_of
from ..reserving import cells_between, note_full, reserve
from ..taking import choose, end_of, make_sure_of


@transaction.atomic
def find_interpreter(visit: Appointment, *, by: Hand, asked: bool = False) -> None:
    """Give a booked visit the interpreter its patient asked for since, and half as long again; where that cannot be,
    say that it has none. `asked` where she asked for this visit alone, and her record says nothing of it."""
    patient = visit.patient.merged_into or visit.patient
    needs = needs_of(visit.visit_type, patient, asked=asked)
    minutes, wanted = needs.with_clinician(visit.slot.staff_member, visit.visit_type)
    missing = [one for one in wanted if one.kind == Means.INTERPRETER]
    held = set(visit.cells.values_list("resource", flat=True))
    tongue, theirs = base(patient.language), Resource.objects.filter(kind=Means.INTERPRETER, pk__in=held)
    if not missing or any(tongue in {base(str(each)) for each in one.languages} for one in theirs):
        return
    try:
        with transaction.atomic():
            strange = {one.pk for one in theirs}  # booked before her language was put right
            held -= strange
            visit.cells.filter(resource__in=strange).delete()
            in_group = visit.slot.seats > 1  # which takes no longer for one of it
            is_long_enough = in_group or visit.ends_at >= visit.starts_at + timedelta(minutes=minutes)
            ends = visit.ends_at if is_long_enough else end_of(visit.slot, minutes)
            chosen = choose(missing, visit.slot, ends)
            longer = {(one, at) for one in held for at in cells_between(visit.ends_at, ends)}
            reserve(chosen, visit.starts_at, ends, hold=visit, patient=None, more=longer)
            note_full(Slot.objects.of(held, visit.starts_at, ends))
            make_sure_of(chosen, visit.slot, ends)
            visit.ends_at = ends
            record("appointment.has_interpreter", visit, by=by)
    except Refusal:
        visit.refresh_from_db()
        record("appointment.lacks_interpreter", visit, by=by)
