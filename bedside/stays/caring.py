"""What can be done for somebody during a stay: who looks after her, food, tests, and what going home needs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bedside.access.models import User
from bedside.booking.models import Appointment
from bedside.hours.clock import now
from bedside.journal.actions import record
from bedside.journal.constraints import SOMEBODY_ELSE
from bedside.journal.hands import Hand
from bedside.journal.models import Refusal
from bedside.people.models import StaffMember

from .actions import as_it_stands, may_be_next
from .kinds import Course, Line, Part, Settled, Shift
from .models import Care, Diet, Fast, GoingHome, Planned, Stay


@transaction.atomic
def look_after(stay: Stay, member: StaffMember, *, part: Part, shift: Shift, day: date, by: Hand) -> Care:
    """Somebody looks after her on that day; whoever was named for it before is not any more."""
    as_it_stands(stay)
    named = Care.objects.filter(stay=stay, day=day, shift=shift, part=part).first()
    care = named or Care(**_of(stay), day=day, shift=shift, part=part)
    care.staff_member = member
    record("care.named", care, by=by)
    return care


@transaction.atomic
def say_diet(stay: Stay, *, by: Hand, seen: int | None = None, **said: Any) -> Diet:
    """What she may and wishes to eat, and what she must never have; `seen` is the version that was read when it was
    written, 0 where there was none yet."""
    as_it_stands(stay)
    diet = Diet.objects.filter(stay=stay).first() or Diet(**_of(stay))
    if seen is not None and seen != diet.version:
        raise Refusal(SOMEBODY_ELSE, rule="version")
    for name, value in said.items():
        setattr(diet, name, value)
    record("diet.said", diet, by=by)
    return diet


@transaction.atomic
def order_fast(
    stay: Stay,
    *,
    by: Hand,
    why: str,
    food_from: datetime,
    drink_from: datetime | None = None,
    until: datetime | None = None,
) -> Fast:
    """Nothing to eat from then on. It stands beside any other such order, and the strictest counts."""
    as_it_stands(stay)
    fast = Fast(**_of(stay), why=why, food_from=food_from, drink_from=drink_from, until=until)
    record("fast.ordered", fast, by=by)
    return fast


@transaction.atomic
def end_fast(fast: Fast, *, by: Hand) -> None:
    """Somebody of ours says that she may eat again, as far as this order goes."""
    _standing(fast)
    fast.ended_at = now()
    record("fast.ended", fast, by=by)


@transaction.atomic
def prolong_fast(fast: Fast, *, until: datetime | None, by: Hand) -> None:
    """She may not eat yet: until then, or until somebody says so."""
    _standing(fast)
    if until is not None and until <= now():
        raise Refusal(_("This time is over. Please choose a later one."), rule="past")
    fast.until = until
    record("fast.prolonged", fast, by=by)


@transaction.atomic
def plan(
    stay: Stay,
    *,
    by: Hand,
    kind: str,
    day: date,
    at: datetime | None = None,
    where: str = "",
    name: str = "",
    words: str = "",
) -> Planned:
    """A test or something else is planned for her."""
    as_it_stands(stay)
    planned = Planned(**_of(stay), kind=kind, name=name, words=words, day=day, at=at, where=where)
    record("planned.set", planned, by=by)
    return planned


@transaction.atomic
def note_course(planned: Planned, course: Course, *, by: Hand) -> None:
    """It has been done, or was called off, or stands again. Whether she may eat then is another question."""
    as_it_stands(planned.stay)
    planned.refresh_from_db()
    if planned.course != course:
        planned.course = course
        record(f"planned.{course.value}", planned, by=by)


@transaction.atomic
def settle(
    line: GoingHome,
    state: Settled,
    *,
    by: User,
    words: str = "",
    appointment: Appointment | None = None,
    medicines: list[dict[str, str]] | None = None,
    seen: int | None = None,
) -> None:
    """One thing for going home is done, or not needed and why, or open again. The next visit must be booked.

    `seen` is the version of it somebody had before them: if it has moved on since, they are refused.
    """
    as_it_stands(line.stay)
    line.refresh_from_db()
    if seen is not None and line.version != seen:
        raise Refusal(SOMEBODY_ELSE, rule="version")
    line.state, line.words = state, words
    if medicines is not None and line.line == Line.MEDICINES:
        line.medicines = medicines if state != Settled.NOT_NEEDED else []
    line.appointment = appointment if line.line == Line.FOLLOW_UP and state == Settled.DONE else None
    if line.appointment and (not _is_hers(line, line.appointment) or not may_be_next(line)):
        raise Refusal(_("This is not a visit to come of this patient."), rule="next_visit")
    if line.appointment:
        line.label = line.label or line.appointment.label  # a confidential visit leaves no echo here
    line.settled_at = None if state == Settled.OPEN else now()
    line.settled_by = None if state == Settled.OPEN else by
    record(f"going_home.{state.value}", line, by=by)


def _is_hers(line: GoingHome, booked: Appointment) -> bool:
    return (booked.patient.merged_into_id or booked.patient_id) == line.stay.root.pk


def _of(stay: Stay) -> dict[str, Any]:
    return {"stay": stay, "patient_id": stay.patient_id, "label": stay.label}


def _standing(fast: Fast) -> None:
    as_it_stands(fast.stay)
    fast.refresh_from_db()
    if fast.ended_at is not None:
        raise Refusal(_("Somebody has ended this already."), rule="ended")
