"""Wards and the beds in them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bedside.directory.models import Place
from bedside.journal.models import Record


class Ward(Record):
    """Some beds under one roof, with one phone."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="wards")
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name"],
                name="one_ward_of_a_name",
                violation_error_message=_("There is a ward of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def topics(self) -> list[str]:
        return [f"place:{self.place_id}"]


class BedQuerySet(models.QuerySet["Bed"]):
    def at(self, place: Place, taken: Iterable[uuid.UUID] = ()) -> Self:
        """Beds in use, and these, in which somebody lies."""
        found = self.filter(Q(is_open=True) | Q(pk__in=list(taken)), ward__place=place)
        return found.select_related("ward").order_by("ward__name", "name")

    def free_at(self, place: Place) -> Self:
        """Beds in use in which nobody lies."""
        return self.at(place).exclude(stays__ended_at=None, stays__isnull=False)


class Bed(Record):
    ward = models.ForeignKey(Ward, models.PROTECT, related_name="beds")
    name = models.CharField(max_length=20)
    is_open = models.BooleanField(default=True)

    objects = BedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ward", "name"],
                name="one_bed_of_a_name",
                violation_error_message=_("There is a bed of this name already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.ward}, {self.name}"

    def topics(self) -> list[str]:
        return [f"place:{self.ward.place_id}"]
