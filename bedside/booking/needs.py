"""What a visit needs besides its clinician, and which rooms, devices and interpreters could serve it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.utils.translation import gettext_lazy as _

from bedside.directory.models import Mode, VisitType
from bedside.hours.calendar import Calendar
from bedside.hours.zones import day_of
from bedside.people.models import Patient, StaffMember

from .models import Declined, Means, Need, Resource, Slot

LONGER = 1.5  # a visit that is interpreted takes so many times as long
NO_INTERPRETER = _("No interpreter is free then. Please choose another time or call us.")
NO_ROOM = _("No room or device is free then. Please choose another time.")


@dataclass(frozen=True)
class Wanted:
    """One thing a visit cannot be without, and who or what could be it."""

    kind: str
    could: tuple[Resource, ...]
    sex: str = ""  # whom she would rather have; better another than none

    def at(self, slot: Slot) -> list[Resource]:
        """Those that could be it there: first whom she wishes for, and of these the clinician's usual one."""
        here = [one for one in self.could if one.place_id is None or one.place_id == slot.place_id]
        first = slot.staff_member_id.int % len(here) if here else 0
        return sorted(here[first:] + here[:first], key=lambda one: self.sex not in ("", one.sex))


@dataclass(frozen=True)
class Needs:
    """All that one visit needs, and how many minutes it takes."""

    minutes: int
    wanted: tuple[Wanted, ...] = ()
    tongue: str = ""  # an interpreter of this language, but with a clinician who speaks it herself
    interpreter: Wanted | None = None

    @property
    def is_plain(self) -> bool:
        """Only a clinician's time, and no more of it than the kind of visit says."""
        return not self.wanted and self.interpreter is None

    def with_clinician(self, member: StaffMember, visit_type: VisitType) -> tuple[int, list[Wanted]]:
        """How many minutes, and what else, when this clinician sees her."""
        if self.interpreter is None or speaks(member, self.tongue):
            return visit_type.minutes, list(self.wanted)
        return self.minutes, [*self.wanted, self.interpreter]


def needs_of(visit_type: VisitType, patient: Patient | None = None, *, asked: bool = False) -> Needs:
    """What a kind of visit needs, and this patient beside it; `asked` where she asks for an interpreter this once."""
    those = [
        wanted(need.kind, need.what, mode=visit_type.mode)
        for need in Need.objects.filter(visit_type=visit_type, is_ended=False).order_by("kind", "what")
        if visit_type.mode == Mode.IN_PERSON or need.kind != Means.ROOM
    ]
    if patient is None or not (asked or needs_interpreter(patient)):
        return Needs(visit_type.minutes, tuple(those))
    tongue = base(patient.language)
    return Needs(
        minutes=longer(visit_type.minutes),
        wanted=tuple(those),
        tongue=tongue,
        interpreter=wanted(Means.INTERPRETER, "", mode=visit_type.mode, tongue=tongue, sex=patient.interpreter_sex),
    )


def minutes_of(visit_type: VisitType, patient: Patient | None) -> int:
    """How long it takes at the most: with an interpreter, half as long again."""
    return longer(visit_type.minutes) if patient and needs_interpreter(patient) else visit_type.minutes


def needs_interpreter(patient: Patient) -> bool:
    """She asked for one, and has not said since that she wishes for none."""
    return patient.interpreter and not Declined.objects.standing().filter(patient=patient).exists()


def speaks(member: StaffMember, tongue: str) -> bool:
    return tongue in {base(str(one)) for one in member.languages}


def longer(minutes: int) -> int:
    """Half as long again, on five minutes."""
    return ceil(minutes * LONGER / 5) * 5


def works(resource: Resource, start: datetime, end: datetime, zone: str) -> bool:
    """Whether it can be had from start to end: it is not out of use, and these are hours of its own."""
    if resource.out and resource.is_out(start, end):
        return False
    if not resource.hours:
        return True
    opening = Calendar.of(zone, resource.hours).opening(day_of(start, zone))
    return any(opens <= start and end <= closes for opens, closes in opening)


def has_hours(needs: Iterable[Wanted]) -> bool:
    """Whether one of these cannot be had at any time of the week, so that the database alone cannot tell."""
    return any(one.hours or one.out for wanted in needs for one in wanted.could)


def ids(wanted: Iterable[Wanted]) -> list[uuid.UUID]:
    return [one.pk for each in wanted for one in each.could]


def told_as(needs: Iterable[Need]) -> str:
    """What a kind of visit needs, as a form remembers that it was so when somebody opened it."""
    return " ".join(sorted(f"{need.kind}:{need.what}:{need.pk}" for need in needs))


def wanted(kind: str, what: str, *, mode: str, tongue: str = "", sex: str = "") -> Wanted:
    """One thing, and who or what could be it; of interpreters, those of that language and way."""
    found = list(Resource.objects.in_use().filter(kind=kind, what=what).order_by("name", "id"))
    if tongue:
        found = [one for one in found if tongue in {base(str(each)) for each in one.languages}]
        found = [one for one in found if not one.modes or mode in one.modes]
    return Wanted(kind, tuple(found), sex if tongue else "")


def base(language: str) -> str:
    return language.split("-")[0].lower()
