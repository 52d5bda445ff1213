"""By whom, where and how somebody wishes to be seen. Kept with her visit to the site, beside what she wrote.

Wishes stand in no address and in no record: they narrow what is shown and decide nothing. Each belongs to one
screening, so that at a desk the next patient does not inherit those of the last.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import time, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from bedside.access.models import User
from bedside.directory.models import Mode, Place, Post
from bedside.hours.clock import now
from bedside.people.models import Patient, StaffMember
from bedside.triage.models import Screening

from .hours import EVERY_DAY, Hours
from .models import Appointment, AppointmentQuerySet, Status

KEPT = 5  # screenings whose wishes one visit to the site remembers
LAST = 6  # visits, of which is said how many were with whom
LOOKS_BACK = timedelta(days=3 * 365)
OWN = "own"
MODES = {Mode.IN_PERSON.value: _("Face to face"), Mode.PHONE.value: _("By phone"), Mode.VIDEO.value: _("By video")}


@dataclass(frozen=True)
class Wishes:
    """What somebody chose; empty is anything."""

    language: str = ""
    clinician: str = ""  # female, male, or own: whom she has seen most
    mode: str = ""
    place: str = ""
    step_free: bool = False
    postcode: str = ""
    order: str = ""  # soonest or near; else what fits best comes first
    days: str = ""  # when she can come: weekdays, as "0,2" for Monday and Wednesday
    begins: str = ""  # and no earlier than that, as "17:00"
    ends: str = ""  # nor later

    @property
    def narrow(self) -> bool:
        """Whether something may be left out because of them."""
        return bool(self.language or self.clinician or self.mode or self.place or self.step_free)

    @property
    def within(self) -> Hours | None:
        """The hours at which she can come; None where any will do."""
        if not (self.days or self.begins or self.ends):
            return None
        days = [int(day) for day in self.days.split(",") if day.isdigit()]
        return Hours(
            frozenset(days) or EVERY_DAY,
            time.fromisoformat(self.begins) if self.begins else time(0),
            time.fromisoformat(self.ends) if self.ends else time(23, 59),
        )

    @property
    def chosen(self) -> bool:
        """Whether anything was wished for at all; where she lives alone is no wish."""
        return self.narrow or bool(self.order) or self.within is not None

    def met_by(self, post: Post, own: uuid.UUID | None) -> bool:
        """Whether who works there and where is as she wishes."""
        person, place = post.staff_member, post.place
        if self.clinician == OWN and own and person.pk != own:
            return False
        if self.clinician in {"female", "male"} and person.sex != self.clinician:
            return False
        if self.language and self.language not in person.languages:
            return False
        return (not self.place or str(place.pk) == self.place) and (place.step_free or not self.step_free)

    def times_with(self, posts: Iterable[Post], own: uuid.UUID | None) -> Q:
        """The times of the book that meet them."""
        if not (self.clinician or self.language or self.place or self.step_free):
            return Q()
        meeting = [post for post in posts if self.met_by(post, own)]
        people, places = {post.staff_member_id for post in meeting}, {post.place_id for post in meeting}
        return Q(staff_member__in=people, place__in=places)


def wishes_of(request: HttpRequest, screening: Screening) -> Wishes:
    """What was wished for with this screening, in this visit to the site."""
    kept: dict[str, dict[str, Any]] = request.session.get("wishes", {})
    known = {one.name for one in fields(Wishes)}
    return Wishes(**{name: value for name, value in kept.get(str(screening.pk), {}).items() if name in known})


def keep(request: HttpRequest, screening: Screening, wishes: Wishes) -> None:
    """Remember them for this screening; those of the oldest are forgotten."""
    kept: dict[str, dict[str, Any]] = request.session.get("wishes", {})
    kept.pop(str(screening.pk), None)
    said = {name: value for name, value in asdict(wishes).items() if value}
    request.session["wishes"] = dict([*kept.items(), *([(str(screening.pk), said)] if said else [])][-KEPT:])


def seen_by(patient: Patient | None, reader: object) -> Counter[uuid.UUID]:
    """How often each clinician has seen her in three years, as far as this reader may know."""
    if patient is None or not isinstance(reader, User):
        return Counter()
    return Counter(_seen(patient, reader).values_list("staff_member_id", flat=True))


def seen_lately(patient: Patient | None, reader: object) -> list[uuid.UUID]:
    """Who saw her at her last visits, the latest first, as far as this reader may know."""
    if patient is None or not isinstance(reader, User):
        return []
    return list(_seen(patient, reader).order_by("-starts_at").values_list("staff_member_id", flat=True)[:LAST])


def _seen(patient: Patient, reader: User) -> AppointmentQuerySet:
    root = patient.merged_into_id or patient.pk
    return Appointment.objects.visible_to(reader).filter(
        Q(patient=root) | Q(patient__merged_into=root), status=Status.FULFILLED, starts_at__gte=now() - LOOKS_BACK
    )


def own_of(seen: Counter[uuid.UUID], people: Sequence[StaffMember]) -> StaffMember | None:
    """Her own clinician: of these, whom she has seen most."""
    known = [one for one in people if seen[one.pk]]
    return max(known, key=lambda one: (seen[one.pk], str(one)), default=None)


def nearness(place: Place, postcode: str) -> int:
    """How much of its postcode a place shares with this one, from the left: those that share more lie closer."""
    ours, theirs = _bare(place.postcode), _bare(postcode)
    shared = 0
    for one, other in zip(ours, theirs, strict=False):
        if one != other:
            break
        shared += 1
    return shared


def _bare(postcode: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", postcode.upper())
