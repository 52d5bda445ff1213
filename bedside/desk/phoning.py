"""What somebody on the phone is likely to want, and the times that suit her: her own clinician's first."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from bedside.access.models import User
from bedside.booking import times
from bedside.booking.models import Appointment, Slot, Status
from bedside.booking.uses import uses_of
from bedside.booking.wishes import own_of, seen_by
from bedside.directory.models import Place, Post, VisitType
from bedside.hours.clock import now
from bedside.people.models import Label, Patient, StaffMember
from bedside.triage.models import Screening

OWN, ANYWHERE = 3, 6  # so many times are read out: more than nine have no key of their own
ASKED_LATELY = timedelta(days=28)


def kinds_for(patient: Patient) -> list[VisitType]:
    """Every kind of visit that this patient may have, by name: two letters find one in the list."""
    age = patient.age_on(now().date())
    offered = VisitType.objects.filter(is_offered=True, service__is_offered=True).select_related("service")
    fitting = [
        one for one in offered if age is None or (one.service.min_age or 0) <= age <= (one.service.max_age or 200)
    ]
    return sorted(fitting, key=str)


def letters_for(kinds: Iterable[VisitType]) -> dict[str, str]:
    """Two letters for each kind of visit, by which a list finds it: its initials, else others of its name."""
    letters: dict[str, str] = {}
    for kind in kinds:
        words = re.findall(r"\w+", str(kind).lower())
        name = "".join(words)
        able = ["".join(word[0] for word in words)[:2], *(name[:1] + other for other in name[1:])]
        letters[str(kind.pk)] = next((one for one in able if len(one) == 2 and one not in letters.values()), "")
    return letters


def booked_for(patient: Patient, reader: User) -> Iterable[Appointment]:
    """What she has booked already, soonest first: some call about that."""
    hers = Appointment.objects.visible_to(reader).filter(patient=patient, status=Status.BOOKED, starts_at__gt=now())
    return hers.in_order()[:3]


def likely(patient: Patient, kinds: Sequence[VisitType], place: Place, reader: User) -> VisitType | None:
    """What she had last, as far as this reader may know; else what is asked for most here."""
    able = [one.pk for one in kinds]
    hers = Appointment.objects.visible_to(reader).filter(patient=patient, visit_type__in=able)
    last = hers.exclude(status=Status.CANCELLED).order_by("-starts_at").values_list("visit_type", flat=True).first()
    chosen = last or _asked_most(place, able)
    return next((one for one in kinds if one.pk == chosen), kinds[0] if kinds else None)


def _asked_most(place: Place, able: list[uuid.UUID]) -> uuid.UUID | None:
    lately = Appointment.objects.filter(
        place=place, starts_at__gte=now() - ASKED_LATELY, label=Label.NONE, visit_type__in=able
    )
    counted = lately.values("visit_type").annotate(times=Count("pk")).order_by("-times", "visit_type")
    return counted.values_list("visit_type", flat=True).first()


@dataclass(frozen=True)
class Suggested:
    """A time to read out, and how often whoever has it has seen her."""

    slot: Slot
    often: int


@dataclass(frozen=True)
class Suggestions:
    """The time asked for in the calendar, those of her own clinician, and the first that there are anywhere."""

    asked: list[Suggested]
    own: StaffMember | None
    often: int
    with_own: list[Suggested]
    anywhere: list[Suggested]

    @property
    def first(self) -> Slot | None:
        """What Enter takes."""
        return next((one.slot for one in [*self.asked, *self.with_own, *self.anywhere]), None)


def suggest(screening: Screening, wanted: VisitType, reader: User, at: Slot | None = None) -> Suggestions:
    """The soonest fitting times, none later than her answers allow."""
    seen = seen_by(screening.patient, reader)
    own = own_of(seen, [post.staff_member for post in Post.objects.offered().filter(service=wanted.service_id)])
    uses = uses_of(screening.patient_id, wanted, screening)

    def free(most: int, only: Q | None = None) -> list[Slot]:
        return times.free_times(
            wanted, until=screening.latest_start, patient=screening.patient_id, uses=uses, only=only, most=most
        )

    asked = free(1, Q(pk=at.pk)) if at else []
    hers = [slot for slot in free(OWN, Q(staff_member=own)) if slot not in asked] if own else []
    others = [slot for slot in free(1 + ANYWHERE, ~Q(staff_member=own) if own else None) if slot not in asked]
    return Suggestions(
        asked=[Suggested(slot, seen[slot.staff_member_id]) for slot in asked],
        own=own,
        often=seen[own.pk] if own else 0,
        with_own=[Suggested(slot, seen[slot.staff_member_id]) for slot in hers],
        anywhere=[Suggested(slot, seen[slot.staff_member_id]) for slot in others[:ANYWHERE]],
    )
