"""The ward as its nurses see it, bed by bed: who lies there, what may be eaten, what is due, who goes home."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from bedside.access.models import TREATING, User
from bedside.directory.models import Place
from bedside.hours.clock import now
from bedside.hours.zones import day_of
from bedside.records.models import Parcel

from .eating import Eating, Food, eating
from .kinds import Allergy, Course
from .models import Bed, Care, Diet, Fast, OfStay, Planned, Stay
from .mystay import allergies_of

Thing = TypeVar("Thing", bound=OfStay)


@dataclass(frozen=True)
class Row:
    """One bed. `seen` is False where this reader may know what is eaten there, and nothing else."""

    bed: Bed
    stay: Stay | None = None
    seen: bool = False
    eating: Eating | None = None
    diet: Diet | None = None
    in_record: list[str] = field(default_factory=list)
    fasts: list[Fast] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)  # of today, not done yet
    due: list[str] = field(default_factory=list)
    today: date | None = None

    @property
    def name(self) -> str:
        """Short, for a board that others can read too: Okafor, A."""
        patient = self.stay.patient if self.stay and self.seen else None
        return f"{patient.family_name}, {patient.given_name[:1]}." if patient else ""

    @property
    def initials(self) -> str:
        patient = self.stay.patient if self.stay and self.seen else None
        return f"{patient.given_name[:1]}. {patient.family_name[:1]}." if patient else ""

    @property
    def goes_home(self) -> bool:
        home = self.stay.home_day if self.stay else None
        return home is not None and self.today is not None and home <= self.today

    @property
    def is_fasting(self) -> bool:
        return self.eating is not None and self.eating.since is not None


def board(place: Place, user: User) -> list[Row]:
    """Every bed in use at a place, and any other in which somebody lies all the same."""
    stays = {one.bed_id: one for one in Stay.objects.trays_for(user).at(place).with_bed()}
    shown = set(Stay.objects.visible_to(user).open().at(place).values_list("pk", flat=True))
    ids = [one.pk for one in stays.values()]
    today, moment = day_of(now(), place.zone), now()
    fasts = _by_stay(Fast.objects.filter(stay__in=ids).standing())
    diets = _by_stay(Diet.objects.filter(stay__in=ids))
    planned = _by_stay(Planned.objects.filter(stay__in=ids, day=today, course=Course.PLANNED).order_by("at", "id"))
    nursed = set(Care.objects.filter(stay__in=ids, day=today, part="nurse").values_list("stay", flat=True))
    recorded = allergies_of(list(stays.values()), Parcel.objects.all())  # all of them: a tray must be safe
    rows = []
    for bed in Bed.objects.at(place, taken=stays):
        stay = stays.get(bed.pk)
        if stay is None:
            rows.append(Row(bed))
            continue
        diet = next(iter(diets[stay.pk]), None)
        known = Diet.is_enough(diet, recorded[stay.pk])
        found = eating([one.order for one in fasts[stay.pk]], moment, is_known=known)
        seen = stay.pk in shown
        row = Row(bed, stay, seen, found, diet, recorded[stay.pk], fasts[stay.pk], planned[stay.pk], today=today)
        if seen and user.acting_as in TREATING:
            row.due.extend(_due(row, stay.pk in nursed))
        rows.append(row)
    return rows


def kitchen(place: Place, user: User) -> list[Row]:
    """The trays: every bed with somebody alive in it."""
    return [row for row in board(place, user) if row.stay and row.stay.died_on is None]


def _due(row: Row, is_nursed: bool) -> list[str]:
    """What somebody must see to, the most pressing first."""
    stay, found = row.stay, row.eating
    assert stay
    assert found
    if stay.died_on is not None:
        return [_("This patient has died.")]
    due = []
    if found.food is Food.ASK and found.is_over:
        due.append(_("May the patient eat?"))
    if not row.in_record and (row.diet is None or row.diet.allergy == Allergy.UNKNOWN):
        due.append(_("Ask about allergies"))
    if row.diet is None:
        due.append(_("Write down the food"))
    due += [_("Was due: %(what)s") % {"what": one.called} for one in row.planned if one.at and one.at < now()]
    if not is_nursed:
        due.append(_("Name a nurse for today"))
    return due


def _by_stay(things: Iterable[Thing]) -> dict[uuid.UUID, list[Thing]]:
    found = defaultdict[uuid.UUID, list[Thing]](list)
    for one in things:
        found[one.stay_id].append(one)
    return found
