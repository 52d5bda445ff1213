"""What there is in a room and when it cannot be used; and what a patient who is here needs of one."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import Place
from bedside.journal.models import Record
from bedside.people.models import AboutPatient, AboutPatientQuerySet, Sex

if TYPE_CHECKING:
    from .models import Room, Visit


class RoomFactsQuerySet(models.QuerySet["RoomFacts"]):
    def at(self, place: Place) -> Self:
        return self.filter(room__place=place)


class RoomFacts(Record):
    """One room: for which services, with what in it, how long it is cleaned, and when it is out of use."""

    room_id: uuid.UUID
    room: models.OneToOneField[Room, Room] = models.OneToOneField("visits.Room", models.PROTECT, related_name="facts")
    services = models.JSONField(default=list, blank=True)  # ids of those it is for; none: any
    equipment = models.JSONField(default=list, blank=True)  # as visits need it: ["ultrasound"]
    hoist = models.BooleanField(default=False)
    isolation = models.BooleanField(default=False)  # somebody who must be apart from others may be in it
    clean_minutes = models.PositiveSmallIntegerField(default=0)  # between two people
    walk_minutes = models.PositiveSmallIntegerField(default=0)  # from where people wait
    down_since = models.DateTimeField(null=True, blank=True)  # null: in use
    down_until = models.DateTimeField(null=True, blank=True)  # null beside a beginning: until somebody says
    down_because = models.CharField(max_length=200, blank=True)

    objects = RoomFactsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "room facts"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(down_until=None)
                | models.Q(down_since__isnull=False, down_until__gt=models.F("down_since")),
                name="room_is_back_after_it_was_out",
                violation_error_message=_("The end must come after the beginning."),
            )
        ]

    def is_down(self, moment: datetime) -> bool:
        """Whether nobody can be called to it."""
        return self.down_since is not None and (self.down_until is None or self.down_until > moment)

    def topics(self) -> list[str]:
        return [f"place:{self.room.place_id}"]


class AskedQuerySet(AboutPatientQuerySet["Asked"]):
    pass


class Asked(AboutPatient):
    """What somebody who is here needs of a room, and by whom she would rather be seen: kept as a hard rule."""

    visit_id: uuid.UUID
    visit: models.OneToOneField[Visit, Visit] = models.OneToOneField(
        "visits.Visit", models.PROTECT, related_name="asked"
    )
    step_free = models.BooleanField(default=False)
    hoist = models.BooleanField(default=False)
    isolation = models.BooleanField(default=False)
    sex = models.CharField(max_length=10, choices=Sex.choices, default="", blank=True)  # of the clinician

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "asked"

    def topics(self) -> list[str]:
        """The desk's queue, which suggests anew."""
        return [*super().topics(), f"place:{self.visit.place_id}"]


def out_of_use(place: Place, moment: datetime) -> set[uuid.UUID]:
    """The rooms of a place to which nobody can be called now."""
    there = RoomFacts.objects.at(place).exclude(down_since=None)
    return {one.room_id for one in there if one.is_down(moment)}
