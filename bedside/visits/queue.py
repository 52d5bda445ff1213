"""Who is next at a place, and why. The order is the same for the screens and for whoever presses "call next"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.people.models import StaffMember
from bedside.urgency.levels import height

from .models import Visit


@dataclass(frozen=True)
class InTurn:
    """One of those who wait, and in one sentence why she stands where she stands."""

    visit: Visit
    because: str
    held: bool = False  # called, and no answer: not asked again yet


def queue(place: Place) -> list[InTurn]:
    """Those who wait at a place, the next first; whoever did not answer stands aside for a while."""
    moment = now()
    waiting = list(Visit.objects.waiting(place).with_its_people())
    held = [one for one in waiting if one.held_until and one.held_until > moment]
    ready = [one for one in waiting if one not in held]
    ready.sort(key=lambda one: (-height(one.level), one.arrived_at or moment, one.ticket))
    return [InTurn(one, _("Came first of those who wait.")) for one in ready] + [
        InTurn(one, _("Did not answer when called."), held=True) for one in held
    ]


def next_of(turns: Sequence[InTurn], staff_member: StaffMember | None = None) -> InTurn | None:
    """The next of a queue; for one clinician, the next of those who are to see this clinician or nobody named."""
    for turn in turns:
        whom = turn.visit.staff_member_id
        if not turn.held and (staff_member is None or whom in {None, staff_member.pk}):
            return turn
    return None


def walk_ins_passed_by(called: Visit) -> list[Visit]:
    """Those without an appointment who came before somebody that is called now, and still wait."""
    if called.arrived_at is None:
        return []
    here = Visit.objects.waiting(called.place).filter(appointment=None, arrived_at__lt=called.arrived_at)
    if called.staff_member_id:  # only those who could have been seen instead
        here = here.filter(staff_member__in=[called.staff_member_id]) | here.filter(staff_member=None)
    return list(here.exclude(pk=called.pk).order_by("pk"))
